"""The pages of topics: the list, and one with its threads as everybody may read them now."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import peewee

from boards.models.threads import Thread
from boards.queries.lists.board import list_query, thread_row
from forum.roles import Actor
from forum.store.cursors import NUMBER, Cursor
from forum.store.sql.conditions import is_false, is_true
from moderation.supervision.topics.actions import ROLES, get_topic
from moderation.supervision.topics.models import Topic, TopicThread
from moderation.supervision.topics.pages import TopicPage, TopicRow, TopicsPage

PATH = "/topics"
PAGE = 30
THREADS = 50
CURSOR = Cursor[int](NUMBER)


def topics_page(viewer: Actor, before: str | None, size: int = PAGE) -> TopicsPage:
    """The TopicsPage; raises Malformed for a bad cursor."""
    query = Topic.select(Topic, _number().alias("number")).order_by(Topic.id.desc()).limit(size + 1)
    rows = list((query.where(Topic.id < CURSOR.decode(before)[0]) if before else query).dicts())
    cursor = CURSOR.encode(rows[size - 1]["id"]) if len(rows) > size else None
    return TopicsPage(
        rows=tuple(_row(row, row["number"]) for row in rows[:size]),
        may_open=_may_change(viewer),
        cursor=cursor,
        older=f"{PATH}?before={cursor}" if cursor else None,
        newest=PATH if before else None,
    )


def topic_page(slug: str, viewer: Actor, now: datetime, before: str | None = None, size: int = THREADS) -> TopicPage:
    """The TopicPage of a slug; raises NotFound, and Malformed for a bad cursor."""
    topic = get_topic(slug)
    inside = _shown(topic.id)
    query = list_query(viewer).where(Thread.id.in_(inside)).order_by(Thread.id.desc()).limit(size + 1)
    rows = list((query.where(Thread.id < CURSOR.decode(before)[0]) if before else query).dicts())
    cursor = CURSOR.encode(rows[size - 1]["id"]) if len(rows) > size else None
    here = f"{PATH}/{topic.slug}"
    return TopicPage(
        topic=_row(topic.__data__, inside.count()),
        closed_text=topic.closed_text or "",
        rows=tuple(thread_row(row, viewer, now) for row in rows[:size]),
        may_change=_may_change(viewer) and topic.closed_at is None,
        cursor=cursor,
        older=f"{here}?before={cursor}" if cursor else None,
        newest=here if before else None,
    )


def topics_of(threads: Collection[int]) -> list[tuple[str, str, bool]]:
    """(address, title, whether it is closed) of each topic with one of the threads of these numbers, oldest first; one statement."""
    inside = TopicThread.select(TopicThread.topic).where(
        TopicThread.thread.in_(sorted(threads)), TopicThread.removed_at.is_null()
    )
    rows = Topic.select(Topic.slug, Topic.title, Topic.closed_at).where(Topic.id.in_(inside)).order_by(Topic.id)
    return [(f"{PATH}/{slug}", title, closed_at is not None) for slug, title, closed_at in rows.tuples()]


Gathered = Thread.alias("gathered")
Standing = Thread.alias("standing")


def _number() -> Any:
    return _shown(Topic.id).select(peewee.fn.COUNT(Standing.id.distinct()))


def _shown(topic: Any) -> peewee.ModelSelect:
    """The ids of the threads in a topic that everybody may read, merged ones as those into which they were merged."""
    standing = peewee.fn.COALESCE(Gathered.merged_into, Gathered.id)
    return (
        TopicThread.select(Standing.id)
        .join(Gathered, on=Gathered.id == TopicThread.thread)
        .join(Standing, on=Standing.id == standing)
        .where(TopicThread.topic == topic, TopicThread.removed_at.is_null())
        .where(is_true(Standing.public), is_false(Standing.hidden), is_true(Gathered.public))
        .distinct()
    )


def _row(row: Any, number: int) -> TopicRow:
    return TopicRow(
        slug=row["slug"],
        title=row["title"],
        introduction=row["introduction"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        threads=number,
    )


def _may_change(viewer: Actor) -> bool:
    return any(viewer.has(role) for role in ROLES)
