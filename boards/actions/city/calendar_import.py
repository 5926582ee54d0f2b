"""Imports the city's own calendar days, a whole file or nothing, and records the import in the log."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from boards.clocks.calendar import CalendarError
from boards.clocks.calendar_file import at_line, parse
from boards.clocks.holidays import chinese_calendar_with
from boards.models.cases import CalendarDay, CalendarYear
from boards.queries.parts.current_city import calendar_version, day_of, imported_calendar
from forum.messages import M, Message
from forum.problems import Invalid
from forum.roles import SYSTEM, Actor
from forum.store import db, log
from forum.store.log import Deed

# The longest official holidays have nine days; more than this in a row is a mistake in the file.
LONGEST_HOLIDAY = 31


class WrongLines(Invalid):
    """A file with wrong lines: `wrong` by number, and how many are `right`."""

    def __init__(self, wrong: Mapping[int, Message], right: int) -> None:
        self.wrong, self.right = wrong, right
        super().__init__({at_line(number): wrong[number] for number in sorted(wrong)})


@dataclass(frozen=True)
class Imported:
    """What an import did: days that are new, days that changed, and years declared complete; `number` is the newest entry of an import.

    `wrong` says by line what was passed over.
    """

    added: int
    changed: int
    years: tuple
    number: int
    wrong: dict[int, Message] = field(default_factory=dict)

    def message(self) -> Message:
        """What was done, as a Message."""
        years = ", ".join(map(str, self.years)) or "–"
        counts = {"added": self.added, "changed": self.changed, "years": years}
        return M("新增 %(added)s 天，更改 %(changed)s 天，新公布的年份：%(years)s", **counts)


def import_calendar(raw: bytes, *, now: datetime, actor: Actor = SYSTEM, skip_wrong: bool = False) -> Imported:
    """Import a calendar file (bytes), all or nothing. A file without changes writes nothing.

    Raises Malformed for what is no table, and WrongLines with every wrong line, unless these are to be skipped.
    """
    file = parse(raw)
    with db.write():
        file = _possible(file)
        if file.wrong and not skip_wrong:
            raise WrongLines(file.wrong, right=len(file.days) + len(file.years))
        before = {row.day: (row.working, row.name) for row in CalendarDay.select()}
        imported = {when: (day.working, day.name) for when, day in file.days.items()}
        added = {when: day for when, day in imported.items() if when not in before}
        changed = {when: day for when, day in imported.items() if when in before and before[when] != day}
        years = sorted(set(file.years) - {row.year for row in CalendarYear.select()})
        _put(added, changed, years, now)
        if added or changed or years:
            _note(raw, added, changed, years, actor, now)
        return Imported(len(added), len(changed), tuple(years), calendar_version(), file.wrong)


def _put(added, changed, years, now):
    for when, (working, name) in added.items():
        CalendarDay.insert(day=when, working=working, name=name, imported_at=now).execute()
    for when, (working, name) in changed.items():
        moved = CalendarDay.update(working=working, name=name, imported_at=now)
        moved.where(CalendarDay.day == when).execute()
    for year in years:
        CalendarYear.insert(year=year, imported_at=now).execute()


def _note(raw, added, changed, years, actor, now):
    counts = {"added": len(added), "changed": len(changed), "years": years}
    log.record(
        Deed.CALENDAR_IMPORT,
        ("calendar", "city"),
        actor=actor,
        now=now,
        at_once=True,
        sha256=hashlib.sha256(raw).hexdigest(),
        **counts,
    )


def _possible(file):
    """The file without its impossible days and years, which are put among what is wrong."""
    while errors := _impossible(file):
        file.wrong.update(errors)
        file = file.without(set(errors))
    return file


def _impossible(file):
    calendar, errors = _merged(file), {}
    for year, line in file.years.items():
        if not any(when.year == year and not day.working for when, day in calendar.overrides.items()):
            errors[line] = M("%(year)s 年的放假安排说是完整的，却没有一天休息", year=year)
    for when, day in file.days.items():
        if not day.working and _rests_too_long(calendar, when):
            errors[day.line] = M("从 %(when)s 起连续休息超过 %(n)s 天", when=when.isoformat(), n=LONGEST_HOLIDAY)
    return errors


def _merged(file):
    stands = imported_calendar()
    days = {when: day_of(when, day.working, day.name) for when, day in file.days.items()}
    return chinese_calendar_with({**stands.overrides, **days}, {*stands.complete_years, *file.years})


def _rests_too_long(calendar, when):
    try:
        return len(calendar.days_passed(when, 1)) > LONGEST_HOLIDAY
    except CalendarError:
        return True
