"""Whose question is of the department's own people, and who may not rate."""

from datetime import UTC, datetime, timedelta

import pytest

from boards.rules.own_department import Speaking, is_own, may_rate

ASKED = datetime(2014, 9, 28, 8, tzinfo=UTC)
NOW = ASKED + timedelta(days=3)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("held", "own"),
    [
        (Speaking(7, 1, ASKED - DAY), True),
        (Speaking(7, 1, ASKED), True),
        (Speaking(7, 1, ASKED - DAY, ASKED + DAY), True),
        (Speaking(7, 1, ASKED + DAY), True),  # appointed while the case ran
        (Speaking(8, 1, ASKED - DAY), True),  # who entered the question for a caller
        (Speaking(7, 1, ASKED - DAY, ASKED), False),
        (Speaking(7, 1, NOW + DAY), False),
        (Speaking(7, 2, ASKED - DAY), False),
        (Speaking(9, 1, ASKED - DAY), False),
    ],
)
def test_a_question_is_own_when_whoever_asked_spoke_for_the_department_since_then(held, own):
    assert is_own(1, {7, 8}, ASKED, NOW, [held]) is own


def test_a_question_is_not_own_without_anybody_who_spoke():
    assert not is_own(1, {7}, ASKED, NOW, [])


def test_whoever_answered_may_not_rate():
    assert may_rate({7}, {8}) and not may_rate({7}, {7, 8}) and not may_rate({6, 7}, {7, 8})
