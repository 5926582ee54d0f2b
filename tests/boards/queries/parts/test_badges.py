"""The badge of a case is overdue from the first moment after its due time, and only while the case is open."""

from datetime import timedelta

import pytest

from boards.pages.parts import Badge
from boards.queries.parts.badges import badge, marks_of, overdue
from boards.rules.labels import STATUS_LABELS
from boards.rules.status import Status

INSTANT = timedelta(microseconds=1)
LATE = ["unaccepted", "accepted", "following-up"]
UNMARKED = {"pinned": None, "highlighted": False, "locked": False, "ended": False}


@pytest.mark.parametrize("status", LATE)
def test_an_open_case_is_in_time_at_the_due_second_and_overdue_just_after(now, status):
    assert not overdue(status, now, now - INSTANT)
    assert not overdue(status, now, now)
    assert overdue(status, now, now + INSTANT)


@pytest.mark.parametrize("status", [each.value for each in Status if each.value not in LATE] + [None])
def test_what_waits_for_no_department_is_never_overdue(now, status):
    assert not overdue(status, now, now + timedelta(days=365))


def test_an_open_case_without_a_running_clock_is_not_overdue(now):
    assert not overdue("accepted", None, now)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_badge_with_its_label(now, status):
    assert badge(status.value, None, now) == Badge(status.value, STATUS_LABELS[status], False)


@pytest.mark.parametrize("late", [False, True])
def test_the_badge_says_whether_the_case_is_overdue_now(now, late):
    assert badge("accepted", now, now + late * INSTANT).overdue is late


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_thread_without_a_case_has_no_badge(now, nothing):
    assert badge(nothing, None, now) is None


@pytest.mark.parametrize(
    ("columns", "labels"),
    [
        ({}, []),
        ({"pinned": 1}, ["置顶"]),
        ({"ended": True, "locked": True}, ["已锁定", "讨论已结束"]),
        ({"pinned": 2, "highlighted": True, "locked": True, "ended": True}, ["置顶", "精华", "已锁定", "讨论已结束"]),
    ],
)
def test_the_marks_of_a_thread_stand_in_one_order(columns, labels):
    assert [str(label) for label in marks_of(UNMARKED | columns)] == labels
