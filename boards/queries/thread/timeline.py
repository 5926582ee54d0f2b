"""The public timeline of a case, and the chain of its departments, both from the log in one query."""

from dataclasses import dataclass, replace

import peewee

from boards.clocks.city import City
from boards.models.threads import Department, Thread
from boards.pages.press import PressRow
from boards.pages.thread import ClockView, Hop, TimelineStep
from boards.queries.parts.people import ANONYMOUS, SYSTEM_NAME
from boards.queries.thread.press import reports_of
from boards.queries.thread.promises import PromiseFact, promises_of
from boards.rules import on_behalf
from boards.rules.deeds.record import Group, Timeline
from boards.rules.deeds.table import RECORDS
from boards.rules.deeds.words import sentence, with_stopped_clocks
from boards.rules.status import Disposition
from forum.accounts.models import Account
from forum.roles import LABELS, Role
from forum.store.db import composed
from forum.store.log import Deed, Entry, entry_data

# What an entry's details name, and where the page of that stands.
PAGES = {"notice": "/notices", "topic": "/topics", "promise": "/promises", "report": "/reports"}


@dataclass(frozen=True)
class History:
    """`steps` oldest first; `chain` the short names of the departments in the order they had the case."""

    steps: tuple[TimelineStep, ...] = ()
    chain: tuple[str, ...] = ()
    alarmed: bool = False
    hops: tuple[Hop, ...] = ()
    promises: tuple[PromiseFact, ...] = ()
    reports: tuple[PressRow, ...] = ()

    @property
    def ratings(self) -> int:
        """How often the case was rated."""
        return sum(step.of is None and step.deed == Deed.RATE for step in self.steps)

    @property
    def contacted(self) -> bool:
        """Whether a department has written to the asker privately."""
        return any(step.of is None and step.deed == Deed.CONTACT for step in self.steps)

    @property
    def disposition(self) -> TimelineStep | None:
        """The step that gave the question its disposition; None for FORWARDED, and while it has none."""
        steps = [step for step in self.steps if step.of is None and RECORDS[Deed(step.deed)].disposition]
        given = steps and RECORDS[Deed(steps[-1].deed)].disposition
        return steps[-1] if given and given is not Disposition.FORWARDED else None


def history_of(thread: Thread, city: City) -> History:
    """The History of a thread, with the entries of the threads that were merged into it."""
    entries = [{**row, "data": entry_data(row["data"])} for row in _entries(thread.id)]
    own = [row for row in entries if row["thread_id"] == thread.id]
    shown = [(row, _shown_step(row, thread, city)) for row in entries]
    return History(
        steps=tuple(step for _, step in shown if step),
        hops=_hops(shown, thread),
        chain=tuple(row["data"]["to_name"] for row in own if row["data"].get("to_name")),
        alarmed=any(row["deed"] == Deed.ALARM for row in own),
        promises=promises_of(entries),
        reports=reports_of(entries),
    )


@composed
def _entries(thread):
    merged = Thread.select(Thread.id).where(Thread.merged_into == thread)
    return (
        Entry.select(
            Entry.deed,
            Entry.at,
            Entry.role,
            Entry.reason,
            Entry.data,
            Entry.actor_id,
            Entry.thread_id,
            Account.display_name.alias("name"),
            Department.short.alias("department"),
            Department.slug.alias("department_slug"),
        )
        .join(Account, peewee.JOIN.LEFT_OUTER, on=Account.id == Entry.actor_id)
        .join_from(Entry, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Entry.department_id)
        .where((Entry.thread_id == thread) | Entry.thread_id.in_(merged))
        .order_by(Entry.id)
        .dicts()
    )


def with_clocks(hops: tuple[Hop, ...], clocks: tuple[ClockView, ...]) -> tuple[Hop, ...]:
    """The hops, each with the clocks that were opened while it lasted."""
    of = [sum(hop.began_at <= clock.opened_at for hop in hops) - 1 for clock in clocks]
    return tuple(
        replace(hop, clocks=tuple(clock for clock, at in zip(clocks, of, strict=True) if max(at, 0) == number))
        for number, hop in enumerate(hops)
    )


def _hops(shown, thread):
    """A transfer ends a hop; a follow-up, and the question itself, begin one. Entries of merged threads begin none."""
    hops = []
    for row, step in shown:
        name = row["data"].get("to_name") if row["thread_id"] == thread.id else None
        again = row["deed"] == Deed.FOLLOW_UP and row["thread_id"] == thread.id
        if not hops or again:
            hops.append(Hop(name or (hops[-1].department if hops else None), row["at"]))
        if step:
            hops[-1] = replace(hops[-1], steps=(*hops[-1].steps, step))
        if name and name != hops[-1].department:
            hops.append(Hop(name, row["at"]))
    return tuple(hops)


def _shown_step(row, thread, city):
    return None if RECORDS[row["deed"]].timeline is Timeline.NOTHING else _step(row, thread, city)


def _step(row, thread, city):
    deed, floor = Deed(row["deed"]), row["data"].get("floor")
    return TimelineStep(
        deed=deed.value,
        label=RECORDS[deed].label,
        at=row["at"],
        actor=_actor(row, thread, city),
        department=row["department"],
        text=_text(deed, row, city),
        floor=floor,
        url=_url(deed, row, floor, thread),
        role=row["role"],
        department_slug=row["department_slug"],
        of=row["thread_id"] if row["thread_id"] != thread.id else None,
    )


def _url(deed, row, floor, thread):
    """The link of a step: the post that it wrote, or the board or thread to which the question or posts were moved."""
    if floor:
        return f"/threads/{row['thread_id']}/floors/{floor}"
    if deed is Deed.DISCUSS:
        return f"/boards/{row['data']['board']}"
    for name, path in PAGES.items():
        if name in row["data"]:
            return f"{path}/{row['data'][name]}"
    others = [row["data"].get(name) for name in ("gone", "into", "out_of", "of")]
    return next((f"/threads/{other}" for other in others if other and other != thread.id), None)


def _actor(row, thread, city):
    if row["actor_id"] is None:
        return SYSTEM_NAME
    if RECORDS[row["deed"]].group in (Group.TOOL, Group.TOPIC) or (
        row["role"] == Role.MODERATOR and row["thread_id"] != thread.id
    ):
        return LABELS[Role(row["role"])]
    if row["thread_id"] != thread.id and row["role"] == Role.NETIZEN:
        return LABELS[Role.NETIZEN]  # the merged thread's asker may be anonymous there
    if thread.anonymous and row["actor_id"] == thread.author_id:
        return ANONYMOUS
    own = row["actor_id"] == thread.author_id
    name = on_behalf.public_name(row["name"], row["role"], thread, city.site, own)
    return name or LABELS[Role(row["role"])]


def _text(deed, row, city):
    record, data = RECORDS[deed], row["data"]
    what = record.what(data, row["reason"], city.timezone)
    why = record.why(row["reason"], data.get("text")) if record.timeline is Timeline.WHOLE else None
    return with_stopped_clocks(sentence(what, why), deed, data)
