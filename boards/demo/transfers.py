"""The story's steps for the moderators' dispositions, transfer, return, routing, co-handling, extension, decline and rating."""

from datetime import datetime, timedelta

from peewee import fn

from boards.actions.cases import cohandling, declining, discussions, extensions, platform_answers, ratings, transfers
from boards.clocks.city import City
from boards.models.cases import Extension
from boards.models.threads import Board, Clock, Department, Thread
from boards.rules.status import Status
from forum.roles import Actor


def _transfer(thread, step, actor, at, city):
    transfers.transfer(thread, actor=actor, now=at, city=city, to=_department(step), explanation=step["text"])


def _return(thread, step, actor, at, city):
    transfers.return_to_moderators(thread, actor=actor, now=at, reason=step["text"])


def _route(thread, step, actor, at, city):
    transfers.route(thread, actor=actor, now=at, city=city, to=_department(step))


def _cohandle(thread, step, actor, at, city):
    asked = list(Department.select().where(Department.slug.in_(step["to"])))
    cohandling.request(thread, actor=actor, now=at, city=city, departments=asked, text=step["text"])


def _input(thread, step, actor, at, city):
    cohandling.give_input(thread, actor=actor, now=at, text=step["text"])


def _extend(thread, step, actor, at, city):
    due = Clock.select(fn.MAX(Clock.due_at)).where(Clock.thread == thread.id, Clock.met_at.is_null()).scalar()
    # Counted from the due time, which depends on the city's policy.
    until = max(at, due) + timedelta(days=step["until_days"])
    extensions.ask_extension(thread, actor=actor, now=at, until=until, reason=step["text"])


def _grant(thread, step, actor, at, city):
    waiting = Extension.get(Extension.thread == thread.id, Extension.decided_at.is_null())
    extensions.decide(waiting, actor=actor, now=at, city=city, granted=True, remark=step.get("remark", ""))


def publish_if_waiting(thread: Thread, actor: Actor, at: datetime, city: City) -> None:
    """Publish the question as a moderator when it waits for screening."""
    if thread.status == Status.PENDING and not thread.public:
        transfers.publish(thread, actor=actor, now=at, city=city)


def _decline(thread, step, actor, at, city):
    declining.decline(thread, actor=actor, now=at, city=city, code=step["code"], text=step["text"])


def _rate(thread, step, actor, at, city):
    said = {"text": step.get("text", ""), "solved": step.get("solved")}
    ratings.rate(thread, actor=actor, now=at, city=city, grade=step["grade"], **said)


def _publish(thread, step, actor, at, city):
    transfers.publish(thread, actor=actor, now=at, city=city)


def _answer_by_platform(thread, step, actor, at, city):
    platform_answers.answer_by_platform(thread, actor=actor, now=at, city=city, text=step["text"])


def _discuss(thread, step, actor, at, city):
    discussions.open_discussion(thread, actor=actor, now=at, board=Board.get(Board.slug == step["board"]))


def _department(step):
    return Department.get(Department.slug == step["to"])


DO = {
    "transfer": _transfer,
    "return": _return,
    "route": _route,
    "cohandle": _cohandle,
    "input": _input,
    "extend": _extend,
    "grant": _grant,
    "decline": _decline,
    "rate": _rate,
    "publish": _publish,
    "platform": _answer_by_platform,
    "discuss": _discuss,
}
