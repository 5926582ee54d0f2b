"""How a value of WENQU_CHANNELS is read: each function takes what stands in the file, and returns None for what is wrong."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

BASE = r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?"

ReadValue = Callable[[Any], Any]  # the value as it is used, None for one that is wrong


def text_like(pattern: str) -> ReadValue:
    """Reads a text of that form."""
    form = re.compile(pattern)
    return lambda value: value if isinstance(value, str) and form.fullmatch(value) else None


def secret_like(pattern: str) -> ReadValue:
    """Reads a secret of that form from the file whose path is the value."""
    form = re.compile(pattern)

    def read(value: Any) -> str | None:
        try:
            secret = Path(value).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, ValueError, RuntimeError, TypeError):
            return None
        return secret if form.fullmatch(secret) else None

    return read


def yes_or_no(value: Any) -> bool | None:
    """Reads true or false."""
    return value if isinstance(value, bool) else None


def names_of_templates(value: Any) -> Mapping[str, str] | None:
    """Reads {name of a message: the provider's number of its template}."""
    form, number = re.compile(r"[a-z_]{1,30}"), re.compile(r"[A-Za-z0-9_-]{1,64}")
    if not isinstance(value, dict) or not all(isinstance(code, str) for code in value.values()):
        return None
    fits = all(form.fullmatch(name) and number.fullmatch(code) for name, code in value.items())
    return dict(value) if fits else None


def networks(value: Any) -> tuple[str, ...] | None:
    """Reads a list of networks, such as 203.0.113.0/24."""
    try:
        return tuple(str(ipaddress.ip_network(each)) for each in value) if isinstance(value, list) else None
    except ValueError:
        return None
