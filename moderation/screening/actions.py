"""Disposing of waiting questions: one, or several in the same way, each in a transaction of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from boards.actions.cases import declining, discussions, duplicates, platform_answers, transfers
from boards.actions.steps.attempts import attempt
from boards.clocks.city import City
from boards.models.threads import Board, Department, Thread
from boards.rules.bulk import MOST, Outcome
from boards.rules.labels import DECLINE_WHERE
from boards.rules.status import DeclineReason, Section, Status
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Conflict, Invalid
from forum.roles import Actor
from moderation.guards import as_moderator

MOVED_ON = M("已经有人处理过了，没有改动。")


@dataclass(frozen=True)
class DispositionChoice:
    """A disposition and its parameters: `to` a department's slug, `code`, `text` of declining, `of` a thread's number, `board` a slug."""

    name: str
    to: str = ""
    code: str = ""
    text: str = ""
    of: str = ""
    board: str = ""


def dispose(
    numbers: Sequence[int], how: DispositionChoice, *, actor: Actor, now: datetime, city: City
) -> list[Outcome]:
    """Dispose of each of the threads `numbers`; returns an Outcome for each, in order. Raises Invalid before any is changed."""
    as_moderator(actor)
    if how.name not in DISPOSITIONS:
        raise Invalid(disposition=M("请选择怎样处理。"))
    if not 0 < len(numbers) <= MOST:
        raise Invalid(thread=M("请勾选 1 至 %(most)s 个问题。", most=MOST))
    verb, prepare = DISPOSITIONS[how.name]
    given = prepare(how) | {"actor": actor, "now": now}
    threads = {thread.id: thread for thread in Thread.select().where(Thread.id.in_(list(numbers)))}
    return [_one(threads[number], verb, given, city) for number in dict.fromkeys(numbers) if number in threads]


def _one(thread, verb, given, city):
    def act():
        _refuse_moved_on(thread)
        verb(thread, city, **given)
        return DONE[verb]

    return attempt(thread, act)


def _refuse_moved_on(thread):
    """Raise Conflict unless the thread still waits: some of these actions are allowed on open cases too."""
    if Thread.select(Thread.status).where(Thread.id == thread.id).scalar() != Status.PENDING:
        raise Conflict(MOVED_ON)


def _publish(thread, city, **by):
    transfers.publish(thread, city=city, **by)


def _route(thread, city, **by):
    transfers.route(thread, city=city, **by)


def _decline(thread, city, **by):
    declining.decline(thread, city=city, **by)


def _platform(thread, city, **by):
    platform_answers.answer_by_platform(thread, city=city, **by)


def _duplicate(thread, city, **by):
    duplicates.mark_duplicate(thread, **by)


def _discuss(thread, city, **by):
    discussions.open_discussion(thread, **by)


def _to(how):
    found = Department.get_or_none(Department.slug == how.to, Department.active) if how.to else None
    if found is None:
        raise Invalid(to=M("请选择一个在用的部门。"))
    return {"to": found}


def _why(how):
    """Without a text of the moderator's own the text is where to turn instead, by the code."""
    if how.code not in tuple(DeclineReason):
        raise Invalid(code=M("请选择不予受理的理由。"))
    return {"code": how.code, "text": how.text.strip() and how.text or str(DECLINE_WHERE[how.code])}


def _text(how):
    if not how.text.strip():
        raise Invalid(text=M("请写平台的答复。"))
    return {"text": how.text}


def _of(how):
    number = whole_number(how.of.strip(), ID_DIGITS)
    found = None if number is None else Thread.get_or_none(Thread.id == number)
    if found is None or not found.public or found.merged_into_id:
        raise Invalid(of=M("请填写另一个公开主题的编号。"))
    return {"of": found}


def _board(how):
    found = Board.get_or_none(Board.slug == how.board, Board.section == Section.DISCUSSION.value) if how.board else None
    if found is None:
        raise Invalid(board=M("请选择一个互动交流版块。"))
    return {"board": found}


DISPOSITIONS = {
    "publish": (_publish, lambda how: {}),
    "route": (_route, _to),
    "decline": (_decline, _why),
    "duplicate": (_duplicate, _of),
    "discussion": (_discuss, _board),
    "platform": (_platform, _text),
}

DONE = {
    _publish: M("已公开，交所在版块的部门办理。"),
    _route: M("已公开，分派给部门办理。"),
    _decline: M("不予受理，理由和去处已告诉提问人。"),
    _duplicate: M("已标为重复，提问人会被带到那个主题。"),
    _discuss: M("已公开，转为讨论。"),
    _platform: M("已公开，平台已答复。"),
}
