"""Cosignatures of witnesses, which keep the site from showing different histories to different readers."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

from forum.config import Settings, setting_error
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid, Malformed
from forum.store import db
from moderation.ledger import published
from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import NoteError, Verifier
from moderation.ledger.models import Cosignature
from moderation.ledger.published import PublishedCheckpoint

LATEST = datetime(2200, 1, 1, tzinfo=UTC).timestamp()


def configured_witnesses(settings: Settings) -> tuple[Verifier, ...]:
    """The witnesses' Verifiers of the settings; raises SettingsError for a key whose id does not match."""
    return tuple(_known(vkey) for vkey in settings.ledger_witnesses)


def cosign(content: str, *, witnesses: Iterable[Verifier], now: datetime) -> PublishedCheckpoint:
    """Store the witnesses' lines of a signed note; returns the PublishedCheckpoint with them.

    Raises Malformed, Conflict for a checkpoint that was never published, Forbidden for an unknown witness, Invalid for a forgery.
    """
    try:
        note = notes.read_note(content)
        checkpoint = notes.read_checkpoint(note.text)
    except NoteError:
        raise Malformed(M("这不是带签名的存证点。")) from None
    given_out = published.checkpoint_of_size(checkpoint.size)
    if given_out is None or not given_out.note.startswith(note.text + "\n"):
        raise Conflict(M("本站没有公布过这个存证点。"))
    lines = [(witness, line) for line in note.lines for witness in witnesses if _is_of(line, witness)]
    if not lines:
        raise Forbidden(M("里面没有本站认识的见证方的签名。"))
    signed = [(witness, line, _checked(witness, line, note.text)) for witness, line in lines]
    with db.write():
        for each in signed:
            _keep(given_out.id, *each, now)
    return cast(PublishedCheckpoint, published.checkpoint_of_size(checkpoint.size))


def _known(vkey):
    try:
        witness = notes.read_vkey(vkey)
    except NoteError:
        witness = None
    if witness is None or witness.algorithm != notes.COSIGNATURE:
        raise setting_error("WENQU_LEDGER_WITNESSES", repr(vkey), M("见证方的公钥，名称+编号+密钥，多个用空格隔开"))
    return witness


def _is_of(line, witness):
    return (line.name, line.key_id) == (witness.name, witness.key_id)


def _checked(witness, line, text):
    try:
        time = witness.check(text, line.signature)
    except NoteError:
        time = LATEST
    if time >= LATEST:
        raise Invalid(cosignature=M("%(name)s 的签名对不上，没有收下。", name=witness.name))
    return datetime.fromtimestamp(time, UTC)


def _keep(checkpoint, witness, line, signed_at, now):
    there = Cosignature.checkpoint == checkpoint, Cosignature.witness == witness.vkey
    if not Cosignature.select().where(*there).exists():
        Cosignature.insert(
            checkpoint=checkpoint, witness=witness.vkey, line=str(line), signed_at=signed_at, at=now
        ).execute()
