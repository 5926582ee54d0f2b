"""Issuing notices, and their receipt (签收), feedback (回执) and closing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from boards.actions.steps.word_check import check_official_text
from boards.clocks.city import City
from boards.clocks.deadlines import Occasion, clock_state, due_by
from boards.clocks.notices import NOTICE_LABELS, Closing, Issued, next_notice, number_of
from boards.clocks.policy import NoticeKind
from boards.models.threads import Clock, Department, Thread
from boards.queries.parts.current_city import with_current_calendar
from boards.rules import lengths
from boards.rules.bulk import MOST
from forum.messages import M, Message
from forum.problems import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from forum.roles import SYSTEM, ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed, record
from forum.text.checks import check_text
from moderation.notices.models import Notice

SUPERVISOR = ActingRole(Role.SUPERVISOR)


@dataclass(frozen=True)
class IssueOutcome:
    """What became of one proposal of a bulk issue: the notice's id, or None and why it was refused."""

    notice: int | None
    message: Message


def issue_all(
    chosen: Iterable[tuple[NoticeKind, int]], *, actor: Actor, now: datetime, city: City, demand: str = ""
) -> list[IssueOutcome]:
    """Issue the proposals (kind, id of the clock), each in a transaction of its own; raises Invalid for none or more than MOST."""
    chosen = list(dict.fromkeys(chosen))
    if not chosen or len(chosen) > MOST:
        raise Invalid(proposal=M("请选择 1 到 %(n)s 项。", n=MOST))
    demand = _text("demand", demand, minimum=0)
    return [_tried(kind, clock, actor=actor, now=now, city=city, demand=demand) for kind, clock in chosen]


def _tried(kind: NoticeKind, clock: int, **by: Any) -> IssueOutcome:
    try:
        notice = issue(kind, clock, **by)
    except (Conflict, NotFound) as problem:
        return IssueOutcome(None, problem.detail)
    return IssueOutcome(notice.id, M("已发出 %(number)s", number=number_of(notice.mark, notice.year, notice.number)))


def issue(
    kind: NoticeKind, clock_id: int, *, actor: Actor = SYSTEM, now: datetime, city: City, demand: str = ""
) -> Notice:
    """Issue the notice of `kind` that is the next one about a clock, as a supervisor or as the program; returns it.

    Its number is allotted in the same transaction. Raises Conflict when the department has just met the clock, when somebody
    has issued it already, or when it is not its turn.
    """
    if actor is not SYSTEM:
        _guard_supervisor(actor)
    demand = _text("demand", demand, minimum=0)
    with db.write():
        clock = Clock.get_or_none(Clock.id == clock_id)
        if clock is None:
            raise NotFound(M("没有这个时限。"))
        thread = Thread.get_by_id(clock.thread_id)
        _guard_turn(kind, clock, thread, now, city)
        notice = _insert(kind, clock, actor, now, city, demand)
        deed = Deed.NOTICE_WARN if kind is NoticeKind.WARNING else Deed.NOTICE_ISSUE
        until = notice.feedback_due_at.isoformat() if notice.feedback_due_at else None
        _record(deed, notice, actor, now, None if actor is SYSTEM else SUPERVISOR, until=until, text=demand or None)
    return notice


def receive(notice: Notice, *, actor: Actor, now: datetime) -> None:
    """Sign for a notice (签收) as its department; when two colleagues do at once, the second gets Conflict."""
    _guard_department(notice, actor)
    with db.write():
        _once(notice, "signed_at", M("这份文书已经签收过了。"), signed_at=now, signed_by=actor.account)
        _record(Deed.NOTICE_RECEIVE, notice, actor, now, _of_department(notice))


def give_feedback(notice: Notice, *, actor: Actor, now: datetime, text: str) -> None:
    """The department's feedback (回执), once; it signs for the notice if nobody has. Raises Conflict once it is closed."""
    _guard_department(notice, actor)
    text = _text("text", text, minimum=1)
    if notice.kind == NoticeKind.WARNING:
        raise Conflict(M("预警信息不需要回执，请在时限以内办理问题。"))
    with db.write():
        _once(notice, "signed_at", None, signed_at=now, signed_by=actor.account)
        _once(
            notice,
            "feedback_at",
            M("这份文书已经有回执了。"),
            feedback_at=now,
            feedback=text,
            feedback_by=actor.account,
        )
        _record(Deed.NOTICE_FEEDBACK, notice, actor, now, _of_department(notice), text=text)


def close(notice: Notice, *, actor: Actor, now: datetime, text: str) -> None:
    """Close a notice as a supervisor, with the reason `text`; raises Conflict when it is closed already."""
    _guard_supervisor(actor)
    text = _text("text", text, minimum=1)
    with db.write():
        close_for(notice, Closing.SUPERVISOR, actor=actor, now=now, text=text)


def close_for(notice: Notice, closing: Closing, *, actor: Actor = SYSTEM, now: datetime, text: str = "") -> None:
    """Close a notice for `closing`; call inside a transaction. Raises Conflict when it is closed already."""
    values = {"closed_at": now, "closing": closing.value, "closed_text": text, "closed_by": actor.account}
    _once(notice, "closed_at", M("这份文书已经了结。"), **values)
    acting_role = None if actor is SYSTEM else SUPERVISOR
    _record(Deed.NOTICE_CLOSE, notice, actor, now, acting_role, reason=closing.value, text=text or None)


def _guard_supervisor(actor):
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.SUPERVISOR):
        raise Forbidden(M("督办文书由督办签发和了结。"))


def _guard_department(notice, actor):
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.speaks_for(notice.department_id):
        raise Forbidden(M("只有收到文书的部门可以签收和回执。"))


def _guard_turn(kind, clock, thread, now, city):
    label = NOTICE_LABELS[kind]
    if clock.met_at is not None:
        raise Conflict(M("主题 %(n)s 的这个时限已经结束，不再发%(kind)s。", n=thread.id, kind=label))
    rows = list(Notice.select().where(Notice.clock == clock.id, Notice.clock_due_at == clock.due_at))
    issued = {NoticeKind(row.kind): row for row in rows}
    if kind in issued:
        there = issued[kind]
        number = number_of(there.mark, there.year, there.number)
        raise Conflict(M("主题 %(n)s 的%(kind)s已经发出：%(number)s。", n=thread.id, kind=label, number=number))
    state = clock_state(clock.due_at, None, now, city.policy, clock.kind, thread.kind)
    facts = {each: Issued(row.feedback_due_at, row.closed_at is not None) for each, row in issued.items()}
    if next_notice(state, facts, now) is not kind or not thread.public:
        raise Conflict(M("主题 %(n)s 现在还不到发%(kind)s的时候。", n=thread.id, kind=label))


def _insert(kind, clock, actor, now, city, demand):
    year, office = city.day(now).year, city.site.notices[kind]
    used = Notice.select(peewee.fn.MAX(Notice.number)).where(Notice.kind == kind.value, Notice.year == year).scalar()
    return Notice.create(
        thread=clock.thread_id,
        clock=clock.id,
        department=clock.department_id,
        kind=kind.value,
        year=year,
        number=(used or 0) + 1,
        mark=office.mark,
        addressee=Department.get_by_id(clock.department_id).name,
        body=office.body,
        head=office.head,
        contact=office.contact,
        copies=office.copies,
        seal=office.seal,
        clock_due_at=clock.due_at,
        issued_at=now,
        feedback_due_at=None if kind is NoticeKind.WARNING else _feedback_due(now, city),
        demand=demand,
        issued_by=actor.account,
    )


def _feedback_due(now, city):
    city = with_current_calendar(city)
    return due_by(city.policy.notice_feedback, now, city.policy, city.calendar, city.timezone, Occasion.NOTICE).due_at


def _once(notice, column, taken, **values):
    """Set columns that are still empty; raises Conflict with `taken`, when given, if they are not, or the notice is closed."""
    empty = (Notice.id == notice.id) & Notice.closed_at.is_null() & getattr(Notice, column).is_null()
    if Notice.update(**values).where(empty).execute() == 1 or taken is None:
        return
    closed = Notice.get_by_id(notice.id).closed_at is not None
    raise Conflict(M("这份文书已经了结。") if closed else taken)


def _of_department(notice):
    return ActingRole(Role.SPOKESPERSON, notice.department_id)


def _text(field, text, minimum):
    return check_official_text(check_text(field, text or "", lengths.REASON, minimum)).text


def _record(deed, notice, actor, now, acting_role, reason=None, **said):
    """The log entry; its details name the notice, and in `to` the department that is notified."""
    data = {
        "notice": notice.id,
        "kind": notice.kind,
        "mark": notice.mark,
        "year": notice.year,
        "number": notice.number,
        "name": notice.addressee,
        "to": notice.department_id,
        **said,
    }
    record(
        deed,
        ("notice", notice.id),
        actor=actor,
        now=now,
        acting_role=acting_role,
        thread=notice.thread_id,
        reason=reason,
        **{key: value for key, value in data.items() if value is not None},
    )
