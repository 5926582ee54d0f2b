"""Transfers: to another department with a public explanation, back to the moderators with a reason, and their routing."""

from datetime import datetime

from boards.actions.steps import clocks, recording
from boards.actions.steps.recording import Draft
from boards.actions.steps.transitions import advance, record_deed
from boards.clocks.city import City
from boards.clocks.deadlines import Occasion
from boards.models.threads import Board, Department, Post, Thread
from boards.rules import chain, lengths
from boards.rules.channel import Channel
from boards.rules.deeds.table import RECORDS
from boards.rules.status import Disposition, PostKind, Verb
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.roles import SYSTEM, ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed, Entry, entry_data

# The deeds that bring a case to a department, whose id is in the entry's `to`.
ARRIVALS = tuple(deed for deed, record in RECORDS.items() if record.arrives)


def transfer(
    thread: Thread,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    to: Department | None,
    explanation: str | Draft,
    channel: Channel = Channel.WEB,
) -> Post:
    """Transfer the case to another department (转办); the explanation tells the citizen who is responsible, and what to do.

    There the case is not accepted yet and gets new clocks. Raises Invalid for an explanation that is too short and a
    department that cannot get the case.
    """
    draft = explained(explanation, city)
    with db.write():
        left, to = _from_and_to(thread, to)
        thread = advance(thread, Verb.TRANSFER, actor, department=to.id, accepted_by=None, accepted_at=None)
        acting_role = ActingRole(Role.SPOKESPERSON, left)
        post = recording.insert_post(
            thread, draft, PostKind.TRANSFER, actor=actor, now=now, acting_role=acting_role, channel=channel
        )
        ended = clocks.stop_department(thread, now, Deed.TRANSFER, left)
        ended += clocks.stop_cohandling(thread, now, Deed.TRANSFER)
        clocks.open_clocks(thread, now, city, Occasion.TRANSFER)
        said = {"floor": post.floor, "to": to.id, "to_name": to.short, "ended": ended or None}
        record_deed(Deed.TRANSFER, thread, actor, now, acting_role, post=post.id, at_once=True, **said)
        _watch_for_ping_pong(thread, now, city)
    return post


def return_to_moderators(
    thread: Thread, *, actor: Actor, now: datetime, reason: str | Draft, channel: Channel = Channel.WEB
) -> Post:
    """Return the case to the moderators (退回), for a department that is not responsible; the reason is public."""
    draft = reasoned(reason)
    with db.write():
        left = Thread.get_by_id(thread.id).department_id
        thread = advance(thread, Verb.RETURN, actor, department=None, accepted_by=None, accepted_at=None)
        acting_role = ActingRole(Role.SPOKESPERSON, left)
        post = recording.insert_post(
            thread, draft, PostKind.RETURN, actor=actor, now=now, acting_role=acting_role, channel=channel
        )
        ended = clocks.stop_department(thread, now, Deed.RETURN, left) or None
        record_deed(Deed.RETURN, thread, actor, now, acting_role, post=post.id, floor=post.floor, ended=ended)
    return post


def explained(explanation: str | Draft, city: City) -> Draft:
    """The Draft of a transfer's explanation, to be made before the transaction; raises Invalid."""
    least = city.policy.transfer_explanation_min_length
    return recording.official_draft(explanation, "explanation", limit=lengths.EXPLANATION, minimum=least)


def reasoned(reason: str | Draft) -> Draft:
    """The Draft of the reason for a return, to be made before the transaction; raises Invalid."""
    return recording.official_draft(reason, "reason", limit=lengths.REASON)


def publish(thread: Thread, *, actor: Actor, now: datetime, city: City) -> Thread:
    """Publish a question that waits for screening, as a moderator; its department's clocks start now."""
    return _forward(thread, Verb.PUBLISH, Deed.PUBLISH, actor, now, city)


def route(thread: Thread, *, actor: Actor, now: datetime, city: City, to: Department | None) -> Thread:
    """Route a waiting question, screened or returned, to a department, as a moderator.

    One that was asked without a department moves to that department's board.
    """
    if to is None or not to.active:
        raise Invalid(to=M("请选择一个在用的部门。"))
    return _forward(thread, Verb.ROUTE, Deed.ROUTE, actor, now, city, to)


def department_chain(thread: Thread) -> list[int]:
    """The ids of the departments that have had the case, in order, from the log."""
    rows = Entry.select(Entry.data).where(
        Entry.thread_id == thread.id, Entry.deed.in_([deed.value for deed in ARRIVALS])
    )
    receivers = [entry_data(data).get("to") for (data,) in rows.order_by(Entry.id).tuples()]
    return [department for department in receivers if department]


def _from_and_to(thread, to):
    """(id of the department that has the case, the Department that gets it); raises Invalid for one that cannot."""
    left = Thread.get_by_id(thread.id).department_id
    if to is None or not isinstance(to, Department):
        raise Invalid(to=M("请选择要转去的部门。"))
    if to.id == left:
        raise Invalid(to=M("不能转给自己的部门。"))
    if not to.active:
        raise Invalid(to=M("这个部门已经停用，不能接收转办。"))
    return left, to


def _forward(thread, verb, deed, actor, now, city, to=None):
    with db.write():
        before = Thread.get_by_id(thread.id)
        to = to or before.department
        columns = {"department": to and to.id, "public": True, "disposition": Disposition.FORWARDED.value}
        board = _board_of(to) if to and before.board.department_id is None else None
        thread = advance(thread, verb, actor, **columns, **({"board": board.id} if board else {}))
        if to is None:
            raise Conflict(M("这个问题现在没有部门，请分派给一个部门。"))
        if not to.active:
            raise Conflict(M("%(department)s已经撤销，请分派给别的部门。", department=to.short))
        ended = clocks.stop_cohandling(thread, now, deed) or None
        clocks.open_clocks(thread, now, city, _occasion(before))
        counted = _count(before, thread, now)
        said = {"to": to.id, "to_name": to.short, "board": board and board.slug, "ended": ended, **counted}
        record_deed(deed, thread, actor, now, ActingRole(Role.MODERATOR), at_once=True, **said)
        _watch_for_ping_pong(thread, now, city)
    return thread


def _board_of(department):
    """The board to which a question without one is moved; None, so that it stays, when the department has no board."""
    return Board.get_or_none(Board.department == department.id)


def _count(before, thread, now):
    if not before.public:
        return recording.count_as_public(thread, now)
    return recording.move_thread_counts(before, thread) if before.board_id != thread.board_id else {}


def _occasion(before):
    if not before.public:
        return Occasion.PUBLICATION
    return Occasion.RETURN if before.disposition == Disposition.FORWARDED else Occasion.ROUTING


def _watch_for_ping_pong(thread, now, city):
    been = department_chain(thread)
    alarm = chain.ping_pong(been, city.policy.ping_pong_hop, city.policy.ping_pong_on_return)
    if alarm and chain.hops(been):
        record_deed(Deed.ALARM, thread, SYSTEM, now, SYSTEM.acting_role(), reason=alarm.value, hops=chain.hops(been))
