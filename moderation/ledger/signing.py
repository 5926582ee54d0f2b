"""The reader of the log that hashes it into the tree and signs a checkpoint, or refuses and says why.

Before it signs anything it rechecks every full tile once; after that it rechecks one tile at each step.
"""

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from forum.secret_key import SecretKeyError, load_or_create_key
from forum.store import db, log
from moderation.ledger import node_store, refusals, tile_storage
from moderation.ledger.checkpoint_memory import CheckpointMemory
from moderation.ledger.merkle import notes, tree
from moderation.ledger.merkle.notes import Checkpoint, Note
from moderation.ledger.merkle.tiles import WIDTH, TileError
from moderation.ledger.models import SignedCheckpoint
from moderation.ledger.node_store import MissingEntry
from moderation.ledger.origin import fixed_origin
from moderation.ledger.refusals import Refusal

logger = logging.getLogger(__name__)

PACE = timedelta(seconds=1)  # between two checkpoints while people write without a pause
KEY = "ledger-key"


class LastWarning(NamedTuple):
    """The refusal that was stored last."""

    code: str
    reason: str


class Signer:
    """The reader of the log that signs it; the worker makes it once, like every other reader."""

    name = "ledger"

    def __init__(self, settings):
        self.settings = settings
        self.origin = None  # the ledger's name; read when it is first needed
        self.key_path = settings.data / KEY
        self.memory = CheckpointMemory(settings)
        self.next_tile = 0  # the next tile to recheck
        self.rechecked = False
        self.taken_over()

    def taken_over(self) -> None:
        """Begin where another worker has ended, which may have stored why it refused."""
        self.last_warning = LastWarning("nothing yet", "")  # None while it signs

    def fit(self) -> bool:
        """Whether this node has the key that signed the newest checkpoint; before the first one any will do."""
        newest = _newest()
        return newest is None or self._has_key_of(newest)

    def advance(self, now: datetime) -> int:
        """One step; returns how many entries it dealt with, 0 as well while it refuses."""
        newest = _newest()
        if newest and timedelta(0) <= now - newest.at < PACE:
            return 0
        return self._step(now)

    def catch_up(self, now: datetime) -> int:
        """Sign the whole log, or refuse; returns how many entries were dealt with."""
        passed = 0
        while step := self._step(now):
            passed += step
        return passed

    def backlog(self) -> int:
        """How many entries no checkpoint covers yet."""
        newest = _newest()
        return log.last_entry_number() - (newest.size if newest else 0)

    def _step(self, now):
        try:
            passed = self._recheck_tiles() or self._grow(now)
        except Refusal as refusal:
            self._warn(refusal, now)
            return 0
        if self.rechecked and self.last_warning is not None:
            refusals.clear_refusal()
            self.last_warning = None
        return passed

    def _recheck_tiles(self):
        """Recheck tiles: before the first signature all of them, AT_ONCE a step; afterwards one at each step, which returns 0."""
        stored = tile_storage.tiles_stored()
        at_once = 1 if self.rechecked else tile_storage.AT_ONCE
        for _ in range(min(at_once, stored - self.next_tile)):
            tile_storage.recheck_tile(self.next_tile)
            self.next_tile += 1
        if self.next_tile < stored:
            return 0 if self.rechecked else at_once * WIDTH
        self.next_tile, self.rechecked = 0, True
        return 0

    def _grow(self, now):
        with db.write():
            self.origin = self.origin or fixed_origin(self.settings, now)
            size, known = log.last_entry_number(), self._known()
            if known and size < known[0].size:
                raise Refusal("smaller", size=size, known=known[0].size, where=known[1])
            if tile_storage.store_full_tiles(size):
                return tile_storage.AT_ONCE * WIDTH
            return self._sign(size, known, now)

    def _known(self):
        """(Checkpoint, place) of the largest published one; None before the first."""
        if self.key_path.exists():
            return self.memory.largest(notes.verifier_of(self.origin, self._key()).public, self.key_path)
        if self.memory.all():
            raise Refusal("key-lost", path=str(self.key_path))
        return None

    def _key(self):
        try:
            return notes.read_private(load_or_create_key(self.key_path))
        except (SecretKeyError, ValueError):
            raise Refusal("key-open", path=str(self.key_path)) from None

    def _has_key_of(self, signed):
        try:
            ours = self.key_path.exists() and notes.verifier_of("", self._key()).public
        except Refusal:
            return False
        return ours == notes.read_vkey(signed.vkey).public

    def _sign(self, size, known, now):
        root = _root(size, known)
        signed = _newest()
        before = signed.size if signed else 0
        if size > before:
            self._give_out(Checkpoint(self.origin, size, root), now)
        return size - before

    def _give_out(self, checkpoint, now):
        """Store the checkpoint in every memory before it is published, so that a published one is never forgotten."""
        key, text = self._key(), str(checkpoint)
        note = str(Note(text, (notes.sign(self.origin, key, text),)))
        self.memory.keep(note)
        SignedCheckpoint.insert(
            size=checkpoint.size,
            root=checkpoint.root.hex(),
            note=note,
            at=now,
            vkey=notes.verifier_of(self.origin, key).vkey,
        ).execute()

    def _warn(self, refusal, now):
        before, self.last_warning = self.last_warning, LastWarning(refusal.code, str(refusal))
        if before is None or before.code != refusal.code:
            logger.error("the ledger refuses to sign: %s", refusal)
        if before != self.last_warning:
            refusals.store_refusal(refusal, now)


def _root(size, known):
    """The root of the log, which must be consistent with the checkpoint `known`; raises Refusal."""
    try:
        node_store.leaves(size - size % WIDTH, size)
        return (
            _goes_on(size, *known)
            if known
            else tree.root(node_store.nodes(size, lambda node: tree.root(node, size)), size)
        )
    except MissingEntry as gap:
        raise Refusal("gap", number=gap.number) from None
    except TileError:
        raise Refusal("tiles") from None


def _goes_on(size, checkpoint, place):
    def proof(node):
        return tree.consistency(node, checkpoint.size, size)

    node = node_store.nodes(size, proof, lambda node: tree.root(node, size))
    root = tree.root(node, size)
    try:
        tree.check_consistency(checkpoint.size, checkpoint.root, size, root, proof(node))
    except tree.ProofError:
        raise Refusal("forked", known=checkpoint.size, where=place) from None
    return root


def _newest():
    return SignedCheckpoint.select().order_by(SignedCheckpoint.size.desc()).first()
