"""The last signed checkpoint, stored in three places, so that restoring one backup does not lose it."""

import os
from pathlib import Path

from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import Checkpoint, NoteError
from moderation.ledger.models import SignedCheckpoint
from moderation.ledger.refusals import IN_DATABASE, Refusal

IN_FOLDER = "ledger-checkpoint"


class CheckpointMemory:
    """The database, a file in the data folder and a file outside it (`WENQU_LEDGER_MEMORY`)."""

    def __init__(self, settings):
        self.files = (settings.data / IN_FOLDER, settings.ledger_memory)

    def all(self) -> dict[str, str]:
        """{place: note} of the stored checkpoints; raises Refusal when a file cannot be read."""
        newest = SignedCheckpoint.select(SignedCheckpoint.note).order_by(SignedCheckpoint.size.desc()).limit(1).scalar()
        found = {IN_DATABASE: newest} | {str(path): _read(path) for path in self.files}
        return {place: note for place, note in found.items() if note is not None}

    def largest(self, public: bytes, key_path: Path) -> tuple[Checkpoint, str] | None:
        """(Checkpoint, place) of the largest, or None; raises Refusal for one that `public` (32 bytes) did not sign."""
        signed = [(_signed_by(public, note, key_path, place), place) for place, note in self.all().items()]
        return max(signed, key=lambda each: each[0].size, default=None)

    def keep(self, note: str) -> None:
        """Write a note to both files and sync them before this returns; raises Refusal."""
        for path in self.files:
            try:
                _write(path, note)
            except OSError:
                raise Refusal("memory", path=str(path)) from None


def _signed_by(public, content, key_path, place):
    try:
        note = notes.read_note(content)
        checkpoint = notes.read_checkpoint(note.text)
        note.check(notes.Verifier(checkpoint.origin, public))
    except NoteError:
        raise Refusal("key-changed", path=str(key_path), where=place) from None
    return checkpoint


def _read(path):
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise Refusal("memory", path=str(path)) from None


def _write(path, note):
    """Replace the file atomically, and sync it and its folder before this returns."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with aside.open("w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
