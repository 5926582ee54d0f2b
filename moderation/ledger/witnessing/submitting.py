"""Sends checkpoints to one witness and keeps its cosignatures; run by the worker beside the readers of the log.

What is still to be sent is read from the database at each step, so a worker that is killed anywhere goes on where it was: a
cosignature that was given but not stored is asked for again. Only the newest checkpoint is sent, since it covers every earlier one.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from forum.config import Settings
from forum.numbers import whole_number
from forum.problems import Invalid
from forum.store import db
from moderation.ledger import node_store, published
from moderation.ledger.merkle import notes, tree
from moderation.ledger.merkle.notes import NoteError
from moderation.ledger.models import WitnessState
from moderation.ledger.published import PublishedCheckpoint
from moderation.ledger.witnesses import Witness, keep_cosignatures, witness_policy
from moderation.ledger.witnessing import add_checkpoint, delivery
from moderation.ledger.witnessing.add_checkpoint import AddCheckpoint
from moderation.ledger.witnessing.delivery import Answer, NoAnswerError

logger = logging.getLogger(__name__)

CONFLICTS = 3  # sizes that a witness may name before it is left for later
SOON = timedelta(seconds=2)  # to the second try; each further one takes twice as long
SLOWEST = timedelta(hours=1)
# What the status of an answer other than 200 and 409 means (C2SP tlog-witness).
REFUSED = {400: "malformed", 403: "unknown-key", 404: "unknown-log", 422: "inconsistent"}
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


def submitters(settings: Settings) -> "list[Submitter]":
    """A Submitter for each witness of the settings that has an address; raises SettingsError."""
    return [Submitter(witness) for witness in witness_policy(settings).witnesses if witness.url]


class DeliveryError(Exception):
    """A checkpoint was not cosigned; `problem` is a code of moderation.ledger.pages, `wait` what the witness asks for."""

    def __init__(self, problem: str, detail: str, wait: timedelta = timedelta(0)) -> None:
        self.problem, self.wait = problem, wait
        super().__init__(detail)


class Submitter:
    """The worker's part that serves one witness. `send(prefix, body)` posts a request."""

    def __init__(self, witness: Witness, send: Callable[[str, bytes], Answer] = delivery.add_checkpoint) -> None:
        self.witness, self.send = witness, send
        self.name = f"witness {witness.name}"

    def advance(self, now: datetime) -> int:
        """Send the newest checkpoint if this witness has not signed it and its turn has come; returns 1 if it signed."""
        newest = published.newest_checkpoint()
        if newest is None or any(each.vkey == self.witness.vkey for each in newest.cosignatures):
            return 0
        state = WitnessState.get_or_none(WitnessState.vkey == self.witness.vkey)
        if state and state.next_at and now < state.next_at:
            return 0
        return self._submit(newest, state, now)

    def _submit(self, checkpoint, state, now):
        size = state.size if state else 0
        try:
            self._obtain(checkpoint, size if size <= checkpoint.size else 0, now)
        except DeliveryError as trouble:
            self._put_off(trouble, state, now)
            return 0
        self._note_success(checkpoint.size, state)
        return 1

    def _obtain(self, checkpoint, known, now):
        """Obtain and store the cosignature, from the size that the witness is thought to know or else says; raises DeliveryError."""
        for _ in range(CONFLICTS):
            answer = self._post(_request(checkpoint, known))
            if answer.status == 200:
                return self._keep(checkpoint, answer, now)
            named = _size_named(answer, known, checkpoint)
            if named < known:
                logger.warning(
                    "witness %s forgot: it signed %s entries and now knows %s", self.witness.name, known, named
                )
            known = named
        raise DeliveryError("answer", "it names another size each time")

    def _post(self, request):
        try:
            return self.send(self.witness.url, str(request).encode())
        except NoAnswerError as error:
            raise DeliveryError("no-answer", str(error)) from None

    def _keep(self, checkpoint, answer, now):
        try:
            lines = add_checkpoint.read_cosignatures(answer.body)
            kept = keep_cosignatures(checkpoint, lines, (self.witness,), now)
        except (NoteError, Invalid) as error:
            raise DeliveryError("answer", f"not a cosignature of its key: {error}") from None
        if not kept:
            raise DeliveryError("answer", "there is no cosignature of its key in the answer")

    def _put_off(self, trouble, state, now):
        """Wait twice as long as after the last failure; the operator is told when the problem is another."""
        failures = state.failures + 1 if state else 1
        doubled = SOON * 2 ** min(failures - 1, 20)
        wait = min(SLOWEST, max(doubled, trouble.wait))
        if state is None or state.problem != trouble.problem:
            logger.warning("witness %s does not sign (%s): %s", self.witness.name, trouble.problem, trouble)
        since = state.since if state and state.problem else now
        self._store(state, problem=trouble.problem, since=since, failures=failures, next_at=now + wait)

    def _note_success(self, size, state):
        if state and state.problem:
            logger.warning("witness %s signs again", self.witness.name)
        self._store(state, size=size, problem=None, since=None, failures=0, next_at=None)

    def _store(self, state, **values):
        with db.write():
            if state:
                WitnessState.update(**values).where(WitnessState.id == state.id).execute()
            else:
                WitnessState.insert(vkey=self.witness.vkey, **values).execute()


def _request(checkpoint: PublishedCheckpoint, known: int) -> AddCheckpoint:
    def proof(node):
        return tree.consistency(node, known, checkpoint.size)

    steps = proof(node_store.nodes(checkpoint.size, proof))
    return AddCheckpoint(known, tuple(steps), notes.read_note(checkpoint.signed))


def _size_named(answer: Answer, known: int, checkpoint: PublishedCheckpoint) -> int:
    """The size from which a witness wants the proof; DeliveryError when the answer means something else."""
    if answer.status != 409:
        raise _refusal(answer)
    size = add_checkpoint.read_size(answer.body) if answer.content_type == add_checkpoint.SIZE_TYPE else None
    if size is None:
        raise DeliveryError("answer", "409 without the size that it knows")
    if size > checkpoint.size:
        raise DeliveryError("ahead", f"it has seen {size} entries, and {checkpoint.size} are signed")
    if size == known:  # witnesses of the protocol's first version say so of another root at the same size
        raise DeliveryError("inconsistent", f"it has seen another tree of {size} entries")
    return size


def _refusal(answer: Answer) -> DeliveryError:
    detail = f"status {answer.status} {answer.body[:200]!r}"
    if answer.status in BUSY:
        return DeliveryError("no-answer", detail, timedelta(seconds=whole_number(answer.retry_after or "", 5) or 0))
    return DeliveryError(REFUSED.get(answer.status, "answer"), detail)
