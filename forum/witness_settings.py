"""The settings of the ledger's witnesses: WENQU_LEDGER_WITNESSES and WENQU_LEDGER_QUORUM. Pure."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from forum.messages import M, Message
from forum.numbers import whole_number

KEY = re.compile(r"[^\s+]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}")
ALLOWED = M("见证方的公钥，名称+编号+密钥，多个用空格隔开；要把存证点送去的，公钥后面写它的网址")


class WitnessSetting(NamedTuple):
    """A witness's key, not yet checked, and the address (C2SP: submission prefix) to which checkpoints are sent, or None."""

    vkey: str
    url: str | None


def read_witnesses(text: str | None) -> tuple[tuple[WitnessSetting, ...] | None, Message]:
    """(witnesses, what is allowed): keys with white space or commas between them, behind each key its address or none.

    None for the witnesses: the text is wrong.
    """
    found: list[WitnessSetting] = []
    for word in (text or "").replace(",", " ").split():
        if KEY.fullmatch(word):
            found.append(WitnessSetting(word, None))
        elif found and found[-1].url is None and _is_address(word):
            found[-1] = WitnessSetting(found[-1].vkey, word.rstrip("/"))
        else:
            return None, ALLOWED
    return tuple(found) if found or text is None else None, ALLOWED


def read_quorum(text: str, witnesses: int) -> tuple[int | None, Message]:
    """(how many witnesses must have signed, what is allowed): from 1 to the number of witnesses."""
    number = whole_number(text, 2, most=max(1, witnesses))
    return number or None, M("1 到 %(n)s 的整数（见证方的数目）", n=max(1, witnesses))


def _is_address(text: str) -> bool:
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        return False
    bare = port != 0 and "@" not in url.netloc and not url.query and not url.fragment
    return bare and url.scheme in ("http", "https") and bool(url.hostname) and text.isascii()
