"""Marks on a thread: locked, ended, highlighted, pinned. Each has its contrary; every one is public with its reason."""

from boards.models.threads import Board, Thread
from boards.rules.moderator_tools import Tool, check_tool_reason
from boards.rules.status import Section
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.store import db
from forum.store.log import Deed
from moderation.guards import as_moderator, record_moderation, update_thread

MOST_PINNED = 5  # on one board


def lock(thread, *, actor, now, code, text=""):
    """No more plain replies; what a department owes and the asker may ask goes on."""
    return _mark(
        Tool.LOCK, Deed.THREAD_LOCK, Thread.locked, True, M("这个主题已经锁定了。"), thread, actor, now, code, text
    )


def unlock(thread, *, actor, now, code, text=""):
    """Replies are possible again."""
    return _mark(
        Tool.UNLOCK, Deed.THREAD_UNLOCK, Thread.locked, False, M("这个主题没有锁定。"), thread, actor, now, code, text
    )


def highlight(thread, *, actor, now, code, text=""):
    """加精: worth reading, shown with a mark and by a filter of its board."""
    refusal = M("这个主题已经加精了。")
    return _mark(
        Tool.HIGHLIGHT, Deed.THREAD_HIGHLIGHT, Thread.highlighted, True, refusal, thread, actor, now, code, text
    )


def unhighlight(thread, *, actor, now, code, text=""):
    """No longer 精华."""
    refusal = M("这个主题没有加精。")
    return _mark(
        Tool.UNHIGHLIGHT, Deed.THREAD_UNHIGHLIGHT, Thread.highlighted, False, refusal, thread, actor, now, code, text
    )


def end(thread, *, actor, now, code, text=""):
    """Close an open discussion; only on a board of open discussion, since a case is closed by its department or asker."""
    section = Board.select(Board.section).where(Board.id == Thread.get_by_id(thread.id).board_id).scalar()
    if actor.signed_in and (section != Section.DISCUSSION or thread.status):
        raise Conflict(M("只有互动交流版块的讨论可以结束。"))
    return _mark(
        Tool.END, Deed.THREAD_END, Thread.ended, True, M("这个讨论已经结束了。"), thread, actor, now, code, text
    )


def reopen(thread, *, actor, now, code, text=""):
    """Let an ended discussion go on."""
    return _mark(
        Tool.REOPEN, Deed.THREAD_REOPEN, Thread.ended, False, M("这个讨论没有结束。"), thread, actor, now, code, text
    )


def pin(thread, *, actor, now, code, text="", position=None):
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


def unpin(thread, *, actor, now, code, text=""):
    """Back among the others of its board."""
    as_moderator(actor)
    code, text = check_tool_reason(Tool.UNPIN, code, text)
    with db.write():
        thread = update_thread(thread, [Thread.pinned.is_null(False)], M("这个主题没有置顶。"), pinned=None)
        _number(_pinned(thread.board_id))
        record_moderation(Deed.THREAD_UNPIN, thread, actor, now, code, text)
    return thread


def _mark(tool, deed, column, value, refusal, thread, actor, now, code, text):
    as_moderator(actor)
    code, text = check_tool_reason(tool, code, text)
    with db.write():
        thread = update_thread(thread, [column != value], refusal, **{column.name: value})
        record_moderation(deed, thread, actor, now, code, text)
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
