"""Freezing the figures of a period, and computing them again."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import peewee

from boards.clocks.calendar import Day, Source
from boards.clocks.city import City
from boards.clocks.holidays import official_day
from boards.models.threads import Department, Thread
from boards.queries.parts.current_city import with_current_calendar
from boards.readers.case_facts import case_facts
from boards.rules.figures.choice import YEARS
from forum.clock import local
from forum.messages import M, Message
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed, Entry, entry_data, last_entry_number, record
from moderation.assessments.comparison import differences
from moderation.assessments.document import Document, Office, Period, canonical, definitions, document_of
from moderation.assessments.models import Assessment
from moderation.assessments.replay import calendar_after, facts_after, offices_after

MOST_CASES = 50_000  # in one document
MOST_DAYS = 3660  # of one period
BATCH = 500  # threads in one statement
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rerun:
    """The outcome of computing an assessment again: `differences` is empty when it is the same to the byte.

    `notes` tell what is worded otherwise by this program than at the freeze, which changes no figure.
    """

    differences: tuple[Message, ...]
    notes: tuple[Message, ...] = ()


def freeze(first: date | None, last: date | None, *, actor: Actor, now: datetime, city: City) -> Assessment:
    """Freeze the figures of the questions asked from `first` to `last`, as a supervisor; returns the new Assessment.

    A period is frozen once, after its last day. Raises Invalid for one that is missing, backwards, too long, not over, or without
    a question; Conflict when it is frozen already, also a second ago.
    """
    _guard(actor)
    first, last = _period(first, last, city.day(now))
    with db.write():
        _refuse_second(first, last)
        zone = city.timezone
        period = Period(first, last, str(zone), local(now, UTC), last_entry_number())
        document = _live_document(period, with_current_calendar(city))
        if not document["cases"]:
            raise Invalid(first=M("这段期间没有人提问。"))
        return _store(period, document, actor, now)


def rerun(assessment: Assessment) -> Rerun:
    """Compute an assessment again from the log up to its entry, and compare it with the document that is stored."""
    found = tuple(_of_hashes(assessment))
    try:
        kept = json.loads(assessment.document)
        made = _replayed_document(assessment, kept)
        named = tuple(differences(kept, made))
        told = tuple(_told_otherwise(kept))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Rerun((*found, M("保存的文件不是考核的文件，无法比较")))
    if not named and canonical(made) != assessment.document.encode():
        named = (M("内容相同，但字节不同"),)
    return Rerun((*found, *named), told)


def _guard(actor):
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.SUPERVISOR):
        raise Forbidden(M("考核由督办冻结。"))


def _period(first, last, today):
    if first is None or last is None:
        raise Invalid(
            **{
                name: M("请写一个日期，例如 2026-11-01。")
                for name, day in (("first", first), ("last", last))
                if not day
            }
        )
    if first > last:
        raise Invalid(first=M("开始日期不能晚于结束日期。"))
    if last >= today:
        raise Invalid(last=M("期间要已经结束：最后一天最晚是昨天。"))
    if (last - first).days >= MOST_DAYS or first.year < YEARS[0]:
        raise Invalid(first=M("期间最长 %(n)s 天。", n=MOST_DAYS))
    return first, last


def _refuse_second(first, last):
    there = Assessment.get_or_none(Assessment.first_day == first, Assessment.last_day == last)
    if there:
        raise Conflict(M("这段期间已经冻结过了：考核第 %(n)s 号。", n=there.id))


def _live_document(period: Period, city: City) -> Document:
    """The Document of the tables as they are, inside a write transaction."""
    threads = _threads(period, city)
    if len(threads) > MOST_CASES:
        raise Invalid(first=M("这段期间的问题超过 %(n)s 个，请选短一些的期间。", n=MOST_CASES))
    cases = (facts for some in peewee.chunked(threads, BATCH) for facts in case_facts(some, city))
    offices = [Office(row.id, row.slug, row.name, row.level, row.position) for row in Department.select()]
    return document_of(period, cases, offices, city.calendar, definitions())


def _threads(period, city):
    begin, end = (
        datetime.combine(day, time(), city.timezone).astimezone(UTC) for day in (period.first, period.last + ONE_DAY)
    )
    rows = Thread.select(Thread.id).where(Thread.created_at >= begin, Thread.created_at < end).order_by(Thread.id)
    return [number for (number,) in rows.limit(MOST_CASES + 1).tuples()]


def _store(period, document, actor, now):
    content = canonical(document)
    values = {
        "first_day": period.first,
        "last_day": period.last,
        "last_entry": period.last_entry,
        "cases": len(document["cases"]),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    made = Assessment.create(**values, document=content.decode(), frozen_at=now, frozen_by=actor.account)
    told = {name: str(value) if isinstance(value, date) else value for name, value in values.items()}
    record(
        Deed.ASSESSMENT_FREEZE,
        ("assessment", made.id),
        actor=actor,
        now=now,
        acting_role=ActingRole(Role.SUPERVISOR),
        made_now=True,
        assessment=made.id,
        **told,
    )
    return made


def _replayed_document(assessment, kept):
    """The Document out of the log, with the definitions and the published calendar that were in force at the freeze."""
    entry = assessment.last_entry
    period = Period(
        assessment.first_day, assessment.last_day, kept["timezone"], local(assessment.frozen_at, UTC), entry
    )
    published = {
        date.fromisoformat(day["day"]): Day(day["working"], source=day["source"], reason=day["reason"])
        for day in kept["calendar"]
        if day["source"] != Source.OVERRIDE
    }
    calendar = calendar_after(entry, published)
    return document_of(period, facts_after(period), offices_after(entry), calendar, kept["definitions"])


def _of_hashes(assessment):
    """The differences of the document's hash to the row's, and to the one in the entry of the freeze."""
    number = hashlib.sha256(assessment.document.encode()).hexdigest()
    if number != assessment.sha256:
        yield M("保存的文件被改过：它的 SHA-256 是 %(made)s，记下的是 %(kept)s", made=number, kept=assessment.sha256)
    entry = freeze_entry(assessment.id)
    if entry is None or entry_data(entry.data).get("sha256") != number:
        yield M("冻结时记入存证的 SHA-256 不是这份文件的")


def freeze_entry(assessment_id: int) -> Entry | None:
    """The log entry of the freeze."""
    found: Entry | None = (
        Entry.select()
        .where(Entry.object == f"assessment/{assessment_id}", Entry.deed == Deed.ASSESSMENT_FREEZE.value)
        .first()
    )
    return found


def _told_otherwise(kept):
    if kept["definitions"] != definitions():
        yield M("现在的程序对数字的说明与冻结时的不同；比较按冻结时的说明")
    published = [day for day in kept["calendar"] if day["source"] != Source.OVERRIDE]
    if any(_changed(day, official_day(date.fromisoformat(day["day"]))) for day in published):
        yield M("现在的程序里公布的放假安排与冻结时的不同；比较按冻结时的安排")


def _changed(kept, now):
    return now is not None and kept["working"] != now.working
