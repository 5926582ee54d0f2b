"""Published checkpoints, with the log's signature and those of the witnesses."""

from dataclasses import dataclass
from datetime import datetime

import peewee

from moderation.ledger.models import Cosignature, SignedCheckpoint


@dataclass(frozen=True)
class PublishedCheckpoint:
    """A checkpoint: `note` carries every signature, `witnesses` counts those of outsiders."""

    id: int
    size: int
    root: bytes
    note: str
    vkey: str
    at: datetime
    witnesses: int


def newest_checkpoint() -> PublishedCheckpoint | None:
    """The PublishedCheckpoint of the largest size; None before the first."""
    return _published(SignedCheckpoint.size == _largest(SignedCheckpoint.select()))


def newest_witnessed() -> PublishedCheckpoint | None:
    """The largest PublishedCheckpoint that a witness has cosigned; None when there is none."""
    signed = SignedCheckpoint.select().join(Cosignature)
    return _published(SignedCheckpoint.size == _largest(signed))


def checkpoint_of_size(size: int) -> PublishedCheckpoint | None:
    """The PublishedCheckpoint of one size; None when none was published."""
    return _published(SignedCheckpoint.size == size)


def size_signed() -> int:
    """How many leaves the largest checkpoint covers; 0 before the first."""
    return _largest(SignedCheckpoint.select()).scalar() or 0


def _largest(checkpoints):
    return checkpoints.select(peewee.fn.MAX(SignedCheckpoint.size))


def _published(condition):
    rows = list(
        SignedCheckpoint.select(SignedCheckpoint, Cosignature.line)
        .join(Cosignature, peewee.JOIN.LEFT_OUTER)
        .where(condition)
        .order_by(Cosignature.id)
        .dicts()
    )
    if not rows:
        return None
    first, lines = rows[0], [row["line"] for row in rows if row["line"]]
    return PublishedCheckpoint(
        first["id"],
        first["size"],
        bytes.fromhex(first["root"]),
        first["note"] + "".join(lines),
        first["vkey"],
        first["at"],
        len(lines),
    )
