"""Numbered pages of a thread."""

from collections.abc import Callable
from itertools import pairwise

from boards.pages.parts import Pager


def numbered_pager(page: int, pages: int, url_of: Callable[[int], str]) -> Pager:
    """The Pager of numbered pages: first, last, the current one with its neighbours, and gaps between."""
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    links: list[tuple[int, str] | None] = []
    for before, each in pairwise([0, *near]):
        links += [None] * (each - before > 1) + [(each, url_of(each))]
    return Pager(
        page, pages, tuple(links), url_of(page - 1) if page > 1 else None, url_of(page + 1) if page < pages else None
    )
