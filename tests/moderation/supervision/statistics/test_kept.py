"""Figures follow what moderators do to threads."""

import pytest

from boards.queries.lists.figures import Scope, counts
from boards.readers.figures import reader
from boards.rules.figures.choice import Choice
from moderation.tools import merging, moving

WHOLE = ("received", "forwarded", "duplicate", "open")


@pytest.fixture
def kept(rules, now):
    """kept(): {figure: number} of the whole city that are not 0, after reading the log."""

    def read():
        reader(rules).catch_up(now)
        found = counts(Scope(Choice()), now)
        return {figure: found[figure] for figure in WHOLE if found[figure]}

    return read


def test_a_merged_question_becomes_a_duplicate(question, asked, cast, rules, now, kept):
    other = asked("同一盏路灯")
    kept()
    merging.merge(question, into=other, city=rules, actor=cast.moderator, now=now, code="same_matter")
    counted = kept()
    assert (counted["received"], counted["duplicate"], counted["forwarded"]) == (2, 1, 1)


def test_a_moved_thread_becomes_a_question(places, cast, rules, now, asked, kept):
    thread = asked("闲聊", board=places.talk_board, kind=None)
    assert kept() == {}
    moving.move(
        thread,
        city=rules,
        board=places.housing_board,
        kind="complaint",
        code="wrong_board",
        actor=cast.moderator,
        now=now,
    )
    assert kept() == {"received": 1, "forwarded": 1, "open": 1}
