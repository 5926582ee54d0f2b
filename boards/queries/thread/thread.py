"""The parts of a thread page above its posts: the thread, its case's clocks, the links to its neighbours."""

from collections.abc import Iterable
from datetime import datetime

import peewee

from boards.clocks.city import City
from boards.clocks.deadlines import COHANDLING, clock_state
from boards.clocks.explanations import explain, from_json
from boards.clocks.outcomes import meets
from boards.clocks.policy import ClockKind
from boards.models.cases import Draft
from boards.models.drafts import SavedDraft
from boards.models.locations import Location
from boards.models.threads import LISTED, Board, Category, Clock, Department, Post, Support, Thread
from boards.pages.answering import AnswerAids, DraftView
from boards.pages.parts import Link
from boards.pages.thread import ClockView
from boards.queries.parts import shown
from boards.queries.parts.countdown import time_left
from boards.queries.parts.own_department import asked_by_own
from boards.queries.parts.people import written_name
from boards.queries.parts.viewed import viewed
from boards.queries.parts.watches import known_entry, last_entry, read_up_to, watching
from boards.queries.thread.locations import CURRENT
from boards.rules import access
from boards.rules.deeds.table import RECORDS
from boards.rules.labels import CLOCK_LABELS
from boards.rules.status import ANSWERS
from forum.deeds import Deed
from forum.messages import M, Message
from forum.problems import NotFound
from forum.roles import Actor, Role
from forum.store.db import composed

Lead = Department.alias("lead")


def get_thread(thread_id: int, viewer: Actor, parent: int | None = None) -> Thread:
    """The Thread with board, departments, location and views, whether `viewer` supports and watches it, what he has read; raises NotFound.

    With `parent`, the id of a post that is to be answered, its `parent` is that Post, where it stands in the thread.
    """
    rows = _threads(
        thread_id,
        viewer.account,
        parent,
        signed_in=viewer.signed_in,
        official=viewer.official,
        drafts=viewer.has(Role.SPOKESPERSON),
        answering=parent is not None,
    )
    if not rows or not access.may_see_thread(viewer, rows[0].public, rows[0].author_id, rows[0].channel):
        raise NotFound(M("没有这个主题。"))
    found: Thread = rows[0]
    return found


@composed
def _threads(thread_id, account, parent, *, signed_in, official, drafts, answering):
    found = (
        Thread.select(
            Thread,
            Board,
            Category,
            Lead,
            Department,
            Location,
            viewed().alias("viewed"),
            written_name(Thread).alias("shown_author"),
            *_own(account, signed_in),
            *_conflicts(account, official),
        )
        .join(Board)
        .join(Category)
        .join_from(Thread, Lead, peewee.JOIN.LEFT_OUTER, on=Thread.department)
        .join_from(Thread, Department, peewee.JOIN.LEFT_OUTER, on=Thread.author_department)
        .join_from(Thread, Location, peewee.JOIN.LEFT_OUTER, on=CURRENT, attr="location")
        .where(Thread.id == thread_id)
    )
    found = _with_parent(found, parent) if answering else found
    return _with_draft(found, account) if drafts else found


def title_of(thread: Thread, viewer: Actor) -> Message | str:
    """The title as it is shown, unless it is hidden from `viewer`."""
    return shown.shown_title_of(thread, thread.hidden and not access.may_see_hidden(viewer, thread.author_id))


def aid_of(thread: Thread, viewer: Actor) -> AnswerAids | None:
    """The AnswerAids for whoever may draft in a thread of `get_thread`, without a further statement; None for others."""
    if not access.may_draft(viewer, thread):
        return None
    saved = getattr(thread, "draft", None)
    draft = saved and DraftView(saved.kind, saved.text, saved.saved_at)
    return AnswerAids(f"/threads/{thread.id}/draft", f"/threads/{thread.id}/reply", draft)


def clocks_of(thread: Thread) -> list[Clock]:
    """The Clock rows of a case with their departments, oldest first."""
    return _clocks(thread.id)


@composed
def _clocks(thread):
    found = Clock.select(Clock, Department.id, Department.short, Department.slug).join(Department)
    return found.where(Clock.thread == thread).order_by(Clock.opened_at, Clock.id)


def cohandlers_of(clocks: Iterable[Clock]) -> frozenset[int]:
    """The ids of departments that were asked for input and have not given it yet."""
    return frozenset(clock.department_id for clock in clocks if clock.kind == COHANDLING and clock.met_at is None)


def clock_view(clock: Clock, thread: Thread, now: datetime, city: City) -> ClockView:
    """The ClockView of a Clock: its state at `now`, the time left, its explanation."""
    kind = None if clock.kind == COHANDLING else ClockKind(clock.kind)
    return ClockView(
        kind_label=CLOCK_LABELS[clock.kind],
        department=clock.department.short,
        opened_at=clock.opened_at,
        due_at=clock.due_at,
        met_at=clock.met_at if meets(clock.met_by, clock.kind) else None,
        state=clock_state(clock.due_at, clock.met_at, now, city.policy, kind, thread.kind, clock.outcome).value,
        provisional=clock.provisional,
        steps=tuple(explain(from_json(clock.explanation))),
        kind=clock.kind,
        left=None if clock.met_at else time_left(clock.due_at, now),
        department_slug=clock.department.slug,
        ended_at=clock.met_at,
        ended_by=RECORDS[Deed(clock.met_by)].label if clock.met_by else None,
        outcome=clock.outcome,
    )


def neighbours(thread: Thread) -> tuple[Link | None, Link | None]:
    """(previous, next): Links to the threads asked before and after on the same board."""
    rows = _beside(thread.board_id, thread.created_at, thread.id)
    found = {(row[3], row[0]) > (thread.created_at, thread.id): row for row in rows}
    return _link(found.get(False)), _link(found.get(True))


@composed
def _beside(board, created_at, thread):
    same = Thread.select(Thread.id).where(Thread.board == board, LISTED)
    at, here = peewee.Tuple(Thread.created_at, Thread.id), peewee.Tuple(created_at, thread)
    before = same.where(at < here).order_by(Thread.created_at.desc(), Thread.id.desc()).limit(1)
    after = same.where(at > here).order_by(Thread.created_at, Thread.id).limit(1)
    Other = Thread.alias("other")
    columns = (Other.id, shown.title_column(Other), Other.hidden, Other.created_at)
    return Other.select(*columns).where((Other.id == before) | (Other.id == after)).tuples()


def _with_draft(query, account):
    own = (Draft.thread == Thread.id) & (Draft.account == account)
    columns = (Draft.id, Draft.kind, Draft.text, Draft.saved_at)
    return query.select_extend(*columns).join_from(Thread, Draft, peewee.JOIN.LEFT_OUTER, on=own, attr="draft")


def _with_parent(query, parent):
    there = (Post.id == parent) & (Post.place_thread == Thread.id)
    return query.select_extend(Post).join_from(Thread, Post, peewee.JOIN.LEFT_OUTER, on=there, attr="parent")


def _own(account, signed_in):
    if not signed_in:
        return (
            peewee.Value(False).alias("supported"),
            peewee.Value(False).alias("watching"),
            peewee.Value(None).alias("read_to"),
            peewee.Value(0).alias("last_entry"),
            peewee.Value(0).alias("known_entry"),
            peewee.Value(None).alias("saved_draft"),
        )
    support = Support.select(Support.id).where(Support.thread == Thread.id, Support.account == account)
    return (
        peewee.fn.EXISTS(support).alias("supported"),
        watching(account).alias("watching"),
        read_up_to(account).alias("read_to"),
        last_entry().alias("last_entry"),
        known_entry(account).alias("known_entry"),
        _saved_draft(account).alias("saved_draft"),
    )


def _saved_draft(account):
    """The newest draft of a reply of the account's in the thread (boards.drafts); None without one."""
    place = peewee.Value("thread-").concat(Thread.id.cast("TEXT"))
    return SavedDraft.select(peewee.fn.MAX(SavedDraft.id)).where(
        SavedDraft.account == account, SavedDraft.place == place
    )


def _conflicts(account, official):
    """Whether the department's own people asked, and whether the account answered, so that it may not rate."""
    answered = Post.select(Post.id).where(
        Post.place_thread == Thread.id, Post.author == account, Post.kind.in_([kind.value for kind in ANSWERS])
    )
    wrote = peewee.fn.EXISTS(answered) if official else peewee.Value(False)
    return asked_by_own(Thread.id, Thread.department).alias("own_department"), wrote.alias("answered_by_viewer")


def _link(row):
    return row and Link(shown.visible_title(row[1], row[2]), f"/threads/{row[0]}")
