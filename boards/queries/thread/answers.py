"""The latest official answer of a case, which stands below the question."""

import peewee

from boards.models.threads import AN_ANSWER, Department, Post, Thread
from boards.pages.thread import LatestAnswer, TimelineStep
from boards.queries.thread.posts import post_query, post_view
from boards.rules.status import PostKind
from boards.rules.text.letter import fold
from forum.roles import Actor
from forum.store.db import composed

RESULTS = (PostKind.RESULT, PostKind.DECLINE, PostKind.PLATFORM)
OFFICIAL_ANSWERS = (*RESULTS, PostKind.FIRST_REPLY)


def latest_answer(thread: Thread, viewer: Actor, official: tuple[TimelineStep, ...]) -> LatestAnswer | None:
    """The LatestAnswer of a thread: its last result, else its last first reply; None without either.

    `official` are the thread's official steps.
    """
    rows = _latest(thread.id)
    if not rows:
        return None
    (row,) = rows
    post = post_view(row, viewer, thread)
    earlier = tuple(step for step in official if step.floor != post.floor and step.at <= post.created_at)
    return LatestAnswer(post, row["office"] or row["department_short"] or "", fold(post.html or ""), earlier)


@composed
def _latest(thread):
    answers = (
        post_query(thread)
        .select_extend(Department.name.alias("office"))
        .where(AN_ANSWER, Post.kind.in_(OFFICIAL_ANSWERS))
    )
    return answers.order_by(*by_weight()).limit(1).dicts()


def by_weight() -> tuple[peewee.Node, peewee.Node]:
    """The order of a thread's official answers: the one that counts first."""
    return peewee.Case(None, [(Post.kind == PostKind.FIRST_REPLY, 1)], 0).asc(), Post.place_floor.desc()
