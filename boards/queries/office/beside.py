"""What stands beside the form of an answer: the question, what was said between asker and office since, and the clocks that run."""

from datetime import datetime

import peewee

from boards.clocks.city import City
from boards.models.threads import Clock, Department, Post, Thread
from boards.pages.posts import PostView
from boards.pages.writing import CaseBeside
from boards.queries.thread.posts import post_query, post_view
from boards.queries.thread.thread import clock_view
from boards.rules.status import OFFICIAL, PostKind
from boards.rules.text.letter import fold
from forum.roles import Actor

LATEST = 8  # posts of the exchange, the question not counted
EXCHANGE = (PostKind.FOLLOW_UP, *sorted(OFFICIAL))


def case_beside(
    thread: Thread, viewer: Actor, now: datetime, city: City, parent: int | None
) -> tuple[CaseBeside, PostView | None]:
    """(the CaseBeside of a thread, the post on floor `parent` or None), in two statements."""
    posts = _posts(thread, viewer, parent)
    question, answered = posts.pop(1, None), posts.get(parent or 0)
    exchange = [post for _, post in sorted(posts.items()) if post.kind in EXCHANGE]
    beside = CaseBeside(
        question=question,
        letter=fold(question.html or "") if question else None,
        exchange=tuple(exchange[-LATEST:]),
        more=len(exchange) > LATEST,
        clocks=tuple(clock_view(clock, thread, now, city) for clock in _running(thread)),
    )
    return beside, question if parent == 1 else answered


def _posts(thread, viewer, parent):
    """floor -> PostView of the question, of floor `parent` and of the latest posts of the exchange."""
    wanted = Post.place_floor.in_([1, parent or 1])
    first = peewee.Case(None, [(wanted, 0)], 1)
    rows = post_query(thread).where(wanted | Post.kind.in_([kind.value for kind in EXCHANGE]))
    rows = rows.order_by(first, Post.place_floor.desc()).limit(LATEST + 3)
    views = (post_view(row, viewer, thread) for row in rows.dicts())
    return {view.floor: view for view in views}


def _running(thread):
    running = Clock.select(Clock, Department.short, Department.slug).join(Department)
    return running.where(Clock.thread == thread.id, Clock.met_at.is_null()).order_by(Clock.due_at, Clock.id)
