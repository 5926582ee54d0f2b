"""The moderators' part in the demo city's story."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from boards.clocks.city import City
from boards.demo.story import Story
from boards.models.threads import NOT_HIDDEN, PUBLIC, Post, Thread
from boards.queries.parts import shown
from forum.roles import Actor
from moderation.hiding import actions as hiding
from moderation.reports import actions as reporting
from moderation.sanctions import actions as sanctioning
from moderation.supervision.topics.actions import open_topic
from moderation.tools import duplicates, marking, merging
from moderation.words import actions as keeping


def hide(thread: Thread, step: Mapping[str, Any], actor: Actor, at: datetime, city: City) -> None:
    """Hide a floor as the story says."""
    hiding.hide(_post(thread, step), actor=actor, now=at, reason=step["reason"], code=step.get("code", "other"))


def _merge(thread, step, actor, at, city):
    into = _other(step["into"], thread)
    merging.merge(thread, actor=actor, now=at, city=city, into=into, code=step["code"], text=step.get("text", ""))


def _duplicate(thread, step, actor, at, city):
    duplicates.mark_as_duplicate(thread, actor=actor, now=at, of=_other(step["of"], thread), code=step["code"])


def _other(named, thread):
    """The thread of a Story, or the one with that title on the same board."""
    if isinstance(named, Story):
        return Thread.get_by_id(named.thread)
    here = Thread.select().where(Thread.board == thread.board_id)
    return next(other for other in here if shown.shown_title_of(other, hidden=False) == named)


def _report(thread, step, actor, at, city):
    reporting.report(_post(thread, step), actor=actor, now=at, city=city, reason=step["text"], code=step["code"])


def _uphold(thread, step, actor, at, city):
    given = {"code": step["code"], "text": step["text"], "answer": step["answer"]}
    reporting.uphold(_post(thread, step), actor=actor, now=at, **given)


def _warn(thread, step, actor, at, city):
    sanctioning.warn(_post(thread, step), actor=actor, now=at, code=step["code"], text=step["text"])


def _words(thread, step, actor, at, city):
    keeping.add(step["words"], tier=step["tier"], reason=step["reason"], actor=actor, now=at)


def _topic(thread, step, actor, at, city):
    """Open a topic with the public threads whose title has the word."""
    rows = Thread.select().where(PUBLIC, NOT_HIDDEN).order_by(Thread.id)
    found = [row.id for row in rows if step["word"] in str(shown.shown_title_of(row, row.hidden))]
    about = {name: step[name] for name in ("slug", "title", "introduction")}
    open_topic(actor=actor, now=at, threads=" ".join(map(str, found)), **about)


def _marks(mark):
    return lambda thread, step, actor, at, city: mark(
        thread, actor=actor, now=at, code=step["code"], text=step.get("text", "")
    )


def _post(thread, step):
    return Post.get(Post.place_thread == thread.id, Post.place_floor == step["floor"])


DO = {
    "hide": hide,
    "merge": _merge,
    "duplicate": _duplicate,
    "report": _report,
    "uphold": _uphold,
    "warn": _warn,
    "words": _words,
    "topic": _topic,
    "pin": _marks(marking.pin),
    "lock": _marks(marking.lock),
    "highlight": _marks(marking.highlight),
}
