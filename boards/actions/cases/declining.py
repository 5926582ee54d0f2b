"""Not taken up (不予受理), and the other ways in which a question that waits is disposed of. Nothing leaves silently."""

from boards.actions.cases import callbacks, handling
from boards.actions.steps import clocks, recording
from boards.actions.steps.transitions import advance, record_deed
from boards.rules.channel import Channel
from boards.models.threads import Thread
from boards.rules.status import SETTLED, DeclineReason, Disposition, PostKind, Section, Verb
from forum.store import db
from forum.store.log import Deed
from forum.messages import M
from forum.problems import Invalid
from forum.roles import ActingRole, Role


def decline(thread, *, actor, now, city, code, text, channel: Channel = Channel.WEB):
    """Out of scope by law: `code` is a DeclineReason, `text` says in public why and where to go instead. Returns the Post."""
    draft = draft_refusal(code, text)
    with db.write():
        thread = advance(thread, Verb.DECLINE, actor, disposition=Disposition.DECLINED.value)
        acting_role = _acting_role(actor, thread)
        post = recording.insert_post(thread, draft, PostKind.DECLINE, actor=actor, now=now, acting_role=acting_role, channel=channel)
        clocks.stop_all_clocks(thread, now, Deed.DECLINE)
        record_deed(Deed.DECLINE, thread, actor, now, acting_role, post=post.id, reason=code, floor=post.floor)
        callbacks.open_callback_after_answer(thread, now, city)
    return post


def draft_refusal(code, text):
    """The Draft of what is said when a question is declined for `code`, made before a transaction begins; raises Invalid."""
    if code not in tuple(DeclineReason):
        raise Invalid(code=M("请选择不予受理的理由。"))
    return recording.official_draft(text)


def answer_by_platform(thread, *, actor, now, city, text, channel: Channel = Channel.WEB):
    """A moderator answers a waiting question for the platform; the asker may follow up. Returns the Post."""
    draft = recording.official_draft(text)
    with db.write():
        columns = {"answers": Thread.answers + 1, "public": True, "disposition": Disposition.PLATFORM.value}
        before = thread.public
        thread = advance(thread, Verb.ANSWER_BY_PLATFORM, actor, **columns)
        unveiled = {} if before else recording.count_as_public(thread, now)
        acting_role = ActingRole(Role.MODERATOR)
        post = recording.insert_post(thread, draft, PostKind.PLATFORM, actor=actor, now=now, acting_role=acting_role, channel=channel)
        handling.mark_settled(thread)
        clocks.stop_all_clocks(thread, now, Deed.PLATFORM_ANSWER)
        record_deed(Deed.PLATFORM_ANSWER, thread, actor, now, acting_role, post=post.id, floor=post.floor, **unveiled)
        callbacks.open_callback_after_answer(thread, now, city)
    return post


def mark_duplicate(thread, *, actor, now, of, reason=None, text=None):
    """A waiting question that another thread answers already; its author is led there."""
    if of is None or of.id == thread.id or not of.public:
        raise Invalid(of=M("请填写另一个公开主题的编号。"))
    with db.write():
        disposition = {"disposition": Disposition.DUPLICATE.value, "duplicate_of": of.id}
        thread = advance(thread, Verb.MARK_DUPLICATE, actor, **disposition)
        clocks.stop_all_clocks(thread, now, Deed.DUPLICATE)
        record_deed(Deed.DUPLICATE, thread, actor, now, ActingRole(Role.MODERATOR), of=of.id, reason=reason, text=text)
    return thread


def settle_merged(thread, *, actor, now, city, into):
    """End the case of a thread that is merged into another; call inside the transaction of the merge.

    A question that was never answered becomes a duplicate; one that was stays what it was to its department. Either
    way it is closed, nothing more is due, and who asked through the hotline is called.
    """
    if not thread.status or thread.status in SETTLED:
        return
    columns = {"duplicate_of": into.id}
    if not thread.answers:
        columns["disposition"] = Disposition.DUPLICATE.value
    advance(thread, Verb.MERGE, actor, **columns)
    handling.mark_settled(thread)
    clocks.stop_all_clocks(thread, now, Deed.THREAD_MERGE)
    callbacks.open_callback_after_answer(thread, now, city)


def open_discussion(thread, *, actor, now, board):
    """A waiting question that is no department's business becomes a thread of an open board, without clocks."""
    if board is None or board.section != Section.DISCUSSION:
        raise Invalid(board=M("请选择一个互动交流版块。"))
    with db.write():
        columns = {"board": board.id, "public": True, "disposition": Disposition.DISCUSSION.value}
        before = Thread.get_by_id(thread.id)
        thread = advance(thread, Verb.OPEN_DISCUSSION, actor, department=None, next_due_at=None, **columns)
        clocks.stop_all_clocks(thread, now, Deed.DISCUSS)
        moved = recording.move_thread_counts(before, thread) if before.public else recording.count_as_public(thread, now)
        record_deed(Deed.DISCUSS, thread, actor, now, ActingRole(Role.MODERATOR), board=board.slug, **moved)
    return thread


def _acting_role(actor, thread):
    if actor.speaks_for(thread.department_id):
        return ActingRole(Role.SPOKESPERSON, thread.department_id)
    return ActingRole(Role.MODERATOR)
