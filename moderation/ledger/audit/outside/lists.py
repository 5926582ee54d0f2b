"""Reads the leaves of a site, and the lists of its API page by page; what has not the documented form counts as none."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from forum.messages import M
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.outside.reading import NotOnSite, Site
from moderation.ledger.merkle import tiles

LARGEST_ANSWER = 64 * 1024 * 1024  # bytes
LARGEST_BUNDLE = 1024 * 1024
MOST = 100  # of a list in one call


def page_of(
    site: Site, path: str, cursor: str, here: int, absent: bool = False
) -> tuple[dict[str, Any], int | None] | tuple[None, None]:
    """(page of a list, where the next begins or None); (None, None) when it has no such form.

    `cursor` is the parameter that says where a page begins, and `here` where this one does. Raises NotOnSite for an
    answer that is not there, when it may be `absent`.
    """
    try:
        page = site.json(path, LARGEST_ANSWER)
        following = _following(page["next"], cursor)
        ended = following is None or following > here
        fits = isinstance(page["items"], list) and len(page["items"]) <= MOST and ended
        return (page, following) if fits else (None, None)
    except (KeyError, TypeError, ValueError):
        return None, None
    except NotOnSite:
        if absent:
            raise
        return None, None


def leaves_of(site: Site, tile: Any) -> tuple[list[str], Finding | None]:
    """(the leaves of a tile, None), or what there is and the Finding that they are not all there."""
    first, last = tile.start + 1, tile.start + tile.width
    try:
        leaves = [leaf.decode() for leaf in tiles.unbundle(site.get(f"/ledger/{tile.path}", LARGEST_BUNDLE))]
    except (NotOnSite, tiles.TileError, UnicodeDecodeError):
        leaves = []
    if len(leaves) == tile.width:
        return leaves, None
    return leaves, Finding(FindingKind.SITE, M("网站给不出存证第 %(first)s 条到第 %(last)s 条", first=first, last=last))


def by_number(items: Iterable[Any], name: str) -> dict[int, dict[str, Any]]:
    """{number: item} of the items that have a number under `name`."""
    return {item[name]: item for item in items if isinstance(item, dict) and isinstance(item.get(name), int)}


def _following(address: str | None, cursor: str) -> int | None:
    """The number in a list's `next`: the address itself is not followed, since it might lead anywhere."""
    return None if address is None else int(parse_qs(urlsplit(address).query)[cursor][0])
