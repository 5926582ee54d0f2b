"""Cursors of result pages: after a result, so that new posts shift nothing. Pure."""

from collections.abc import Sequence

from forum.store.cursors import DECIMALS, NUMBER, SCORE, Cursor
from search.query.request import SearchRequest
from search.query.results import Found

Place = tuple[float, int]  # the score, or by date the seconds since 1970, and the post's id

CURSOR = Cursor[float, int](SCORE, NUMBER)  # of a Place


def place_of(asked: SearchRequest) -> Place | None:
    """The Place of the result after which the page begins, None for the first page; raises Malformed."""
    return CURSOR.decode(asked.at) if asked.at else None


def after(at: Place | None, groups: Sequence[tuple[Found, int]]) -> Sequence[tuple[Found, int]]:
    """The groups of search.ranking.retrieval.by_thread that come after a place by relevance.

    A new post changes all scores a little; so the result itself is looked up first, and its score is used when it is gone.
    """
    if at is None:
        return groups
    for number, (best, _) in enumerate(groups, 1):
        if best.id == at[1]:
            return groups[number:]
    return [group for group in groups if (round(group[0].score, DECIMALS), group[0].id) < at]


def older(at: Place | None, found: Sequence[Found]) -> list[tuple[Found, int]]:
    """The results that come after a place by date, each as a group of its own."""
    return [(each, 0) for each in found if at is None or (int(each.created_at.timestamp()), each.id) < at]
