"""Handing on several cases with one explanation: to a department, or back to the moderators, each by its own transaction."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from boards.actions.cases import transfers
from boards.actions.steps.attempts import attempt
from boards.clocks.city import City
from boards.models.threads import PUBLIC, Department, Thread
from boards.rules.bulk import MOST, TRANSFER, WAYS, Outcome
from forum.messages import M
from forum.problems import Forbidden, Invalid
from forum.roles import Actor, Role

RETURNED = M("已退回管理员，等待重新分派。")


def hand_on(
    numbers: Sequence[int],
    way: str,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    to: Department | None,
    explanation: str,
) -> list[Outcome]:
    """Transfer each of the cases `numbers` to the department `to`, or with the way "return" return it; the Outcome of each, in order.

    Raises Forbidden, and Invalid before any is changed: for an unknown way, none or more than MOST cases, no department
    that is in use, and an explanation that is too short or too long.
    """
    if not actor.has(Role.SPOKESPERSON):
        raise Forbidden()
    if way not in WAYS:
        raise Invalid(way=M("请选择转给部门还是退回。"))
    if not 0 < len(numbers) <= MOST:
        raise Invalid(thread=M("请勾选 1 至 %(most)s 个问题。", most=MOST))
    act = _transferring(to, explanation, city) if way == TRANSFER else _returning(explanation)
    found = {thread.id: thread for thread in Thread.select().where(Thread.id.in_(list(numbers)), PUBLIC)}
    threads = [found[number] for number in dict.fromkeys(numbers) if number in found]
    return [attempt(thread, partial(act, thread, actor=actor, now=now)) for thread in threads]


def _transferring(to, explanation, city):
    if to is None or not to.active:
        raise Invalid(to=M("请选择一个在用的部门。"))
    draft = transfers.explained(explanation, city)

    def act(thread, **by):
        transfers.transfer(thread, city=city, to=to, explanation=draft, **by)
        return M("已转给%(department)s。", department=to.short)

    return act


def _returning(reason):
    try:
        draft = transfers.reasoned(reason)
    except Invalid as problem:
        raise Invalid(explanation=next(iter(problem.errors.values()))) from None

    def act(thread, **by):
        transfers.return_to_moderators(thread, reason=draft, **by)
        return RETURNED

    return act
