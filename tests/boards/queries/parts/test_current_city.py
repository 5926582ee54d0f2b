"""The calendar that a running process counts by: the newest import, looked for once in a few seconds."""

from datetime import date, timedelta

import pytest
from stage_databases import counted

from boards.actions.city.calendar_import import import_calendar
from boards.clocks.calendar import Day, Reason, Source
from boards.queries.parts.current_city import (
    EVERY,
    CurrentCity,
    calendar_version,
    day_of,
    imported_calendar,
    with_current_calendar,
)

INSTANT = timedelta(microseconds=1)
FOUNDING = date(2062, 3, 1)


@pytest.fixture
def founding(database, now):
    """founding(): the city imports one free day."""
    return lambda: import_calendar(f"date,working,name\n{FOUNDING},rest,建市纪念日\n".encode(), now=now)


def test_before_the_first_import_the_version_is_nought_and_the_city_stays_the_same(database, rules):
    assert calendar_version() == 0
    assert with_current_calendar(rules) is rules


def test_an_import_changes_the_calendar_and_nothing_else_of_the_city(founding, rules):
    founding()
    city = with_current_calendar(rules)
    assert city.calendar.version == calendar_version() > 0
    assert city.calendar.day(FOUNDING) == Day(False, False, Source.OVERRIDE, "建市纪念日")
    assert (city.policy, city.timezone) == (rules.policy, rules.timezone)
    assert with_current_calendar(city) is city


def test_an_import_without_changes_is_no_newer_calendar(founding):
    founding()
    version = imported_calendar().version
    founding()
    assert imported_calendar().version == version


@pytest.mark.parametrize(("after", "seen"), [(EVERY - INSTANT, False), (EVERY, True), (-EVERY, True)])
def test_an_import_is_noticed_after_the_interval_or_when_the_system_clock_was_set_back(
    founding, rules, now, after, seen
):
    current = CurrentCity(rules)
    current.refresh(now)
    founding()
    assert (current.refresh(now + after).calendar.version > 0) is seen


def test_within_the_interval_nothing_is_asked(database, rules, now):
    current = CurrentCity(rules)
    with counted() as made:
        current.refresh(now)
        current.refresh(now + EVERY - INSTANT)
    assert len(made) == 1


@pytest.mark.parametrize(
    ("working", "name", "reason"),
    [(False, "元旦", Reason.NEW_YEAR), (False, "建市纪念日", "建市纪念日"), (True, "元旦调休", "元旦调休")],
)
def test_an_imported_day_keeps_its_name_unless_it_is_a_known_feast(working, name, reason):
    assert day_of(FOUNDING, working, name) == Day(working, False, Source.OVERRIDE, reason)
