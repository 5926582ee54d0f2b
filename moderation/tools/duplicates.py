"""Marking a thread as a duplicate of another, and taking the mark away."""

from datetime import datetime

from boards.actions.cases.duplicates import mark_duplicate
from boards.models.threads import Thread
from boards.rules.moderator_tools import Tool, check_tool_reason
from boards.rules.status import Disposition, Status
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Actor
from forum.store import db
from forum.store.log import Deed
from moderation.guards import as_moderator, record_moderation, update_thread


def mark_as_duplicate(
    thread: Thread, *, actor: Actor, now: datetime, of: Thread | None, code: str, text: str = ""
) -> Thread:
    """Mark `thread` as a duplicate of `of`, to which its page links; returns the Thread.

    For a question that waits it is the disposition. A question that a department has stays with it: a pointer takes
    nobody's answer away; merging does that, and says so.
    """
    as_moderator(actor)
    code, text = check_tool_reason(Tool.DUPLICATE, code, text)
    if of is None or of.id == thread.id or not of.public or of.merged_into_id:
        raise Invalid(of=M("请填写另一个公开主题的编号。"))
    with db.write():
        if Thread.get_by_id(thread.id).status == Status.PENDING:
            return mark_duplicate(thread, actor=actor, now=now, of=of, reason=str(code), text=text or None)
        new = Thread.duplicate_of.is_null() | (Thread.duplicate_of != of.id)
        thread = update_thread(thread, [new], M("这个主题已经这样标过了。"), duplicate_of=of.id)
        record_moderation(Deed.THREAD_DUPLICATE, thread, actor, now, code, text, of=of.id)
    return thread


def clear_duplicate(thread: Thread, *, actor: Actor, now: datetime, code: str, text: str = "") -> Thread:
    """Take the mark away. Raises Conflict for a case that was closed as a duplicate: a disposition stays."""
    as_moderator(actor)
    code, text = check_tool_reason(Tool.NO_DUPLICATE, code, text)
    pointed = Thread.disposition.is_null() | (Thread.disposition != Disposition.DUPLICATE.value)
    with db.write():
        refusal = M("这个主题没有标为重复，或者已经按重复问题办结。")
        thread = update_thread(thread, [Thread.duplicate_of.is_null(False), pointed], refusal, duplicate_of=None)
        record_moderation(Deed.THREAD_NO_DUPLICATE, thread, actor, now, code, text)
    return thread
