"""Where a page of results begins: after the last result of the page before, so that posts that come in between shift nothing. Pure."""

from forum.store.cursors import DECIMALS, NUMBER, SCORE, Cursor

CURSOR = Cursor[float, int](SCORE, NUMBER)  # the score, or by date the seconds, and the post


def place_of(asked):
    """(score or seconds, post) of the result after which the page begins, None for the first; raises Malformed."""
    return CURSOR.decode(asked.at) if asked.at else None


def after(at, groups):
    """The groups of search.ranking.retrieval.by_thread that come after a place by relevance.

    Scores change a little with every post that comes; so the result itself is looked for first, and its score serves when it is gone.
    """
    if at is None:
        return groups
    for number, (best, _) in enumerate(groups, 1):
        if best.id == at[1]:
            return groups[number:]
    return [group for group in groups if (round(group[0].score, DECIMALS), group[0].id) < at]


def older(at, found):
    """The candidates that come after a place by date, each as a group of its own."""
    return [(each, 0) for each in found if at is None or (int(each.created_at.timestamp()), each.id) < at]
