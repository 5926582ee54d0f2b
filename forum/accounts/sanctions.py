"""What a suspended netizen may not do, and the message that says so. Pure.

A suspension forbids new questions, replies, support and edits. Reading, watching, reporting, and following up, rating
and closing one's own questions remain allowed: a suspended citizen still gets answers.
"""

from enum import StrEnum

from forum.messages import M, Message
from forum.problems import Forbidden
from forum.roles import Actor
from forum.text.reasons import reason_text


class SanctionKind(StrEnum):
    """The sanctions that a moderator can impose on a netizen."""

    WARNING = "warning"
    SUSPENSION = "suspension"


def suspension_text(actor: Actor) -> Message | None:
    """The message to a suspended `actor`, with the reason and the end; None for an actor who is not suspended."""
    suspension = actor.suspension
    if suspension is None:
        return None
    return M(
        "您的账号被暂停发言，到 %(until)s 为止。理由：%(reason)s 阅读、追问和评价自己的提问不受影响；不服可以在“我的账号”里看到申诉办法。",
        until=f"{suspension.until:%Y-%m-%d %H:%M}",
        reason=reason_text(suspension.code, suspension.text),
    )


def refuse_suspended(actor: Actor) -> None:
    """Raises Forbidden, with the reason and the date, while `actor` is suspended."""
    if reason := suspension_text(actor):
        raise Forbidden(reason, title=M("您的账号被暂停发言"))
