"""The pages of notices: one as a document, all as a list, and the supervisors' proposals."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import peewee

from boards.clocks.city import City
from boards.clocks.notices import CLOSING_LABELS, NOTICE_LABELS, number_of
from boards.clocks.policy import Issuing, NoticeKind
from boards.models.threads import LISTED, Department, Thread
from boards.pages.parts import Filter, Link
from boards.queries.parts import shown
from boards.queries.parts.countdown import time_left
from boards.queries.thread.thread import get_thread
from boards.rules.labels import CLOCK_LABELS
from forum.messages import M, Message
from forum.problems import Malformed, NotFound
from forum.roles import Actor, Role
from forum.store.cursors import NUMBER, Cursor
from moderation.notices.actions import IssueOutcome
from moderation.notices.document import Document
from moderation.notices.models import Notice
from moderation.notices.pages import (
    NoticePage,
    NoticeRow,
    NoticesPage,
    NoticeState,
    ProposalRow,
    ProposalsPage,
    YearRow,
)
from moderation.notices.proposals import due_notices
from moderation.notices.writing import written

PAGE = 30
MOST_PROPOSED = 50
MOST_ON_DESK = 10  # notices above a department's work, which /notices lists whole
CURSOR = Cursor[int](NUMBER)
PATH = "/notices"


@dataclass(frozen=True)
class NoticeFilter:
    """What is asked of the list: a NoticeKind, a year, a department's slug; `before` is the cursor. Raises Malformed for no such kind."""

    kind: str = ""
    year: int | None = None
    department: str = ""
    before: str | None = None

    def __post_init__(self) -> None:
        if self.kind and self.kind not in tuple(NoticeKind):
            raise Malformed(M("没有这种督办文书。"))

    def url(self, **changed: Any) -> str:
        """The address of the list with some parameters changed, of the first page."""
        values = {"kind": self.kind, "year": self.year, "department": self.department, **changed}
        given = {name: value for name, value in values.items() if value}
        return f"{PATH}?{urlencode(given)}" if given else PATH


def get_notice(notice_id: int, viewer: Actor) -> tuple[Notice, Thread]:
    """The Notice with its department, and its Thread; raises NotFound for one that `viewer` may not see."""
    notice = Notice.select(Notice, Department).join(Department).where(Notice.id == notice_id).first()
    if notice is None:
        raise NotFound(M("没有这份督办文书。"))
    return notice, get_thread(notice.thread_id, viewer)


def notice_page(notice_id: int, viewer: Actor, now: datetime, city: City) -> NoticePage:
    """The NoticePage of a notice; raises NotFound."""
    notice, thread = get_notice(notice_id, viewer)
    office = notice.department
    row = {**notice.__data__, "slug": office.slug, "short": office.short, "thread_id": thread.id}
    is_open, mine = notice.closed_at is None, viewer.speaks_for(notice.department_id)
    return NoticePage(
        row=_row(row, shown.shown_title_of(thread, thread.hidden), now),
        document=written(notice, thread, city),
        closing=CLOSING_LABELS[notice.closing] if notice.closing else None,
        closed_text=notice.closed_text or "",
        may_receive=mine and is_open and notice.signed_at is None,
        may_answer=mine and is_open and notice.feedback_at is None and notice.kind != NoticeKind.WARNING,
        may_close=is_open and viewer.has(Role.SUPERVISOR),
    )


def public_document(notice_id: int, viewer: Actor, city: City) -> Document:
    """The Document of a notice, the same for everybody who may see it; raises NotFound."""
    return written(*get_notice(notice_id, viewer), city)


def notices_page(asked: NoticeFilter, now: datetime) -> NoticesPage:
    """The NoticesPage: what everybody may see."""
    rows, cursor = notice_rows(asked, now, PAGE)
    counted = Notice.select(Notice.year, Notice.kind, peewee.fn.COUNT(Notice.id)).join(Department)
    counted = counted.where(Department.slug == asked.department) if asked.department else counted
    numbers: dict[int, dict[str, int]] = defaultdict(dict)
    for year, kind, number in counted.group_by(Notice.year, Notice.kind).tuples():
        numbers[year][kind] = number
    labels: list[tuple[str, Message]] = [("", M("全部")), *NOTICE_LABELS.items()]
    return NoticesPage(
        rows=tuple(rows),
        kinds=tuple(Filter(label, asked.url(kind=str(kind)), asked.kind == kind) for kind, label in labels),
        years=tuple(
            YearRow(year, tuple(by_kind.get(kind, 0) for kind in NoticeKind))
            for year, by_kind in sorted(numbers.items(), reverse=True)
        ),
        department=asked.department,
        first=asked.url() if asked.before else None,
        following=asked.url(before=cursor) if cursor else None,
    )


def notice_rows(asked: NoticeFilter, now: datetime, size: int) -> tuple[list[NoticeRow], str | None]:
    """(the rows of one page, newest first, the cursor of the next); notices about threads that are not public are left out."""
    query = _list().where(LISTED).order_by(Notice.id.desc())
    query = query.where(Notice.kind == asked.kind) if asked.kind else query
    query = query.where(Notice.year == asked.year) if asked.year else query
    query = query.where(Department.slug == asked.department) if asked.department else query
    query = query.where(Notice.id < CURSOR.decode(asked.before)[0]) if asked.before else query
    found = list(query.limit(size + 1).dicts())
    return [_listed(row, now) for row in found[:size]], CURSOR.encode(found[size - 1]["id"]) if len(
        found
    ) > size else None


def open_notices(departments: Collection[int], now: datetime) -> tuple[NoticeRow, ...]:
    """The NoticeRows of at most MOST_ON_DESK notices that wait for feedback of the departments, those due first at the beginning."""
    waiting = _list().where(
        Notice.department.in_(departments),
        Notice.kind != NoticeKind.WARNING.value,
        Notice.closed_at.is_null(),
        Notice.feedback_at.is_null(),
        LISTED,
    )
    rows = waiting.order_by(Notice.feedback_due_at, Notice.id).limit(MOST_ON_DESK).dicts()
    return tuple(_listed(row, now) for row in rows)


def proposals_page(viewer: Actor, now: datetime, city: City, outcomes: tuple[IssueOutcome, ...] = ()) -> ProposalsPage:
    """The ProposalsPage of a supervisor: those due longest first, and the open notices, those due next first."""
    kinds = [kind for kind, who in city.policy.notices.items() if who is Issuing.PROPOSED]
    found = [each for kind in reversed(kinds) for each in due_notices(kind, now, city.policy, MOST_PROPOSED)]
    names = {row.id: row.short for row in Department.select(Department.id, Department.short)}
    still = _list().where(Notice.closed_at.is_null(), Notice.kind != NoticeKind.WARNING.value)
    rows = still.order_by(Notice.feedback_due_at, Notice.id).limit(PAGE).dicts()
    return ProposalsPage(
        proposals=tuple(_proposal(each, names, now) for each in found[:MOST_PROPOSED]),
        open=tuple(_listed(row, now) for row in rows),
        open_number=still.count(),
        outcomes=tuple((each.notice is not None, each.message) for each in outcomes),
    )


def _list():
    return (
        Notice.select(
            *(Notice.id, Notice.kind, Notice.mark, Notice.year, Notice.number, Notice.issued_at, Notice.signed_at),
            *(Notice.feedback_due_at, Notice.feedback_at, Notice.closed_at, Notice.closing),
            *(Department.slug, Department.short, Thread.id.alias("thread_id"), shown.title_column(), Thread.hidden),
        )
        .join(Department)
        .join_from(Notice, Thread)
    )


def _listed(row, now):
    """The NoticeRow of a row of `_list`."""
    return _row(row, shown.visible_title(row["title"], row["hidden"]), now)


def _row(row: Mapping[str, Any], title: Message | str, now: datetime) -> NoticeRow:
    return NoticeRow(
        id=row["id"],
        kind=row["kind"],
        label=NOTICE_LABELS[row["kind"]],
        number=number_of(row["mark"], row["year"], row["number"]),
        department=Link(row["short"], f"/departments/{row['slug']}"),
        thread=Link(title, f"/threads/{row['thread_id']}"),
        issued_at=row["issued_at"],
        feedback_due_at=row["feedback_due_at"],
        state=_state(row, now),
        signed_at=row["signed_at"],
        feedback_at=row["feedback_at"],
        closed_at=row["closed_at"],
        closing=row["closing"],
    )


def _state(row, now):
    if row["closed_at"]:
        return NoticeState(CLOSING_LABELS[row["closing"]], "closed")
    if row["feedback_at"]:
        return NoticeState(M("已回执"), "answered")
    if row["feedback_due_at"] and now > row["feedback_due_at"]:
        return NoticeState(M("过了反馈时限"), "overdue")
    return NoticeState(M("已签收"), "accepted") if row["signed_at"] else NoticeState(M("等待签收"), "unaccepted")


def _proposal(proposal, names, now):
    clock, thread = proposal.clock, proposal.clock.thread
    title: Message | str = shown.shown_title_of(thread, thread.hidden)
    return ProposalRow(
        value=f"{proposal.kind} {clock.id}",
        label=NOTICE_LABELS[proposal.kind],
        thread=Link(title, f"/threads/{thread.id}"),
        department=names[clock.department_id],
        clock=CLOCK_LABELS[clock.kind],
        due_at=clock.due_at,
        left=time_left(clock.due_at, now),
    )
