"""Questions that a department's own people ask it: in no rate, and marked (docs/glossary.md, "Rates"). Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from forum.messages import M

OWN_DEPARTMENT = M("本部门人员提问，不计入办理指标")


@dataclass(frozen=True)
class Speaking:
    """That an account spoke for a department `since` a time, `until` another (None: it still does)."""

    account: int
    department: int
    since: datetime
    until: datetime | None = None


def is_own(
    department: int, asked_by: Collection[int], asked_at: datetime, now: datetime, held: Iterable[Speaking]
) -> bool:
    """Whether one of the accounts that asked spoke for `department` at some time from the question on until `now`.

    `asked_by` are the accounts that are known to be of whoever asked: the thread's author and whoever entered the question.
    """
    return any(
        each.account in asked_by
        and each.department == department
        and each.since <= now
        and (each.until is None or each.until > asked_at)
        for each in held
    )


def may_rate(rater: Collection[int], answered_by: Collection[int]) -> bool:
    """Whether whoever has the accounts `rater` may rate: who answered at one of them may not."""
    return set(rater).isdisjoint(answered_by)
