"""Why a post is not public: one state for each. Pure."""

from enum import StrEnum

from boards.rules.status import Status
from boards.rules.text.word_list import BY_THE_SYSTEM
from forum.messages import M


class State(StrEnum):
    """The state of a post that is not public; values stand in the address of the page."""

    HIDDEN = "hidden"
    HELD = "held"
    WAITING = "waiting"
    UNPUBLISHED = "unpublished"
    SEALED = "sealed"


STATE_LABELS = {
    State.HIDDEN: M("已屏蔽"),
    State.HELD: M("扣下，等待管理员"),
    State.WAITING: M("等待审核"),
    State.UNPUBLISHED: M("审核后没有公开"),
    State.SEALED: M("已封存"),
}


def state_of(sealed: bool, hidden_by: str | None, status: str | None) -> State:
    """The State of a post that is not public.

    `sealed`: there is an order; `hidden_by` is the role that hid it, None when it is not hidden; `status` is its thread's.
    """
    if sealed:
        return State.SEALED
    if hidden_by is not None:
        return State.HELD if hidden_by == BY_THE_SYSTEM else State.HIDDEN
    return State.WAITING if status == Status.PENDING else State.UNPUBLISHED
