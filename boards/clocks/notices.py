"""The notices that a clock leads to (督办): a warning before it is due, 抄告单 when it is overdue, 督办通知书 after that. Pure.

Source of the ladder: the rules of Ruian's two offices (抄告单 by the 宣传部, 督办通知书 by the 效能办) and Quzhou's yearly
网络舆情预警信息 (docs/supervision.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from boards.clocks.deadlines import ClockState
from boards.clocks.outcomes import meets
from boards.clocks.policy import NoticeKind
from forum.messages import M


class Closing(StrEnum):
    """Why a notice was closed: by itself for all but SUPERVISOR. Values are stored and never change."""

    DONE = "done"
    STOPPED = "stopped"
    RESCHEDULED = "rescheduled"
    SUPERVISOR = "supervisor"


NOTICE_LABELS = {
    NoticeKind.WARNING: M("网络舆情预警信息"),
    NoticeKind.CIRCULAR: M("舆情抄告单"),
    NoticeKind.URGING: M("督办通知书"),
}
CLOSING_LABELS = {
    Closing.DONE: M("部门已经办理"),
    Closing.STOPPED: M("问题已经不由这个部门办理"),
    Closing.RESCHEDULED: M("时限已经改到另一个时间"),
    Closing.SUPERVISOR: M("由督办了结"),
}


@dataclass(frozen=True)
class Issued:
    """What of a notice about the same clock decides on the next one; `feedback_due_at` is None for a warning."""

    feedback_due_at: datetime | None = None
    closed: bool = False


def next_notice(state: ClockState, issued: Mapping[NoticeKind, Issued], now: datetime) -> NoticeKind | None:
    """The kind of the next notice about a clock in `state`, for which those of `issued` exist; None when none is due."""
    if state is ClockState.WARNING:
        return None if issued else NoticeKind.WARNING
    if state is not ClockState.OVERDUE:
        return None
    circular = issued.get(NoticeKind.CIRCULAR)
    if circular is None:
        return NoticeKind.CIRCULAR
    passed = circular.feedback_due_at is not None and now > circular.feedback_due_at
    return NoticeKind.URGING if passed and not circular.closed and NoticeKind.URGING not in issued else None


def closing_by_itself(kind: str, met_by: str | None, due_at: datetime, noticed_due_at: datetime) -> Closing | None:
    """Why a notice about a clock of `kind` is to be closed; None while the clock runs to the due time that was noticed."""
    if met_by is not None:
        return Closing.DONE if meets(met_by, kind) else Closing.STOPPED
    return Closing.RESCHEDULED if due_at != noticed_due_at else None


def number_of(mark: str, year: int, number: int) -> str:
    """The number of a notice as GB/T 9704-2012, 7.2.5 writes it: 〔〕 around the year, no 第, no leading zeros."""
    return f"{mark}〔{year}〕{number}号"
