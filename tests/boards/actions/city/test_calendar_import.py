"""A city imports its calendar: all or nothing, once, on record, and noticed by what runs already."""

from datetime import date, timedelta

import pytest

from boards.actions.city.calendar_import import import_calendar
from boards.clocks.calendar import Day, Reason, Source
from boards.models.cases import CalendarDay, CalendarYear
from boards.queries.parts.current_city import EVERY, CurrentCity, imported_calendar, with_current_calendar
from forum.problems import Invalid
from forum.store.log import Deed, Entry, entry_data


def file(*rows):
    return "\n".join(["date,working,name", *rows]).encode()


NOTICE = file(
    "2062,complete,",
    "2062-01-02,rest,元旦",
    "2062-01-07,work,元旦调休",
    "2062-03-01,rest,建市纪念日",
    "2062-03-04,work,",
)


def imports():
    return [
        entry_data(entry.data)
        for entry in Entry.select().where(Entry.deed == Deed.CALENDAR_IMPORT.value).order_by(Entry.id)
    ]


def test_the_days_and_the_year_stand_and_the_import_is_on_record(database, now):
    done = import_calendar(NOTICE, now=now)
    assert (done.added, done.changed, done.years) == (4, 0, (2062,))
    assert (CalendarDay.select().count(), CalendarYear.get().year) == (4, 2062)
    [entry] = imports()
    assert (entry["added"], entry["changed"], entry["years"], len(entry["sha256"])) == (4, 0, [2062], 64)


def test_the_calendar_has_the_citys_own_days_with_their_reasons(database, now):
    import_calendar(NOTICE, now=now)
    calendar = imported_calendar()
    assert {
        when: calendar.day(when) for when in (date(2062, 1, 2), date(2062, 1, 7), date(2062, 3, 1), date(2062, 3, 4))
    } == {
        date(2062, 1, 2): Day(False, False, Source.OVERRIDE, Reason.NEW_YEAR),
        date(2062, 1, 7): Day(True, False, Source.OVERRIDE, "元旦调休"),
        date(2062, 3, 1): Day(False, False, Source.OVERRIDE, "建市纪念日"),
        date(2062, 3, 4): Day(True, False, Source.OVERRIDE, Reason.MAKE_UP),
    }
    assert calendar.day(date(2062, 2, 9)) == Day(True, False, Source.OVERRIDE, Reason.WEEKDAY)
    assert calendar.day(date(2063, 2, 8)).provisional


def test_the_same_file_again_changes_nothing(database, now):
    first = import_calendar(NOTICE, now=now)
    again = import_calendar(NOTICE, now=now + timedelta(days=1))
    assert (again.added, again.changed, again.years, again.number) == (0, 0, (), first.number)
    assert len(imports()) == 1
    assert {row.imported_at for row in CalendarDay.select()} == {now}


def test_a_later_file_corrects_days_and_adds_others(database, now):
    import_calendar(NOTICE, now=now)
    done = import_calendar(file("2062-01-07,rest,", "2062-01-02,rest,元旦", "2063-01-01,rest,元旦"), now=now)
    assert (done.added, done.changed) == (1, 1)
    assert not imported_calendar().is_working_day(date(2062, 1, 7))
    assert len(imports()) == 2


@pytest.mark.parametrize(
    "rows",
    [
        ("2062-05-01,rest,", "2062-02-30,rest,"),
        ("2062-05-01,rest,", "2062-05-01,work,"),
        ("2062-05-01,rest,", "2063,complete,"),
        tuple(f"{date(2062, 3, 1) + timedelta(days=n)},rest," for n in range(40)),
        tuple(f"{date(2062, 1, 1) + timedelta(days=n)},rest," for n in range(800)),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_of_it_stands(database, now, rows):
    with pytest.raises(Invalid) as refusal:
        import_calendar(file(*rows), now=now)
    assert all(line.startswith("line ") for line in refusal.value.errors)
    assert (CalendarDay.select().count(), CalendarYear.select().count(), imports()) == (0, 0, [])


def test_the_right_lines_may_be_taken_without_the_wrong_ones(database, now):
    raw = file("2062/5/1,休息,", "2062-02-30,rest,", "2062年5月1日,上班,", "2063,complete,", "2062.5.2,0.0,").replace(
        b"\n", b"\r\n"
    )
    with pytest.raises(Invalid) as refusal:
        import_calendar(raw, now=now)
    assert list(refusal.value.errors) == ["line 3", "line 4", "line 5"] and refusal.value.right == 2
    done = import_calendar(raw, now=now, skip_wrong=True)
    assert (done.added, list(done.wrong)) == (2, [3, 4, 5])
    assert [row.day for row in CalendarDay.select().order_by(CalendarDay.day)] == [date(2062, 5, 1), date(2062, 5, 2)]


def test_a_running_city_notices_an_import_within_seconds_and_keeps_its_other_rules(rules, database, now):
    current_city = CurrentCity(rules)
    assert current_city.refresh(now).calendar.version == 0
    done = import_calendar(NOTICE, now=now)
    assert current_city.refresh(now + EVERY / 2).calendar.version == 0
    noticed = current_city.refresh(now + EVERY)
    assert (noticed.calendar.version, noticed.policy, noticed.pacing) == (done.number, rules.policy, rules.pacing)


def test_a_running_city_notices_an_import_when_its_clock_was_set_back(rules, database, now):
    current_city = CurrentCity(rules)
    current_city.refresh(now)
    done = import_calendar(NOTICE, now=now)
    assert current_city.refresh(now - timedelta(hours=2)).calendar.version == done.number


def test_a_city_that_is_up_to_date_stays_the_same_object(rules, database, now):
    assert with_current_calendar(rules) is rules
    import_calendar(NOTICE, now=now)
    current = with_current_calendar(rules)
    assert with_current_calendar(current) is current


def test_the_web_pages_follow_an_import_without_a_restart(app, client_of, cast, clock):
    browser = client_of(cast.guest)
    browser.get("/")
    done = import_calendar(NOTICE, now=clock.now())
    browser.get("/")
    assert app.extensions["wenqu"].city.calendar.version == 0
    clock.advance(EVERY)
    browser.get("/")
    assert app.extensions["wenqu"].city.calendar.version == done.number
