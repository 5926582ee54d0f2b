"""The addresses of Discuz! X: static ones (thread-3-1-1.html) and those with a query (forum.php?mod=viewthread&tid=3). Pure."""

import re
from urllib.parse import parse_qs, urlsplit

from boards.imports.old_forum.addresses import OldAddress

_STATIC = re.compile(r"/?(thread|forum)-(\d{1,18})(?:-(\d{1,9}))?(?:-\d+)?\.html?", re.IGNORECASE)
_PROGRAMS = ("forum.php", "viewthread.php", "forumdisplay.php", "redirect.php", "index.php")


def read_address(address: str) -> OldAddress | None:
    """What an address of Discuz!, with or without its host, showed; None for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    name = parts.path.rsplit("/", 1)[-1]
    if found := _STATIC.fullmatch(name):
        number, page = int(found[2]), int(found[3] or 1)
        return OldAddress(thread=number, page=page) if found[1].lower() == "thread" else OldAddress(forum=number)
    return _of_query(parse_qs(parts.query)) if name in _PROGRAMS else None


def _of_query(query: dict[str, list[str]]) -> OldAddress | None:
    numbers = {name: int(values[0]) for name, values in query.items() if re.fullmatch(r"[0-9]{1,18}", values[0])}
    thread, post = numbers.get("tid") or numbers.get("ptid"), numbers.get("pid")
    if thread or post:
        return OldAddress(thread=thread, post=post, page=numbers.get("page", 1))
    return OldAddress(forum=numbers["fid"]) if "fid" in numbers else None
