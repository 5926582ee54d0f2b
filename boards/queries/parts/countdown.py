"""The time until a clock is due, or by which it is overdue, as text."""

from datetime import datetime

from forum.clock import whole_minute
from forum.messages import M, Message

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds


def time_left(due_at: datetime, now: datetime) -> Message:
    """A Message such as 还剩 1 小时 20 分 or 已逾期 2 天; within a minute it changes only when the clock is due."""
    if now > due_at:
        return M("已逾期 %(span)s", span=duration_text(late_seconds(due_at, now)))
    return M("还剩 %(span)s", span=duration_text(int((due_at - whole_minute(now)).total_seconds())))


def late_seconds(due_at: datetime, now: datetime) -> int:
    """By how many seconds a clock is overdue at the beginning of this minute, at least 0."""
    return max(0, int((whole_minute(now) - due_at).total_seconds()))


def duration_text(seconds: int) -> Message:
    """Seconds as days and hours, hours and minutes, or minutes."""
    if seconds >= DAY:
        return M("%(d)s 天 %(h)s 小时", d=seconds // DAY, h=seconds % DAY // HOUR)
    if seconds >= HOUR:
        return M("%(h)s 小时 %(m)s 分", h=seconds // HOUR, m=seconds % HOUR // MINUTE)
    return M("%(m)s 分钟", m=seconds // MINUTE)
