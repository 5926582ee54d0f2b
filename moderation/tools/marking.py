"""Marks on a thread: locked, ended, highlighted, pinned. Each can be taken back; both are public, with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boards.models.threads import Board, Thread
from boards.rules.moderator_tools import Tool, check_tool_reason
from boards.rules.status import Section
from forum.messages import M, Message
from forum.problems import Conflict, Invalid
from forum.roles import Actor
from forum.store import db
from forum.store.log import Deed
from moderation.guards import as_moderator, record_moderation, update_thread

MOST_PINNED = 5  # on one board


@dataclass(frozen=True)
class _Mark:
    """One tool that sets a column of the thread to `value`; `refusal` is for a thread whose column has it already."""

    tool: Tool
    deed: Deed
    column: Any
    value: bool
    refusal: Message


LOCK = _Mark(Tool.LOCK, Deed.THREAD_LOCK, Thread.locked, True, M("这个主题已经锁定了。"))
UNLOCK = _Mark(Tool.UNLOCK, Deed.THREAD_UNLOCK, Thread.locked, False, M("这个主题没有锁定。"))
HIGHLIGHT = _Mark(Tool.HIGHLIGHT, Deed.THREAD_HIGHLIGHT, Thread.highlighted, True, M("这个主题已经加精了。"))
UNHIGHLIGHT = _Mark(Tool.UNHIGHLIGHT, Deed.THREAD_UNHIGHLIGHT, Thread.highlighted, False, M("这个主题没有加精。"))
END = _Mark(Tool.END, Deed.THREAD_END, Thread.ended, True, M("这个讨论已经结束了。"))
REOPEN = _Mark(Tool.REOPEN, Deed.THREAD_REOPEN, Thread.ended, False, M("这个讨论没有结束。"))


def lock(thread: Thread, *, actor: Actor, now: datetime, code: str, text: str = "") -> Thread:
    """Accept no more plain replies; the department's answers and the asker's follow-ups stay possible. Returns the Thread."""
    return _set(LOCK, thread, actor, now, code, text)


def unlock(thread: Thread, *, actor: Actor, now: datetime, code: str, text: str = "") -> Thread:
    """Accept replies again."""
    return _set(UNLOCK, thread, actor, now, code, text)


def highlight(thread: Thread, *, actor: Actor, now: datetime, code: str, text: str = "") -> Thread:
    """Mark the thread as worth reading (加精); its board can be filtered by it."""
    return _set(HIGHLIGHT, thread, actor, now, code, text)


def unhighlight(thread: Thread, *, actor: Actor, now: datetime, code: str, text: str = "") -> Thread:
    """Take the highlight (精华) away."""
    return _set(UNHIGHLIGHT, thread, actor, now, code, text)


def end(thread: Thread, *, actor: Actor, now: datetime, code: str, text: str = "") -> Thread:
    """Close an open discussion; only on a board of open discussion, since a case is closed by its department or asker."""
    section = Board.select(Board.section).where(Board.id == Thread.get_by_id(thread.id).board_id).scalar()
    if actor.signed_in and (section != Section.DISCUSSION or thread.status):
        raise Conflict(M("只有互动交流版块的讨论可以结束。"))
    return _set(END, thread, actor, now, code, text)


def reopen(thread: Thread, *, actor: Actor, now: datetime, code: str, text: str = "") -> Thread:
    """Open an ended discussion again."""
    return _set(REOPEN, thread, actor, now, code, text)


def pin(
    thread: Thread, *, actor: Actor, now: datetime, code: str, text: str = "", position: int | None = None
) -> Thread:
    """Put a thread above its board's list, at `position` from 1 or below the others; again with another position moves it."""
    as_moderator(actor)
    code, text = check_tool_reason(Tool.PIN, code, text)
    with db.write():
        thread = Thread.get_by_id(thread.id)
        order = _pinned(thread.board_id)
        position = _checked(position, order, thread.id)
        if thread.pinned == position or not thread.public or thread.withheld:
            raise Conflict(M("这个主题已经在这个位置置顶，或者没有公开。"))
        others = [id for id in order if id != thread.id]
        update_thread(thread, [], M("这个主题已经并入别的主题。"), pinned=position)
        _number([*others[: position - 1], thread.id, *others[position - 1 :]])
        record_moderation(Deed.THREAD_PIN, thread, actor, now, code, text, position=position)
    return Thread.get_by_id(thread.id)


def unpin(thread: Thread, *, actor: Actor, now: datetime, code: str, text: str = "") -> Thread:
    """Take the pin away."""
    as_moderator(actor)
    code, text = check_tool_reason(Tool.UNPIN, code, text)
    with db.write():
        thread = update_thread(thread, [Thread.pinned.is_null(False)], M("这个主题没有置顶。"), pinned=None)
        _number(_pinned(thread.board_id))
        record_moderation(Deed.THREAD_UNPIN, thread, actor, now, code, text)
    return thread


def _set(mark, thread, actor, now, code, text):
    as_moderator(actor)
    code, text = check_tool_reason(mark.tool, code, text)
    with db.write():
        thread = update_thread(thread, [mark.column != mark.value], mark.refusal, **{mark.column.name: mark.value})
        record_moderation(mark.deed, thread, actor, now, code, text)
    return thread


def _pinned(board):
    rows = Thread.select(Thread.id).where(Thread.board == board, Thread.pinned.is_null(False))
    return [id for (id,) in rows.order_by(Thread.pinned, Thread.id).tuples()]


def _number(order):
    for position, id in enumerate(order, 1):
        Thread.update(pinned=position).where(Thread.id == id).execute()


def _checked(position, order, id):
    others = len(order) - (id in order)
    if id not in order and others >= MOST_PINNED:
        raise Conflict(M("一个版块最多置顶 %(n)s 个主题，请先取消一个。", n=MOST_PINNED))
    if position is None:
        return others + 1
    if not 1 <= position <= others + 1:
        raise Invalid(position=M("位置应当在 1 到 %(n)s 之间。", n=others + 1))
    return position
