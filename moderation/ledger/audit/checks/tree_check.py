"""Rebuilds the tree from leaf hashes, to compare it with stored tiles and signed checkpoints. Pure."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from moderation.ledger.merkle.tiles import HEIGHT, WIDTH, hashes_of
from moderation.ledger.merkle.tree import Frontier, perfect_root

FilledTile = tuple[int, int, bytes, bytes]  # level, number, hashes, root


class RebuiltTree:
    """Takes leaf hashes in order; holds at most 255 hashes of each level, and the roots at `sizes`."""

    def __init__(self, sizes: Iterable[int] = ()) -> None:
        self.size = 0
        self.levels: list[list[bytes]] = [[]]
        self.tiles = [0]  # full ones so far, by level
        self.sizes = deque(sorted(set(sizes)))
        self.roots: dict[int, bytes] = {}

    def grow(self, hashes: bytes) -> Iterator[FilledTile]:
        """Add leaf hashes (bytes, 32 each); yields (level, number, hashes, root) of every tile that becomes full."""
        waiting = deque(hashes_of(hashes))
        self._note_roots()
        while waiting:
            row = self.levels[0]
            count = min(len(waiting), WIDTH - len(row), self._until_next())
            row.extend(waiting.popleft() for _ in range(count))
            self.size += count
            yield from self._fold(0)
            self._note_roots()

    def root(self) -> bytes:
        """The root of the leaves added so far."""
        return Frontier(self.size, [peak for row in reversed(self.levels) for peak in _peaks(row)]).root()

    def _until_next(self) -> int:
        return self.sizes[0] - self.size if self.sizes else WIDTH

    def _note_roots(self) -> None:
        while self.sizes and self.sizes[0] <= self.size:
            self.roots[self.sizes.popleft()] = self.root()

    def _fold(self, level: int) -> Iterator[FilledTile]:
        row = self.levels[level]
        if len(row) < WIDTH:
            return
        if level + 1 == len(self.levels):
            self.levels.append([])
            self.tiles.append(0)
        root = perfect_root(row)
        yield level, self.tiles[level], b"".join(row), root
        self.levels[level + 1].append(root)
        self.levels[level] = []
        self.tiles[level] += 1
        yield from self._fold(level + 1)


def differing_places(hashes: bytes, stored: bytes) -> list[int]:
    """The places (from 0) at which a tile's hashes are not those stored."""
    mine, theirs = hashes_of(hashes), hashes_of(stored)
    return [place for place, (one, other) in enumerate(zip(mine, theirs, strict=False)) if one != other] + [
        *range(len(theirs), len(mine))
    ]


def _peaks(row: Sequence[bytes]) -> Iterator[bytes]:
    """The complete nodes side by side over a row of hashes, the largest first."""
    start = 0
    for height in range(HEIGHT, -1, -1):
        if len(row) >> height & 1:
            yield perfect_root(row[start : start + (1 << height)])
            start += 1 << height
