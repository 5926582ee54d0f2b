"""Private contact about a case: who may write, until when, and what is refused. Pure.

`thread` is an object with the columns of a thread.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from boards.rules.channel import CHANNELS
from boards.rules.status import SETTLED, Status
from forum.messages import M, Message
from forum.roles import Actor

SHORTEST, LONGEST = 2, 2_000  # characters of a message
REASON = 200  # characters of the reason for which a moderator looks


class Side(StrEnum):
    """A side of a private conversation."""

    ASKER = "asker"
    DEPARTMENT = "department"


def side_of(actor: Actor, thread: Any) -> Side | None:
    """The side on which `actor` may write about a case: its asker, a spokesperson of the department that holds it, or None."""
    if actor.signed_in and actor.account == thread.author_id:
        return Side.ASKER
    return Side.DEPARTMENT if actor.speaks_for(thread.department_id) else None


def refusal(thread: Any) -> Message | None:
    """The reason why nothing is written privately about `thread` by anybody, or None."""
    return next((reason for applies, reason in _refusals(thread) if applies), None)


def unreachable(disabled: bool, closed: bool, has_password: bool) -> Message | None:
    """The reason why the asker's account gets no private message, or None."""
    if closed:
        return M("提问人已经注销账号，收不到私信。")
    if disabled or not has_password:
        return M("提问人的账号不能登录，收不到私信。")
    return None


def _refusals(thread: Any) -> Iterator[tuple[bool, Message]]:
    """The reasons in the order in which they count, each with whether it applies to `thread`."""
    merged = thread.merged_into_id
    yield merged is not None, M("这个主题已经合并到主题 %(n)s，私信也请在那里写。", n=merged)
    yield thread.shown_title == "", M("这个问题已依签批封存，不能再写私信。")
    yield thread.hidden or thread.withheld, M("这个问题已被屏蔽，现在不能写私信。")
    channel = CHANNELS[thread.channel]
    yield channel.proxy is not None, M("这个问题是打热线来的，请通过热线联系来电人。")
    yield not channel.own_account, M("这个问题是经别的应用来的，提问人在这里没有账号，请在公开的答复里写明怎么联系您。")
    yield thread.status in SETTLED, M("这个问题已经办结，私信也到此为止；提问人追问以后可以再写。")
    nobodys = thread.department_id is None or thread.status in (None, Status.PENDING)
    yield nobodys, M("这个问题现在不在任何部门手里，不能写私信。")
