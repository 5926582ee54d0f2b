"""Counts of questions by disposition: their sum, and the figures that Ruian published."""

import pytest

from boards.rules.dispositions import PLACE_LABELS, Place, count_dispositions, place_of
from boards.rules.status import Disposition, Status

# Ruian's published figures of 2014-09-13: 14,301 received, 9,562 forwarded, of which 9,485 answered and 77 open.
RUIAN = [
    ("answered", "forwarded", 9_000),
    ("closed", "forwarded", 485),
    ("unaccepted", "forwarded", 31),
    ("accepted", "forwarded", 46),
    ("answered", "platform", 1_200),
    ("closed", "duplicate", 2_104),
    ("declined", "declined", 635),
    (None, "discussion", 800),
]


def test_of_ruians_questions_each_that_was_not_forwarded_has_a_disposition():
    found = count_dispositions(RUIAN)
    assert (found.received, found.forwarded, found.not_forwarded, found.waiting, found.lost) == (
        14_301,
        9_562,
        4_739,
        0,
        0,
    )


def test_what_waits_is_part_of_the_sum():
    found = count_dispositions([*RUIAN, ("pending", None, 12), ("pending", "forwarded", 3), ("pending", "platform", 1)])
    assert (found.received, found.forwarded, found.not_forwarded, found.waiting, found.lost) == (
        14_317,
        9_562,
        4_739,
        16,
        0,
    )


def test_open_talk_was_never_received_as_a_question():
    assert count_dispositions([(None, None, 70)]).received == 0


def test_a_question_without_any_place_is_noticed():
    found = count_dispositions([*RUIAN, ("closed", None, 2)])
    assert (found.received, found.lost) == (14_303, 2)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("disposition", Disposition)
def test_a_question_that_was_disposed_of_has_one_place(status, disposition):
    assert place_of(status, disposition) == (Place.WAITING if status == "pending" else disposition)


def test_every_place_has_a_name():
    assert set(PLACE_LABELS) == set(Place)
