"""The request add-checkpoint and its answers, as C2SP writes them. Pure.

https://c2sp.org/tlog-witness
"""

import base64
import binascii
import re
from dataclasses import dataclass

from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import Checkpoint, Line, Note, NoteError
from moderation.ledger.merkle.tiles import HASH

MOST_PROOF_LINES = 63
SIZE_TYPE = "text/x.tlog.size"  # of the answer that says how large a tree the witness knows
OLD = re.compile(r"old (0|[1-9][0-9]{0,17})")
SIZE = re.compile(rb"(0|[1-9][0-9]{0,17})\n")


class RequestError(Exception):
    """A request of another form; the text says why."""


@dataclass(frozen=True)
class AddCheckpoint:
    """A checkpoint for a witness that knows the tree of `old` leaves, with the proof that it goes on from there."""

    old: int
    proof: tuple[bytes, ...]
    note: Note

    def __str__(self) -> str:
        lines = (f"old {self.old}", *(base64.b64encode(step).decode() for step in self.proof))
        return "".join(f"{line}\n" for line in lines) + "\n" + str(self.note)

    @property
    def checkpoint(self) -> Checkpoint:
        return notes.read_checkpoint(self.note.text)


def read_request(body: bytes) -> AddCheckpoint:
    """The AddCheckpoint in a request's body; raises RequestError for any other form."""
    try:
        head, empty, content = body.decode().partition("\n\n")
        old, *proof = head.split("\n")
        found = OLD.fullmatch(old)
        if not empty or not found or len(proof) > MOST_PROOF_LINES:
            raise RequestError("not an old size, a proof, an empty line and a checkpoint")
        request = AddCheckpoint(int(found[1]), tuple(map(_hash, proof)), notes.read_note(content))
        if request.old > request.checkpoint.size:
            raise RequestError("the old size is larger than the checkpoint's")
    except (UnicodeDecodeError, NoteError) as error:
        raise RequestError(f"not a signed checkpoint: {error}") from None
    return request


def read_size(body: bytes) -> int | None:
    """The size in an answer of SIZE_TYPE; None for any other form."""
    found = SIZE.fullmatch(body)
    return int(found[1]) if found else None


def read_cosignatures(body: bytes) -> tuple[Line, ...]:
    """The signature lines in an answer; raises NoteError for any other form."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise NoteError("the answer is not text") from None
    if not text.endswith("\n") or text.count("\n") > notes.MOST_LINES:
        raise NoteError("the answer is not a few signature lines")
    return tuple(map(notes.read_line, text.removesuffix("\n").split("\n")))


def _hash(text: str) -> bytes:
    try:
        step = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        step = b""
    if len(step) != HASH or base64.b64encode(step).decode() != text:
        raise RequestError("a line of the proof is not a hash")
    return step
