"""The witnesses of this ledger, which keep the site from showing different histories to different readers.

Each signs what it has seen (https://c2sp.org/tlog-cosignature); the city's policy says how many are needed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from forum.config import Settings, setting_error
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid, Malformed
from forum.store import db
from forum.wenqu import wenqu
from forum.witness_settings import ALLOWED
from moderation.ledger import published
from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import Line, NoteError, Verifier
from moderation.ledger.models import Cosignature
from moderation.ledger.published import PublishedCheckpoint

LATEST = datetime(2200, 1, 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True)
class Witness:
    """A witness that the city names: its Verifier, and the address to which checkpoints are sent, or None if it comes for them."""

    verifier: Verifier
    url: str | None = None

    @property
    def name(self) -> str:
        return self.verifier.name

    @property
    def vkey(self) -> str:
        return self.verifier.vkey


@dataclass(frozen=True)
class WitnessPolicy:
    """The witnesses, and how many of them must have signed a checkpoint before it counts as witnessed."""

    witnesses: tuple[Witness, ...] = ()
    quorum: int = 1

    @property
    def vkeys(self) -> tuple[str, ...]:
        return tuple(witness.vkey for witness in self.witnesses)

    def newest_witnessed(self) -> PublishedCheckpoint | None:
        """The largest checkpoint that counts as witnessed; None without any."""
        return published.newest_cosigned(self.vkeys, self.quorum)

    def is_witnessed(self, checkpoint: PublishedCheckpoint) -> bool:
        """Whether a checkpoint counts as witnessed."""
        return bool(self.witnesses) and len(self.signers(checkpoint)) >= self.quorum

    def signers(self, checkpoint: PublishedCheckpoint) -> list[str]:
        """The names of the witnesses that have signed a checkpoint."""
        return [each.name for each in checkpoint.cosignatures if each.vkey in self.vkeys]


def witness_policy(settings: Settings) -> WitnessPolicy:
    """The WitnessPolicy of the settings; raises SettingsError for a key whose id does not match, or that stands twice."""
    witnesses = tuple(Witness(_verifier(vkey), url) for vkey, url in settings.ledger_witnesses)
    keys = [witness.verifier.public for witness in witnesses]
    for witness in witnesses:
        if keys.count(witness.verifier.public) > 1:
            raise setting_error("WENQU_LEDGER_WITNESSES", repr(witness.vkey), M("每个见证方的公钥只写一次"))
    return WitnessPolicy(witnesses, settings.ledger_quorum)


def current_policy() -> WitnessPolicy:
    """The WitnessPolicy of the program that serves this request."""
    return cast(WitnessPolicy, wenqu().witnesses)


def cosign(content: str, *, witnesses: Iterable[Witness], now: datetime) -> PublishedCheckpoint:
    """Store the witnesses' lines of a signed note; returns the PublishedCheckpoint with them.

    Raises Malformed, Conflict for a checkpoint that was never published, Forbidden for an unknown witness, Invalid for a forgery.
    """
    try:
        note = notes.read_note(content)
        checkpoint = notes.read_checkpoint(note.text)
    except NoteError:
        raise Malformed(M("这不是带签名的存证点。")) from None
    given_out = published.checkpoint_of_size(checkpoint.size)
    if given_out is None or not given_out.signed.startswith(note.text + "\n"):
        raise Conflict(M("本站没有公布过这个存证点。"))
    if not keep_cosignatures(given_out, note.lines, witnesses, now):
        raise Forbidden(M("里面没有本站认识的见证方的签名。"))
    return cast(PublishedCheckpoint, published.checkpoint_of_size(checkpoint.size))


def keep_cosignatures(
    checkpoint: PublishedCheckpoint, lines: Iterable[Line], witnesses: Iterable[Witness], now: datetime
) -> int:
    """Check and store the lines of `witnesses` under a checkpoint, others are left out; returns how many there are.

    Raises Invalid for a forgery, and then stores none.
    """
    text = notes.read_note(checkpoint.signed).text
    known = [(each.verifier, line) for line in lines for each in witnesses if line.is_of(each.verifier)]
    signed = [(witness, line, _checked(witness, line, text)) for witness, line in known]
    with db.write():
        for each in signed:
            _keep(checkpoint.id, *each, now)
    return len(signed)


def _verifier(vkey):
    try:
        witness = notes.read_vkey(vkey)
    except NoteError:
        witness = None
    if witness is None or witness.algorithm != notes.COSIGNATURE:
        raise setting_error("WENQU_LEDGER_WITNESSES", repr(vkey), ALLOWED)
    return witness


def _checked(witness, line, text):
    try:
        time = witness.check(text, line.signature)
    except NoteError:
        time = LATEST
    if not 0 < time < LATEST:
        raise Invalid(cosignature=M("%(name)s 的签名对不上，没有收下。", name=witness.name))
    return datetime.fromtimestamp(time, UTC)


def _keep(checkpoint, witness, line, signed_at, now):
    there = Cosignature.checkpoint == checkpoint, Cosignature.witness == witness.vkey
    if not Cosignature.select().where(*there).exists():
        Cosignature.insert(
            checkpoint=checkpoint, witness=witness.vkey, line=str(line), signed_at=signed_at, at=now
        ).execute()
