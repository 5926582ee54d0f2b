"""What the hotline's causes and outcomes are called, for people."""

from boards.actions.callbacks import Cause, Outcome
from forum.messages import M

CAUSE_LABELS = {
    Cause.ANSWER: M("部门已答复"),
    Cause.RATING: M("评价不满意"),
}

OUTCOME_LABELS = {
    Outcome.REACHED: M("已接通"),
    Outcome.NO_ANSWER: M("无人接听"),
    Outcome.WRONG_NUMBER: M("号码不对"),
    Outcome.AGAIN: M("约好以后再打"),
}
