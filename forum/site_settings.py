"""The names of the city that an installation serves: the TOML file of WENQU_SITE. Pure."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forum.messages import M, Message

CITY = re.compile(r"[^\W\d_](?:[^\W_]|[ ·-]){0,28}[^\W_]")
HOTLINE = re.compile(r"[0-9][0-9-]{1,14}[0-9]")
KEYS = {"city": CITY, "hotline": HOTLINE}
ALLOWED = M(
    '一个 UTF-8 的 TOML 文件，可以写 city = "城市名称"（2 到 30 个字）和 hotline = "热线号码"（3 到 16 位数字，中间可以有 -）'
)


@dataclass(frozen=True)
class Site:
    """The city's full name (清源市; empty when it is not set) and the number of its hotline, digits and hyphens."""

    city: str = ""
    hotline: str = "96811"

    @property
    def numbers(self) -> tuple[str, ...]:
        """The hotline's number without hyphens, which no citizen's name may contain."""
        return (self.hotline.replace("-", ""),)


def read_site(path: str | None) -> tuple[Site | None, Message]:
    """(Site, what is allowed): the Site of a file, the defaults for None; None in place of a Site when the file is wrong."""
    if path is None:
        return Site(), ALLOWED
    try:
        table = tomllib.loads(Path(path).expanduser().read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RuntimeError):
        return None, ALLOWED
    return (Site(**table) if _fits(table) else None), ALLOWED


def _fits(table: Mapping[str, Any]) -> bool:
    return all(
        name in KEYS and isinstance(value, str) and KEYS[name].fullmatch(value) is not None
        for name, value in table.items()
    )
