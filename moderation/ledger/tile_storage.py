"""Hashes new entries into tiles, and compares stored tiles with the log again."""

import peewee

from forum.store import db
from moderation.ledger import node_store
from moderation.ledger.merkle.tiles import HASH, WIDTH, level_width
from moderation.ledger.merkle.tree import leaf_hash, perfect_root
from moderation.ledger.models import StoredTile
from moderation.ledger.node_store import MissingEntry
from moderation.ledger.refusals import Refusal

ROOTS = "SELECT root FROM ledger_tile WHERE level = %s AND number >= %s AND number < %s ORDER BY number"
AT_ONCE = 64  # tiles


def tiles_stored() -> int:
    """How many full tiles of leaf hashes there are."""
    newest = StoredTile.select(peewee.fn.MAX(StoredTile.number)).where(StoredTile.level == 0).scalar()
    return 0 if newest is None else newest + 1


def store_full_tiles(size: int) -> bool:
    """Store up to AT_ONCE tiles that a log of `size` entries fills; returns whether more are waiting. Raises Refusal."""
    stored, full = tiles_stored(), level_width(0, size) // WIDTH
    last = min(full, stored + AT_ONCE)
    for number in range(stored, last):
        _store(0, number, _hashed(number))
    return last < full


def recheck_tile(number: int) -> None:
    """Raise Refusal unless the entries of full tile `number` still have the stored hashes."""
    hashes = _hashed(number)
    row = StoredTile.get_or_none(StoredTile.level == 0, StoredTile.number == number)
    same = row and bytes(row.hashes) == b"".join(hashes) and bytes(row.root) == perfect_root(hashes)
    if not same or not _stands_above(number, bytes(row.root)):
        raise Refusal("altered", first=number * WIDTH + 1, last=(number + 1) * WIDTH)


def _stands_above(number, root):
    """Whether the tile above, if it is full, holds the same root."""
    above, place = divmod(number, WIDTH)
    hashes = StoredTile.select(StoredTile.hashes).where(StoredTile.level == 1, StoredTile.number == above).scalar()
    return hashes is None or bytes(hashes)[place * HASH : (place + 1) * HASH] == root


def _hashed(number):
    try:
        return [leaf_hash(leaf) for leaf in node_store.leaves(number * WIDTH, (number + 1) * WIDTH)]
    except MissingEntry as gap:
        raise Refusal("gap", number=gap.number) from None


def _store(level, number, hashes):
    StoredTile.insert(level=level, number=number, hashes=b"".join(hashes), root=perfect_root(hashes)).execute()
    if (number + 1) % WIDTH == 0:
        start = number + 1 - WIDTH
        roots = db.raw(ROOTS, (level, start, number + 1)).fetchall()
        _store(level + 1, number // WIDTH, [bytes(root) for (root,) in roots])
