"""The tree's nodes from the database: full tiles as stored, partial ones computed from the level below."""

from collections.abc import Callable

from forum.store import db
from moderation.ledger.merkle.tiles import WIDTH, Nodes, Tile, hashes_of, holding, tile_of
from moderation.ledger.merkle.tree import Node, leaf_hash

LEAVES = "SELECT id, leaf FROM entry WHERE id > %s AND id <= %s ORDER BY id"
FULL = "SELECT 0, level, number, hashes FROM ledger_tile WHERE level = %s AND number = %s"
ABOVE = "SELECT 1, level, number, root FROM ledger_tile WHERE level = %s AND number >= %s AND number < %s"
BELOW = "SELECT 2, 0, id, {bytes} FROM entry WHERE id > %s AND id <= %s"


class MissingEntry(Exception):
    """The log lacks an entry that must be there; `.number` is its number."""

    def __init__(self, number):
        self.number = number
        super().__init__(f"entry {number} is missing")


def leaves(start: int, end: int) -> list[bytes]:
    """The bytes of the leaves start...end-1, counted from 0; raises MissingEntry."""
    rows = db.raw(LEAVES, (start, end)).fetchall()
    for expected, (number, _) in enumerate(rows, start + 1):
        if number != expected:
            raise MissingEntry(expected)
    if len(rows) < end - start:
        raise MissingEntry(start + len(rows) + 1)
    return [leaf.encode() for _, leaf in rows]


def nodes(size: int, *walks: Callable[[Node], object]) -> Nodes:
    """The Nodes of the tree of `size` leaves, with the tiles that `walks` need loaded in one statement.

    A walk is called with a node function, like `lambda node: inclusion(node, 5, size)`.
    """
    needed: set[tuple[int, int]] = set()

    def note(height: int, number: int) -> bytes:
        level, tile, *_ = holding(height, number)
        needed.add((level, tile))
        return b""

    for walk in walks:
        walk(note)
    node = Nodes(size, tile_bytes)
    wanted = [tile for level, number in needed if (tile := tile_of(level, number, size))]
    found = _fetched(wanted)
    node.known = {
        place: found[place] for tile in wanted if len(found.get(place := (tile.level, tile.number), ())) == tile.width
    }
    return node


def tile_bytes(tile: Tile) -> bytes | None:
    """The bytes of a hash tile; None when it isn't there."""
    hashes = _fetched([tile]).get((tile.level, tile.number), [])
    return b"".join(hashes) if len(hashes) == tile.width else None


def bundle_bytes(tile: Tile) -> list[bytes]:
    """The leaves of an entries tile; raises MissingEntry."""
    return leaves(tile.start, tile.start + tile.width)


def _fetched(wanted):
    """{(level, number): hashes} of those of the tiles that exist."""
    if not wanted:
        return {}
    statements, values = zip(*map(_asked, wanted), strict=True)
    statement = " UNION ALL ".join(statements) + " ORDER BY 1, 2, 3"
    rows = db.raw(statement, [each for some in values for each in some])
    found = {}
    for kind, level, number, held in rows.fetchall():
        place, hashes = _placed(kind, level, number, bytes(held))
        found.setdefault(place, []).extend(hashes)
    return found


def _asked(tile):
    """(statement, values) that give one tile."""
    if tile.full:
        return FULL, (tile.level, tile.number)
    if tile.level == 0:
        return _below(), (tile.start, tile.start + tile.width)
    return ABOVE, (tile.level - 1, tile.start, tile.start + tile.width)


def _below():
    return BELOW.format(bytes="CAST(leaf AS BLOB)" if db.is_sqlite() else "convert_to(leaf, 'UTF8')")


def _placed(kind, level, number, held):
    """((level, number) of the tile that a row belongs to, the hashes it gives)."""
    if kind == 0:
        return (level, number), hashes_of(held)
    if kind == 1:
        return (level + 1, number // WIDTH), [held]
    return (0, (number - 1) // WIDTH), [leaf_hash(held)]
