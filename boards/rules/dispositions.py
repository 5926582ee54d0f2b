"""Where every question went: received = forwarded + the other dispositions + waiting (DOMAIN section 3). Pure.

R's platform received 14,301 questions and forwarded 9,562; each of the other 4,739 has a disposition of its own.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from boards.rules.labels import DISPOSITION_LABELS
from boards.rules.status import Disposition, Status
from forum.messages import M

WAITING = "waiting"
Place = StrEnum("Place", {"WAITING": WAITING, **{each.name: each.value for each in Disposition}})

PLACE_LABELS = {Place.WAITING: M("等待管理员")} | {Place(each): label for each, label in DISPOSITION_LABELS.items()}


@dataclass(frozen=True)
class DispositionCounts:
    """How many questions were received, and how many are in each Place; `lost` ones would be nowhere."""

    received: int
    places: dict

    @property
    def forwarded(self):
        return self.places[Place.FORWARDED]

    @property
    def waiting(self):
        return self.places[Place.WAITING]

    @property
    def not_forwarded(self):
        """Those with another disposition than to be forwarded."""
        return sum(self.places.values()) - self.forwarded - self.waiting

    @property
    def lost(self):
        return self.received - self.forwarded - self.not_forwarded - self.waiting


def is_question(status, disposition):
    """Whether a thread was received as a question to an office: it has a case, or had one until it became a discussion."""
    return status is not None or disposition is not None


def place_of(status, disposition):
    """The one Place of a question; None for what is none, and for one that got lost.

    One that its department gave back, or that is asked on after an answer by the platform, waits again.
    """
    if status == Status.PENDING:
        return Place.WAITING
    return Place(disposition) if disposition else None


def count_dispositions(rows):
    """The Reckoning of (status, disposition, count) rows of all threads."""
    received, counted = 0, Counter()
    for status, disposition, count in rows:
        if is_question(status, disposition):
            received += count
            counted[place_of(status, disposition)] += count
    return DispositionCounts(received, {place: counted[place] for place in Place})
