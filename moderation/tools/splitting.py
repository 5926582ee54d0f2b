"""Splitting: chosen floors become a thread of their own; their old addresses redirect there."""

from collections.abc import Iterable
from datetime import datetime

from boards.actions.steps import clocks, recording
from boards.clocks.city import City
from boards.clocks.deadlines import Occasion
from boards.clocks.policy import Kind
from boards.models.threads import Board, Department, Post, Thread
from boards.rules.moderator_tools import Tool, check_tool_reason
from boards.rules.status import Disposition, PostKind, Section, Status
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.roles import Actor, Role
from forum.store import db
from forum.store.log import Deed
from forum.text.checks import check_title
from moderation.guards import as_moderator, record_moderation
from moderation.tools import placing

MOST = 200  # floors at once


def split(
    thread: Thread,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    floors: Iterable[int],
    title: str,
    code: str,
    text: str = "",
    board: Board | None = None,
    kind: str | None = None,
) -> Thread:
    """A new Thread of the chosen `floors`, on `board` or its own; the title is the moderator's. Raises Invalid, Conflict.

    On a department's board it opens a case with its clocks, asked by whoever wrote the first of the floors.
    """
    as_moderator(actor)
    code, text = check_tool_reason(Tool.SPLIT, code, text)
    title = check_title(title)
    with db.write():
        old = Thread.get_by_id(thread.id)
        posts = _chosen(old, floors)
        board = board or Board.get_by_id(old.board_id)
        new = _begin(posts, board, title, kind, now)
        placing.place_posts(posts, new, actor=actor, now=now)
        placing.update_last_post(new)
        placing.update_last_post(old)
        recording.move_post_counts(old, new, len(posts), threads=1)
        chosen = [post.place_floor for post in posts]
        record_moderation(Deed.THREAD_SPLIT, old, actor, now, code, text, into=new.id, floors=chosen, title=title)
        record_moderation(
            Deed.THREAD_OPEN, new, actor, now, code, text, out_of=old.id, title=title, **_case(new, posts, now, city)
        )
    return Thread.get_by_id(new.id)


def _chosen(thread, floors):
    """The posts on these floors, by floor; the question and the offices' words stay with their case."""
    if thread.merged_into_id or not thread.public or thread.withheld:
        raise Conflict(M("没有公开、已被屏蔽或已经并入别处的主题不能拆分。"))
    wanted = sorted(set(floors))
    if not wanted or len(wanted) > MOST:
        raise Invalid(floors=M("请写要拆出的楼层，一次最多 %(n)s 楼。", n=MOST))
    posts = list(placing.posts_in(thread).where(Post.place_floor.in_(wanted)))
    if len(posts) < len(wanted):
        raise Invalid(floors=M("这里面有的楼层不在这个主题里。"))
    if any(post.thread_id == thread.id and not _free(post) for post in posts) or wanted[0] == 1:
        raise Invalid(floors=M("主楼、官方答复、追问和办理说明不能拆走。"))
    return posts


def _free(post):
    return post.kind == PostKind.REPLY


def _begin(posts, board, title, kind, now):
    first, has_case = posts[0], board.section == Section.DEPARTMENT
    if has_case and board.department_id is None:
        raise Invalid(floors=M("这个版块没有部门，拆出来的主题没有人办理。"))
    if has_case and kind not in tuple(Kind):
        raise Invalid(kind=M("请选择咨询、投诉或建议。"))
    if has_case and first.role != Role.NETIZEN:
        raise Invalid(floors=M("拆到部门版块时，第一楼应当是网民写的。"))
    case = (
        {
            "kind": str(kind),
            "status": Status.UNACCEPTED.value,
            "department": board.department_id,
            "disposition": Disposition.FORWARDED.value,
        }
        if has_case
        else {}
    )
    return Thread.create(
        board=board.id,
        title=title,
        author=first.author_id,
        author_name=first.author_name,
        role=first.role,
        author_department=first.department_id,
        author_department_name=first.department_name,
        anonymous=first.anonymous,
        channel=first.channel,
        created_at=now,
        floors=0,
        last_at=now,
        last_name="",
        **case,
    )


def _case(thread, posts, now, city):
    """Open the case of a new thread, if it has one; returns the log data about it."""
    if not thread.status:
        return {}
    Post.update(unsettled=True).where(Post.id == posts[0].id).execute()
    clocks.open_clocks(thread, now, city, Occasion.SPLIT)
    name = Department.select(Department.short).where(Department.id == thread.department_id).scalar()
    return {"to": thread.department_id, "to_name": name}
