"""The events of which accounts are notified, and the relations of an account to a deed. Pure.

Which deed notifies whom of what stands in boards/rules/deeds/table.py.
"""

from enum import StrEnum


class Event(StrEnum):
    """What an account can be notified of, and can mute. Values are stored and never change."""

    QUESTION = "question"
    ARRIVED = "arrived"
    COHANDLE_ASKED = "cohandle_asked"
    RATED = "rated"
    TO_ROUTE = "to_route"
    TO_SCREEN = "to_screen"
    ALARM = "alarm"
    PUBLISHED = "published"
    ACCEPTED = "accepted"
    FIRST_REPLY = "first_reply"
    RESULT = "result"
    FOLLOW_UP = "follow_up"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    DECLINED = "declined"
    DISPOSED = "disposed"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_DECIDED = "extension_decided"
    COHANDLED = "cohandled"
    INPUT = "input"
    CLOSED = "closed"
    REPLY_TO_YOU = "reply_to_you"
    REPLY = "reply"
    POST_HELD = "post_held"
    POST_HIDDEN = "post_hidden"
    POST_RESTORED = "post_restored"
    MERGED = "merged"
    SPLIT_OFF = "split_off"
    MOVED = "moved"
    LOCKED = "locked"
    THREAD_HIDDEN = "thread_hidden"
    THREAD_RESTORED = "thread_restored"
    REPORT_ANSWERED = "report_answered"
    SANCTIONED = "sanctioned"
    POST_COVERED = "post_covered"
    POST_UNCOVERED = "post_uncovered"
    POST_SEALED = "post_sealed"
    CLOCK_OVERDUE = "clock_overdue"
    CASE_OVERDUE = "case_overdue"
    NOTICE_WARNED = "notice_warned"
    NOTICE_ISSUED = "notice_issued"
    NOTICE_URGED = "notice_urged"
    NOTICE_RECEIVED = "notice_received"
    NOTICE_FEEDBACK = "notice_feedback"
    NOTICE_CLOSED = "notice_closed"


class Audience(StrEnum):
    """The relation of an account to a deed. The asker is a watcher from the start."""

    WATCHERS = "watchers"
    DEPARTMENT = "department"
    ASKED = "asked"
    MODERATORS = "moderators"
    SUPERVISORS = "supervisors"
    ANSWERED = "answered"
    WRITER = "writer"
    REPORTERS = "reporters"
