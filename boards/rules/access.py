"""Who may see and write what. Pure: takes actors and plain values."""

from boards.rules.on_behalf import acts_for_caller
from boards.rules.status import SETTLED, Section, Status
from forum.messages import M
from forum.roles import Role

MAY_START = {
    Section.DEPARTMENT: frozenset({Role.NETIZEN}),
    Section.DISCUSSION: frozenset({Role.NETIZEN}),
    Section.PRESS: frozenset({Role.REPORTER, Role.MODERATOR}),
    Section.ANNOUNCEMENT: frozenset({Role.MODERATOR}),
}


def may_start(actor, section):
    """Whether `actor` may start a thread in a section."""
    return bool(actor.roles & MAY_START[Section(section)])


def is_own(actor, author, channel):
    """Whether something counts as `actor`'s own; what callers ask through the hotline is every operator's."""
    return (actor.signed_in and actor.account == author) or acts_for_caller(actor, channel)


def may_see_thread(actor, public, author, channel):
    """A thread that waits for screening is seen by its author and the moderators."""
    return public or actor.has(Role.MODERATOR) or is_own(actor, author, channel)


def may_see_hidden(actor, author):
    """The text behind a hidden post's placeholder is seen by its author and the moderators."""
    return actor.has(Role.MODERATOR) or (actor.signed_in and actor.account == author)


def may_know_name(actor, author):
    """Who is behind an anonymous post is known to the author and the moderators."""
    return actor.has(Role.MODERATOR) or (actor.signed_in and actor.account == author)


def reply_refusal(thread):
    """Why a thread (anything with its columns) takes no plain reply, or None. A returned case is pending and public."""
    if thread.merged_into_id:
        return M("这个主题已经合并到主题 %(n)s，请到那里回复。", n=thread.merged_into_id)
    if thread.status == Status.PENDING and not thread.public:
        return M("这个问题还在等待审核，审核通过后才能回复。")
    if thread.withheld:
        return M("这个主题已被屏蔽，不再接受跟帖。")
    if thread.status in SETTLED:
        return M("这个问题已经办结或不予受理，不再接受跟帖；提问人可以继续追问。")
    if thread.ended:
        return M("这个讨论已经结束，不再接受跟帖。")
    if thread.locked:
        return (
            M("这个主题已被锁定，不再接受跟帖；部门办理和提问人追问照常进行。")
            if thread.status
            else M("这个主题已被锁定，不再接受跟帖。")
        )
    return None


def edit_refusal(post):
    """Why a post (anything with its columns) takes no new revision, or None."""
    if post.seal_order_id is not None:
        return M("这一楼已依签批封存，不能修改。")
    return M("这一楼已被屏蔽，不能修改。") if post.hidden_at else None
