"""Permissions to see and to write. Pure: takes actors and plain values."""

from collections.abc import Iterator
from typing import Any

from boards.rules.on_behalf import acts_for_caller
from boards.rules.status import Disposition, Section, Status
from forum.messages import M, Message
from forum.roles import Actor, Role

MOST_RATINGS = 2  # of one case: the first, and one change

MAY_START = {
    Section.DEPARTMENT: frozenset({Role.NETIZEN}),
    Section.DISCUSSION: frozenset({Role.NETIZEN}),
    Section.PRESS: frozenset({Role.REPORTER, Role.MODERATOR}),
    Section.ANNOUNCEMENT: frozenset({Role.MODERATOR}),
}


def may_start(actor: Actor, section: str) -> bool:
    """Whether `actor` may start a thread in a section."""
    return bool(actor.roles & MAY_START[Section(section)])


def may_begin(actor: Actor, section: str) -> bool:
    """Whether `actor` may fill in the form of a new thread: a guest where netizens may send it, since he signs in to send it."""
    return may_start(actor, section) or (not actor.signed_in and Role.NETIZEN in MAY_START[Section(section)])


def is_own(actor: Actor, author: int, channel: str) -> bool:
    """Whether a post or thread counts as `actor`'s own; everything that came through the hotline counts as every operator's own."""
    return (actor.signed_in and actor.account == author) or acts_for_caller(actor, channel)


def may_see_thread(actor: Actor, public: bool, author: int, channel: str) -> bool:
    """Whether `actor` may see a thread: while it waits for screening only its author and the moderators may."""
    return public or actor.has(Role.MODERATOR) or is_own(actor, author, channel)


def may_see_hidden(actor: Actor, author: int) -> bool:
    """Whether `actor` may see the text of a hidden post: its author and the moderators may."""
    return actor.has(Role.MODERATOR) or (actor.signed_in and actor.account == author)


def may_change_report(actor: Actor, created_by: int) -> bool:
    """Whether `actor` may correct and withdraw a report of the press: the reporter who published it, and moderators."""
    return actor.has(Role.MODERATOR) or (actor.has(Role.REPORTER) and actor.account == created_by)


def may_know_name(actor: Actor, author: int) -> bool:
    """Whether `actor` may see the name of an anonymous author: the author and the moderators may."""
    return actor.has(Role.MODERATOR) or (actor.signed_in and actor.account == author)


def reply_refusal(thread: Any, asker: bool = False) -> Message | None:
    """The reason why a thread (an object with its columns) accepts no plain reply, or None. A returned case is pending, yet public.

    The `asker` may still reply to a closed case, to say that the problem is solved; only a follow-up reopens it.
    """
    return next((refusal for applies, refusal in _refusals(thread, asker) if applies), None)


def reply_refusal_for(actor: Actor, thread: Any) -> Message | None:
    """The reason why `thread` accepts no plain reply of `actor`, or None."""
    return reply_refusal(thread, is_own(actor, thread.author_id, thread.channel))


def may_draft(actor: Actor, thread: Any) -> bool:
    """Whether `actor` may save a draft in a thread (an object with its columns): a spokesperson, in a case his department's."""
    return actor.speaks_for(thread.department_id) if thread.status else actor.has(Role.SPOKESPERSON)


def rating_refusal(thread: Any, ratings: int) -> Message | None:
    """The reason why a case (an object with its columns) that has `ratings` already takes no other one, or None."""
    if thread.department_id is None or thread.disposition == Disposition.PLATFORM:
        return M("这个问题由平台答复，没有部门可以评价。")
    return M("满意度只能改评一次，您已经改过了。") if ratings >= MOST_RATINGS else None


def may_relocate(actor: Actor, thread: Any) -> bool:
    """Whether `actor` may change where the matter of `thread` (an object with its columns) is: its asker, and moderators."""
    own = is_own(actor, thread.author_id, thread.channel)
    return (own and not actor.suspension) or actor.has(Role.MODERATOR)


def relocation_refusal(actor: Actor, thread: Any) -> Message | None:
    """The reason why `actor`, its asker or a moderator, may not change where the matter of `thread` (with its columns) is, or None."""
    if thread.merged_into_id is not None:
        return M("这个主题已经合并到主题 %(n)s，请到那里改地点。", n=thread.merged_into_id)
    if thread.shown_title == "":
        return M("这个问题已依签批封存，地点不再公开，也不能修改。")
    hidden = thread.hidden and not actor.has(Role.MODERATOR)
    return M("这个问题已被屏蔽，不能修改地点。") if hidden else None


def edit_refusal(post: Any) -> Message | None:
    """The reason why a post (an object with its columns) accepts no new revision, or None."""
    if post.seal_order_id is not None:
        return M("这一楼已依签批封存，不能修改。")
    return M("这一楼已被屏蔽，不能修改。") if post.hidden_at else None


def _refusals(thread: Any, asker: bool) -> Iterator[tuple[bool, Message]]:
    """The reasons in the order in which they count, each with whether it applies to `thread`."""
    yield (
        thread.merged_into_id is not None,
        M("这个主题已经合并到主题 %(n)s，请到那里回复。", n=thread.merged_into_id),
    )
    waits = thread.status == Status.PENDING and not thread.public
    yield waits, M("这个问题还在等待审核，审核通过后才能回复。")
    yield thread.withheld, M("这个主题已被屏蔽，不再接受跟帖。")
    yield thread.status == Status.DECLINED, M("这个问题不予受理，不再接受跟帖。")
    closed = thread.status == Status.CLOSED and not asker
    yield closed, M("这个问题已经办结，不再接受别人跟帖；提问人可以回复，也可以追问。")
    yield thread.ended, M("这个讨论已经结束，不再接受跟帖。")
    is_case = thread.status is not None
    yield thread.locked and is_case, M("这个主题已被锁定，不再接受跟帖；部门办理和提问人追问照常进行。")
    yield thread.locked, M("这个主题已被锁定，不再接受跟帖。")
