"""The chain of departments that have had a case, and the rule that reports passing back and forth (踢皮球). Pure."""

from collections.abc import Sequence
from enum import StrEnum


class Alarm(StrEnum):
    """Why a supervisor is alerted: the case returned to a department it had left, or it was transferred too often (docs/policies.md)."""

    RETURNED = "returned"
    TOO_MANY_HOPS = "too_many_hops"


def hops(chain: Sequence[int]) -> int:
    """How many times the case was transferred. `chain` holds department ids in the order in which they had it."""
    return max(0, len(chain) - 1)


def ping_pong(chain: Sequence[int], most_hops: int, on_return: bool = True) -> Alarm | None:
    """The Alarm that the last step of `chain` raises, or None; `most_hops` is the hop at which TOO_MANY_HOPS is raised."""
    if on_return and len(chain) > 1 and chain[-1] in chain[:-1]:
        return Alarm.RETURNED
    return Alarm.TOO_MANY_HOPS if hops(chain) >= most_hops else None
