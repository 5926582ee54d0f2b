"""Every question received is counted in one place: waiting, or under its disposition; a chat is none."""

import pytest

from boards.actions.cases.discussions import open_discussion
from boards.actions.cases.handling import accept
from boards.actions.cases.transfers import publish, return_to_moderators
from boards.queries.parts.dispositions import disposition_counts


@pytest.fixture
def counted():
    """counted(): how many were received, and the places that are not empty."""

    def read():
        found = disposition_counts()
        return found.received, {place.value: number for place, number in found.places.items() if number}

    return read


def test_an_empty_forum_has_received_nothing(database, counted):
    assert counted() == (0, {})


def test_a_question_for_a_department_is_forwarded_at_once(question, counted):
    assert counted() == (1, {"forwarded": 1})


def test_a_screened_question_waits_until_it_is_published(asked, screened, cast, rules, now, counted):
    waiting = asked("路灯不亮", city=screened)
    assert counted() == (1, {"waiting": 1})
    publish(waiting, actor=cast.moderator, now=now, city=rules)
    assert counted() == (1, {"forwarded": 1})


def test_a_returned_question_waits_again_and_then_becomes_a_discussion(question, places, cast, now, counted):
    accept(question, actor=cast.spokesperson, now=now)
    return_to_moderators(question, actor=cast.spokesperson, now=now, reason="这件事不归任何部门管。")
    assert counted() == (1, {"waiting": 1})
    open_discussion(question, actor=cast.moderator, now=now, board=places.talk_board)
    assert counted() == (1, {"discussion": 1})


def test_a_chat_on_an_open_board_is_no_question(asked, places, question, counted):
    asked("桂花开了", board=places.talk_board, kind=None)
    assert counted() == (1, {"forwarded": 1})
