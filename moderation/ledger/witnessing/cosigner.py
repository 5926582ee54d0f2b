"""A witness of others' logs: which requests it cosigns, and how it answers the others (https://c2sp.org/tlog-witness).

Never two checkpoints of one log that contradict each other, and never a smaller one after a larger.
"""

from typing import NamedTuple

from moderation.ledger.merkle import notes, tree
from moderation.ledger.merkle.notes import Checkpoint, Note, NoteError, Verifier
from moderation.ledger.merkle.tree import ProofError
from moderation.ledger.witnessing.add_checkpoint import SIZE_TYPE, AddCheckpoint, RequestError, read_request
from moderation.ledger.witnessing.cosigned_store import NEVER, CosignedLog, CosignedStore
from moderation.ledger.witnessing.watched_logs import Logs

TEXT = "text/plain; charset=utf-8"


class Reply(NamedTuple):
    """An answer over HTTP."""

    status: int
    body: str
    content_type: str = TEXT


class Cosigner:
    """One witness: its name, its private key (32 bytes), the logs that it watches, and what it has cosigned."""

    def __init__(self, name: str, private: bytes, logs: Logs, store: CosignedStore) -> None:
        self.name, self._private, self.logs, self.store = name, private, logs, store

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, notes.verifier_of(self.name, self._private).public, notes.COSIGNATURE)

    def answer(self, body: bytes, now: int) -> Reply:
        """The Reply to add-checkpoint; `now` in Unix seconds."""
        try:
            request = read_request(body)
        except RequestError as error:
            return Reply(400, f"{error}\n")
        checkpoint = request.checkpoint
        keys = self.logs.get(checkpoint.origin)
        if keys is None:
            return Reply(404, "this witness does not watch that log\n")
        signed = _signed_by(keys, request.note)
        if signed is None:
            return Reply(403, "no key of that log has signed it, or one of its signatures is forged\n")
        return self._cosigned(request, checkpoint, signed, now)

    def _cosigned(self, request: AddCheckpoint, checkpoint: Checkpoint, signed: Note, now: int) -> Reply:
        """Compare with what was cosigned before, and store, in one transaction: two requests at once take turns."""
        with self.store.turn() as turn:
            newest = turn.newest(checkpoint.origin)
            size, root = (newest.size, newest.root) if newest else NEVER
            if request.old != size:
                return Reply(409, f"{size}\n", SIZE_TYPE)
            if not _goes_on(size, root, checkpoint, request):
                return Reply(422, "it does not go on from what this witness has cosigned\n")
            line = notes.cosign(self.name, self._private, signed.text, now)
            note = str(Note(signed.text, (*signed.lines, line)))
            turn.store(CosignedLog(checkpoint.origin, checkpoint.size, checkpoint.root, note, now))
        return Reply(200, str(line))


def _signed_by(keys: tuple[Verifier, ...], note: Note) -> Note | None:
    """The Note with the lines of the log's own keys alone; None when there is none, or one is forged."""
    own = [(key, line) for key in keys for line in note.lines if line.is_of(key)]
    try:
        for key, _ in own:
            note.check(key)
    except NoteError:
        return None
    return Note(note.text, tuple(line for _, line in own)) if own else None


def _goes_on(size: int, root: bytes, checkpoint: Checkpoint, request: AddCheckpoint) -> bool:
    try:
        tree.check_consistency(size, root, checkpoint.size, checkpoint.root, request.proof)
    except ProofError:
        return False
    return checkpoint.size > 0 or checkpoint.root == tree.EMPTY
