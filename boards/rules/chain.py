"""The chain of departments that a case has gone through, and when it looks like a ball being kicked (踢皮球)."""

from enum import StrEnum


class Alarm(StrEnum):
    """Why a supervisor should look (DOMAIN section 3): back where it had left, or passed on too often."""

    RETURNED = "returned"
    TOO_MANY_HOPS = "too_many_hops"


def hops(chain):
    """How many times the case was passed on. `chain` holds department ids in the order they had it."""
    return max(0, len(chain) - 1)


def ping_pong(chain, most_hops, on_return=True):
    """The Alarm that the last step of `chain` raises, or None; `most_hops` is the hop that is one too many."""
    if on_return and len(chain) > 1 and chain[-1] in chain[:-1]:
        return Alarm.RETURNED
    return Alarm.TOO_MANY_HOPS if hops(chain) >= most_hops else None
