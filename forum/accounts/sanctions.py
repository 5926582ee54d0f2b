"""What a suspended netizen may not do, and how it is said. Pure.

A suspension stops new questions, replies, supporting and editing. It never stops reading, watching, following up,
rating and closing one's own questions, or reporting: a city goes on answering everybody.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forum.messages import M
from forum.problems import Forbidden
from forum.text.reasons import reason_text


class SanctionKind(StrEnum):
    """What a moderator can give a netizen."""

    WARNING = "warning"
    SUSPENSION = "suspension"


@dataclass(frozen=True)
class Suspension:
    """A suspension that holds now; `until` is aware, in the zone in which it is told."""

    until: datetime
    code: str
    text: str


def suspension_text(actor):
    """Why `actor` may not write now, for the person to read; None when he may."""
    held = actor.suspension
    if held is None:
        return None
    return M(
        "您的账号被暂停发言，到 %(until)s 为止。理由：%(reason)s 阅读、追问和评价自己的提问不受影响；不服可以在“我的账号”里看到申诉办法。",
        until=f"{held.until:%Y-%m-%d %H:%M}",
        reason=reason_text(held.code, held.text),
    )


def refuse_suspended(actor):
    """Raises Forbidden, with the reason and the date, while `actor` is suspended."""
    if reason := suspension_text(actor):
        raise Forbidden(reason, title=M("您的账号被暂停发言"))
