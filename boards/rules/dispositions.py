"""Counts of questions by disposition: received = forwarded + other dispositions + waiting. Pure.

Ruian's platform received 14,301 questions and forwarded 9,562; each of the other 4,739 has a disposition of its own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from boards.rules.labels import DISPOSITION_LABELS
from boards.rules.status import Disposition, Status
from forum.messages import M, Message


class Place(StrEnum):
    """The places in which a question is counted: waiting for the moderators, or one of the dispositions, with its value."""

    WAITING = "waiting"
    FORWARDED = Disposition.FORWARDED.value
    PLATFORM = Disposition.PLATFORM.value
    DUPLICATE = Disposition.DUPLICATE.value
    DECLINED = Disposition.DECLINED.value
    DISCUSSION = Disposition.DISCUSSION.value


PLACE_LABELS: dict[Place, Message] = {Place.WAITING: M("等待管理员")} | {
    Place(each): label for each, label in DISPOSITION_LABELS.items()
}


@dataclass(frozen=True)
class DispositionCounts:
    """How many questions were received, and how many are in each Place; `lost` ones no longer wait, yet have no disposition."""

    received: int
    places: Mapping[Place, int]

    @property
    def forwarded(self) -> int:
        return self.places[Place.FORWARDED]

    @property
    def waiting(self) -> int:
        return self.places[Place.WAITING]

    @property
    def not_forwarded(self) -> int:
        """How many have another disposition than forwarded."""
        return sum(self.places.values()) - self.forwarded - self.waiting

    @property
    def lost(self) -> int:
        return self.received - self.forwarded - self.not_forwarded - self.waiting


def is_question(status: str | None, disposition: str | None) -> bool:
    """Whether a thread counts as a received question: it has a case, or had one before it became a discussion."""
    return status is not None or disposition is not None


def place_of(status: str | None, disposition: str | None) -> Place | None:
    """The Place of a question; None for a thread that is no question, or whose disposition is missing.

    A case that was returned to the moderators, or followed up after an answer by the platform, waits again.
    """
    if status == Status.PENDING:
        return Place.WAITING
    return Place(disposition) if disposition else None


def count_dispositions(rows: Iterable[tuple[str | None, str | None, int]]) -> DispositionCounts:
    """The DispositionCounts of (status, disposition, count) rows of all threads."""
    received = 0
    counted: Counter[Place | None] = Counter()
    for status, disposition, count in rows:
        if is_question(status, disposition):
            received += count
            counted[place_of(status, disposition)] += count
    return DispositionCounts(received, {place: counted[place] for place in Place})
