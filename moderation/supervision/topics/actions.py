"""Opening, revising and closing a topic, and putting threads into it and taking them out."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from boards.actions.steps.word_check import check_official_text
from boards.models.threads import NOT_HIDDEN, PUBLIC, Thread
from boards.rules import lengths
from forum.messages import M, Message
from forum.problems import Conflict, Forbidden, Invalid, NotFound, Unauthorized, collect_errors
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed, record
from forum.text.checks import check_text, check_title
from moderation.supervision.topics.models import Topic, TopicThread
from moderation.supervision.topics.rules import INTRODUCTION, check_topic_slug, numbers_to_add

ROLES = (Role.SUPERVISOR, Role.MODERATOR)


def open_topic(*, actor: Actor, now: datetime, slug: str, title: str, introduction: str, threads: str = "") -> Topic:
    """Open a topic with the threads whose numbers are typed, or without; returns it.

    Raises Invalid with all errors at once, also for a slug that another topic has or had.
    """
    _guard(actor)
    slug, title, introduction, numbers = _checked(
        (check_topic_slug, slug),
        (_title, title),
        (_introduction, introduction),
        (lambda raw: numbers_to_add(raw) if raw.strip() else (), threads),
    )
    with db.write():
        if Topic.select().where(Topic.slug == slug).exists():
            raise Invalid(slug=M("已经有一个议题用了这个地址，请换一个。"))
        topic = Topic.create(slug=slug, title=title, introduction=introduction, opened_at=now, opened_by=actor.account)
        _record(Deed.TOPIC_OPEN, topic, actor, now, text=introduction)
        if numbers:
            _add(topic, numbers, actor, now)
    return topic


def revise(topic: Topic, *, actor: Actor, now: datetime, title: str, introduction: str) -> None:
    """Give an open topic another title and introduction. Raises Conflict once it is closed."""
    _guard(actor)
    title, introduction = _checked((_title, title), (_introduction, introduction))
    with db.write():
        _change(topic, title=title, introduction=introduction)
        _record(Deed.TOPIC_REVISE, Topic.get_by_id(topic.id), actor, now, text=introduction)


def add_threads(topic: Topic, *, actor: Actor, now: datetime, threads: str) -> int:
    """Put the threads whose numbers are typed into an open topic, all or none; returns how many.

    Raises Invalid, naming them, for numbers of no public thread, of merged ones and of those that are in it already.
    """
    _guard(actor)
    numbers = numbers_to_add(threads)
    with db.write():
        _require_open(topic)
        _add(topic, numbers, actor, now)
    return len(numbers)


def remove_thread(topic: Topic, *, actor: Actor, now: datetime, thread: str, text: str) -> None:
    """Take the thread whose number is typed out of an open topic, for the reason `text`. Raises Invalid when it is not in it."""
    _guard(actor)
    number, text = _checked((_one_number, thread), (_reason, text))
    with db.write():
        _require_open(topic)
        inside = TopicThread.update(removed_at=now, removed_by=actor.account, removed_text=text)
        inside = inside.where(TopicThread.topic == topic.id, TopicThread.thread == number)
        if not inside.where(TopicThread.removed_at.is_null()).execute():
            raise Invalid(thread=M("主题 %(n)s 不在这个议题里。", n=number))
        _record(Deed.TOPIC_REMOVE, topic, actor, now, thread=number, text=text)


def close(topic: Topic, *, actor: Actor, now: datetime, result: str) -> None:
    """Close a topic, saying what came of it. Raises Conflict when it is closed already."""
    _guard(actor)
    result = _reason(result, "result")
    with db.write():
        _change(topic, closed_at=now, closed_by=actor.account, closed_text=result)
        _record(Deed.TOPIC_CLOSE, topic, actor, now, text=result)


def get_topic(slug: str) -> Topic:
    """The Topic of a slug; raises NotFound."""
    found: Topic | None = Topic.get_or_none(Topic.slug == slug)
    if found is None:
        raise NotFound(M("没有这个议题。"))
    return found


def _guard(actor):
    if not actor.signed_in:
        raise Unauthorized()
    if not any(actor.has(role) for role in ROLES):
        raise Forbidden(M("议题由督办或管理员（版主）建立和维护。"))


def _checked(*checks):
    """The values of (check, raw) pairs; raises Invalid with the errors of all."""
    errors: dict[str, Message] = {}
    values = [collect_errors(errors, lambda check=check, raw=raw: check(raw)) for check, raw in checks]
    if errors:
        raise Invalid(errors)
    return values


def _change(topic, **columns):
    if not Topic.update(**columns).where(Topic.id == topic.id, Topic.closed_at.is_null()).execute():
        raise Conflict(M("这个议题已经结束。"))


def _require_open(topic):
    if not Topic.select().where(Topic.id == topic.id, Topic.closed_at.is_null()).exists():
        raise Conflict(M("这个议题已经结束。"))


def _add(topic: Topic, numbers: Collection[int], actor: Actor, now: datetime) -> None:
    found = {row.id: row for row in Thread.select().where(Thread.id.in_(numbers), PUBLIC, NOT_HIDDEN)}
    _refuse(M("没有这些公开的主题：%(numbers)s。"), [n for n in numbers if n not in found])
    _refuse(
        M("这些主题已经并入别的主题，请填并入的那个：%(numbers)s。"), [n for n in numbers if found[n].merged_into_id]
    )
    inside = TopicThread.select(TopicThread.thread).where(
        TopicThread.topic == topic.id, TopicThread.removed_at.is_null()
    )
    inside = {thread for (thread,) in inside.tuples()}
    _refuse(M("这些主题已经在这个议题里：%(numbers)s。"), [n for n in numbers if n in inside])
    for number in numbers:
        TopicThread.create(topic=topic, thread=number, added_at=now, added_by=actor.account)
        _record(Deed.TOPIC_ADD, topic, actor, now, thread=number)


def _refuse(sentence, numbers):
    if numbers:
        raise Invalid(threads=sentence.with_values(numbers="、".join(map(str, numbers))))


def _one_number(raw):
    try:
        (number,) = numbers_to_add(raw)
    except (Invalid, ValueError):
        raise Invalid(thread=M("请填写一个主题的编号。")) from None
    return number


def _title(raw):
    return check_official_text(check_title(raw)).text


def _introduction(raw):
    return check_official_text(check_text("introduction", raw or "", INTRODUCTION)).text


def _reason(raw, field="text"):
    return check_official_text(check_text(field, raw or "", lengths.REASON)).text


def _record(deed: Deed, topic: Topic, actor: Actor, now: datetime, thread: int | None = None, **said: Any) -> None:
    role = next(role for role in ROLES if actor.has(role))
    record(
        deed,
        ("topic", topic.id),
        actor=actor,
        now=now,
        acting_role=ActingRole(role),
        thread=thread,
        topic=topic.slug,
        title=topic.title,
        **said,
    )
