"""Where a page of results begins: after the last result of the page before, so that posts that come in between shift nothing. Pure."""

import re

from forum.messages import M
from forum.problems import Malformed

PLACES = 6  # digits of a score behind the point
_PLACE = re.compile(r"(\d{1,11}(?:\.\d{1,6})?)_(\d{1,18})", re.ASCII)


def place_of(asked):
    """(score or seconds, post) of the result after which the page begins, None for the first; raises Malformed."""
    if not asked.at:
        return None
    found = _PLACE.fullmatch(asked.at)
    if not found:
        raise Malformed(M("翻页的位置不对，请从第一页开始。"))
    return float(found[1]), int(found[2])


def after(at, groups):
    """The groups of search.finding.by_thread that come after a place by relevance.

    Scores change a little with every post that comes; so the result itself is looked for first, and its score serves when it is gone.
    """
    if at is None:
        return groups
    for number, (best, _) in enumerate(groups, 1):
        if best.id == at[1]:
            return groups[number:]
    return [group for group in groups if (round(group[0].score, PLACES), group[0].id) < at]


def older(at, found):
    """The candidates that come after a place by date, each as a group of its own."""
    return [(each, 0) for each in found if at is None or (int(each.created_at.timestamp()), each.id) < at]
