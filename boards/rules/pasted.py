"""Reads what an official types to name a thread or a post: its number, or its address as pasted. Pure."""

import re
import unicodedata

from forum.numbers import ID_DIGITS, whole_number

_ADDRESS = re.compile(r"(?:https?://([^/\s]+))?/(threads|posts)/(\d{1,18})(?![\w.])")


def pasted_number(raw: str, noun: str, hosts: frozenset[str]) -> int | None:
    """The number in `raw`: "77", "#77", "/threads/77?page=2#floor-3" or a whole address on one of `hosts`; else None.

    `noun` is `threads` or `posts`. An address of another site or of another noun counts as none.
    """
    text = unicodedata.normalize("NFKC", raw).strip().strip("<>「」“”\"' ")
    found = _ADDRESS.match(text)
    if found:
        host, kind, number = found.groups()
        return whole_number(number, ID_DIGITS) if kind == noun and host in (None, *hosts) else None
    return whole_number(text.removeprefix("#"), ID_DIGITS)
