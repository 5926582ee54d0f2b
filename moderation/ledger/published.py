"""Published checkpoints, with the log's signature and those of the witnesses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import peewee

from moderation.ledger.models import Cosignature, SignedCheckpoint


@dataclass(frozen=True)
class StoredCosignature:
    """A witness's line under a checkpoint; `signed_at` is the witness's own time."""

    vkey: str
    line: str
    signed_at: datetime

    @property
    def name(self) -> str:
        """The witness's name."""
        return self.vkey.partition("+")[0]


@dataclass(frozen=True)
class PublishedCheckpoint:
    """A checkpoint: `signed` is the note with the log's own signature."""

    id: int
    size: int
    root: bytes
    signed: str
    vkey: str
    at: datetime
    cosignatures: tuple[StoredCosignature, ...]

    @property
    def note(self) -> str:
        """The note with every signature."""
        return self.signed + "".join(each.line for each in self.cosignatures)


def newest_checkpoint() -> PublishedCheckpoint | None:
    """The PublishedCheckpoint of the largest size; None before the first."""
    return _published(SignedCheckpoint.size == _largest())


def newest_cosigned(vkeys: Sequence[str], quorum: int) -> PublishedCheckpoint | None:
    """The largest PublishedCheckpoint under which at least `quorum` of the witnesses `vkeys` have signed; None without any."""
    if not vkeys:
        return None
    newest = (
        Cosignature.select(Cosignature.checkpoint)
        .where(Cosignature.witness.in_(vkeys))
        .group_by(Cosignature.checkpoint)
        .having(peewee.fn.COUNT(Cosignature.id) >= quorum)
        .order_by(Cosignature.checkpoint.desc())
        .limit(1)
    )
    return _published(SignedCheckpoint.id == newest)


def checkpoint_of_size(size: int) -> PublishedCheckpoint | None:
    """The PublishedCheckpoint of one size; None when none was published."""
    return _published(SignedCheckpoint.size == size)


def size_signed() -> int:
    """How many leaves the largest checkpoint covers; 0 before the first."""
    return _largest().scalar() or 0


def _largest():
    return SignedCheckpoint.select(peewee.fn.MAX(SignedCheckpoint.size))


def _published(condition):
    rows = list(
        SignedCheckpoint.select(SignedCheckpoint, Cosignature.witness, Cosignature.line, Cosignature.signed_at)
        .join(Cosignature, peewee.JOIN.LEFT_OUTER)
        .where(condition)
        .order_by(Cosignature.id)
        .dicts()
    )
    if not rows:
        return None
    first = rows[0]
    return PublishedCheckpoint(
        first["id"],
        first["size"],
        bytes.fromhex(first["root"]),
        first["note"],
        first["vkey"],
        first["at"],
        tuple(StoredCosignature(row["witness"], row["line"], row["signed_at"]) for row in rows if row["line"]),
    )
