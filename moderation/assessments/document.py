"""The document of an assessment, as docs/assessment.md describes it, and its canonical bytes. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import rfc8785

from boards.clocks.calendar import WorkingCalendar
from boards.rules.figures.measures import CITY, CaseFacts, Share, shares
from boards.rules.figures.published import FIGURES, RATES, counted_in, rate_of
from boards.rules.figures.rates import hours_of

FORMAT = "wenqu-assessment/1"  # another rule of counting gets another number, so that no old one is reckoned by it
CALENDAR_AFTER = 31  # days after the period, in which clocks of its questions still run
ONE_DAY = timedelta(days=1)
ORDER = tuple(FIGURES)
BIT_OF = {key: 1 << place for place, key in enumerate(ORDER)}

Document = dict[str, Any]


@dataclass(frozen=True)
class Office:
    """A department as it was called at the freeze."""

    id: int
    slug: str
    name: str
    level: str
    position: int


@dataclass(frozen=True)
class Period:
    """What is frozen: local days of `timezone` (IANA name), the moment, and the last log entry that counts."""

    first: date
    last: date
    timezone: str
    frozen_at: datetime
    last_entry: int

    @property
    def calendar_days(self) -> list[date]:
        """The days of which the calendar is kept: the period's, and up to CALENDAR_AFTER more until the freeze."""
        end = min(self.last + timedelta(days=CALENDAR_AFTER), max(self.last, self.frozen_at.date()))
        return [self.first + ONE_DAY * n for n in range((end - self.first).days + 1)]


@dataclass
class _Sum:
    """The counts of one department, or of the city, and the minutes of which medians are made."""

    counts: Counter[str] = field(default_factory=Counter)
    minutes: dict[str, list[int]] = field(default_factory=lambda: {"accept": [], "answer": []})

    def add(self, share: Share, counted: Iterable[str]) -> None:
        self.counts.update(counted)
        for name, value in (("accept", share.accept_minutes), ("answer", share.answer_minutes)):
            if value is not None:
                self.minutes[name].append(value)

    def told(self) -> Document:
        return {
            "figures": {key: self.counts[key] for key in ORDER},
            "rates": {key: rate_of(key, self.counts) for key in RATES},
            "median_hours": {
                name: hours_of(median(values)) if values else None for name, values in self.minutes.items()
            },
        }


def document_of(
    period: Period,
    cases: Iterable[CaseFacts],
    offices: Iterable[Office],
    calendar: WorkingCalendar,
    definitions: Mapping[str, Any],
) -> Document:
    """The Document of `cases`, which are the threads of the period with their state after its last entry."""
    known = {office.id: office for office in offices}
    sums: dict[int, _Sum] = {CITY: _Sum()}
    listed = [row for facts in cases if (row := _case(facts, period.frozen_at, known, sums))]
    named = sorted((known[number] for number in sums if number != CITY), key=lambda it: (it.position, it.id))
    return {
        "format": FORMAT,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "timezone": period.timezone,
        "frozen_at": period.frozen_at.isoformat(timespec="microseconds"),
        "last_entry": period.last_entry,
        "order": list(ORDER),
        "city": sums[CITY].told(),
        "departments": [{"slug": it.slug, "name": it.name, "level": it.level, **sums[it.id].told()} for it in named],
        "definitions": definitions,
        "calendar": [_day(calendar, day) for day in period.calendar_days],
        "cases": sorted(listed, key=lambda row: row["thread"]),
    }


def canonical(document: Document) -> bytes:
    """The bytes of a Document after RFC 8785."""
    made: bytes = rfc8785.dumps(document)
    return made


def definitions() -> Document:
    """What each figure counts and of what each rate is, in the words of this program."""
    return {
        "figures": {key: {"label": str(it.label), "definition": str(it.definition)} for key, it in FIGURES.items()},
        "rates": {key: {"label": str(it.label), "part": it.part, "whole": it.whole} for key, it in RATES.items()},
    }


def figures_in(mask: int) -> list[str]:
    """The keys of the figures in which a case with `mask` is counted."""
    return [key for key in ORDER if mask & BIT_OF[key]]


def _case(facts: CaseFacts, now: datetime, known: Mapping[int, Office], sums: dict[int, _Sum]) -> Document | None:
    """The row of one thread, added to the sums; None for one that is no question."""
    counted = {}
    for department, share in shares(facts).items():
        keys = counted_in(share, now)
        sums.setdefault(department, _Sum()).add(share, keys)
        counted["" if department == CITY else known[department].slug] = sum(BIT_OF[key] for key in keys)
    if not counted:
        return None
    said = {"day": facts.day.isoformat(), "kind": facts.kind, "channel": facts.channel}
    return {"thread": facts.thread, **said, "counted": counted}


def _day(calendar: WorkingCalendar, when: date) -> Document:
    day = calendar.day(when)
    return {"day": when.isoformat(), "working": day.working, "reason": str(day.reason), "source": str(day.source)}
