"""How far a question is, as a channel tells it that shows text alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from boards.models.threads import Department, Post, Thread
from boards.pages.outside import heading_of, not_shown
from boards.queries.parts.badges import badge
from boards.queries.thread.posts import post_view, posts_with_text
from boards.queries.thread.thread import get_thread, title_of
from boards.rules.status import OFFICIAL
from forum.messages import M, Message
from forum.roles import GUEST, Actor

Lines = tuple[Message | str, ...]


def progress(number: int, viewer: Actor, now: datetime, url: str, excerpt: int) -> Lines:
    """How far a question is, and `excerpt` characters of the latest answer; raises NotFound for one that the viewer may not see."""
    thread = get_thread(number, viewer)
    answer = _latest_answer(thread)
    badged = badge(thread.status, thread.next_due_at, now)
    office = thread.department_id and Department.get_by_id(thread.department_id).short
    return (
        M("%(n)s 号：%(title)s", n=thread.id, title=title_of(thread, viewer)),
        *((M("状态：%(status)s", status=badged.label),) if badged else ()),
        *((M("现在已经逾期。"),) if badged and badged.overdue else ()),
        *((M("部门：%(office)s", office=office),) if office else ()),
        *(_answer_lines(answer, excerpt) if answer else (M("还没有答复。"),)),
        M("全文：%(url)s", url=f"{url}/threads/{thread.id}"),
    )


def status_of(number: int, now: datetime) -> Message | str:
    """The label of a public question's status; raises NotFound."""
    thread = get_thread(number, GUEST)
    badged = badge(thread.status, thread.next_due_at, now)
    return badged.label if badged else ""


def _answer_lines(answer: Any, excerpt: int) -> Sequence[Message | str]:
    said = not_shown(answer)
    text = answer.text or ""
    begins = text if len(text) <= excerpt else text[:excerpt] + "……"
    return (M("%(heading)s：", heading=heading_of(answer)), said if said is not None else begins)


def _latest_answer(thread: Thread) -> Any:
    kinds = [kind.value for kind in OFFICIAL]
    of_thread = posts_with_text().where(Post.place_thread == thread.id, Post.kind.in_(kinds))
    row = of_thread.order_by(Post.place_floor.desc()).limit(1).dicts().first()
    return post_view(row, GUEST, thread) if row else None
