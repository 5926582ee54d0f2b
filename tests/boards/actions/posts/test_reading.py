"""How far a member has read: it goes forward only, belongs to him alone, and is forgotten after a year."""

from datetime import timedelta

import pytest

from boards.actions.posts.reading import KEPT_FOR, mark_read
from boards.models.notifications import ReadingPosition
from boards.models.threads import Thread
from forum.problems import Unauthorized


@pytest.fixture
def long(question, say):
    """The question with five floors."""
    for number in range(2, 6):
        say(question, f"第{number}层")
    return Thread.get_by_id(question.id)


def _positions():
    return {(row.account_id, row.floor) for row in ReadingPosition.select()}


def test_it_goes_forward_only_and_no_further_than_the_last_floor(long, cast, now):
    for floor, kept in ((2, 2), (4, 4), (3, 4), (99, 5)):
        mark_read(long, floor, actor=cast.neighbour, now=now)
        assert _positions() == {(cast.neighbour.account, kept)}
    mark_read(long, 1, actor=cast.asker, now=now)
    assert _positions() == {(cast.neighbour.account, 5), (cast.asker.account, 1)}


def test_what_is_older_than_a_year_is_forgotten(long, cast, now):
    mark_read(long, 5, actor=cast.neighbour, now=now)
    mark_read(long, 2, actor=cast.asker, now=now)
    mark_read(long, 3, actor=cast.neighbour, now=now + KEPT_FOR + timedelta(seconds=1))
    assert _positions() == {(cast.neighbour.account, 3), (cast.asker.account, 2)}


def test_a_guest_has_nothing_to_keep(long, cast, now):
    with pytest.raises(Unauthorized):
        mark_read(long, 2, actor=cast.guest, now=now)
