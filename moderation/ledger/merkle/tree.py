"""The Merkle tree of RFC 6962, section 2, over nodes that are stored elsewhere. Pure.

A node is named (height, number): it stands over the leaves number * 2**height and the 2**height - 1 that
follow. Functions that need stored nodes take `node(height, number)`, which gives the hash of one that is
complete. Hashes are 32 bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from hashlib import sha256
from typing import Self

EMPTY = sha256(b"").digest()
Node = Callable[[int, int], bytes]


class ProofError(Exception):
    """An invalid proof; the text says where it fails."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf's bytes."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node over two nodes."""
    return sha256(b"\1" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The node over a row of hashes whose count is a power of two."""
    while len(hashes) > 1:
        hashes = [sha256(b"\1" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


class Frontier:
    """The right edge of a growing tree: in log2(size) hashes enough to add leaves and to know the root."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)

    @classmethod
    def at(cls, node: Node, size: int) -> Self:
        """The frontier of the tree of the first `size` leaves."""
        return cls(size, [node(height, start >> height) for start, height in peaks(size)])

    def append(self, hashed: bytes) -> None:
        """Add a leaf by its hash."""
        size = self.size
        while size & 1:
            hashed = sha256(b"\1" + self.peaks.pop() + hashed).digest()
            size >>= 1
        self.peaks.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        return reduce(lambda right, left: node_hash(left, right), self.peaks[::-1]) if self.peaks else EMPTY


def peaks(size: int) -> Iterator[tuple[int, int]]:
    """(start, height) of the complete nodes side by side that a tree of `size` leaves is made of."""
    start = 0
    for height in range(size.bit_length() - 1, -1, -1):
        if size >> height & 1:
            yield start, height
            start += 1 << height


def root(node: Node, size: int) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return Frontier.at(node, size).root()


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """The path from leaf `index` (from 0) up to the root of the first `size` leaves (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = _middle(start, end)
        if index < middle:
            path.append(_across(node, middle, end))
            end = middle
        else:
            path.append(_across(node, start, middle))
            start = middle
    return path[::-1]


def consistency(node: Node, first: int, second: int) -> list[bytes]:
    """The proof that the first `first` leaves are the same in a tree of `second` (RFC 6962, 2.1.2)."""
    if not 0 <= first <= second:
        raise ValueError(f"a tree of {second} has no beginning of {first}")
    start, end, path = 0, second if first else 0, []
    while end != first:
        middle = _middle(start, end)
        if first <= middle:
            path.append(_across(node, middle, end))
            end = middle
        else:
            path.append(_across(node, start, middle))
            start = middle
    if start:
        path.append(_across(node, start, end))
    return path[::-1]


def _middle(start: int, end: int) -> int:
    """Where the tree over the leaves start...end-1 splits: the largest power of two below their count is on the left."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _across(node: Node, start: int, end: int) -> bytes:
    """The hash over the leaves start...end-1, a range as `_middle` cuts it."""
    hashes = [node(height, (start + ahead) >> height) for ahead, height in peaks(end - start)]
    return reduce(lambda right, left: node_hash(left, right), hashes[::-1])


def check_inclusion(hashed: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> None:
    """Raise ProofError unless `path` leads from the leaf hash at `index` to the root `expected` of `size` leaves."""
    if root_by(hashed, index, size, path) != expected:
        raise ProofError("the path leads to another root")


def root_by(hashed: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root to which a path leads (RFC 9162, 2.1.3.2); ProofError when it is too long or too short."""
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of {size}")
    here, last = index, size - 1
    for other in path:
        if not last:
            raise ProofError("the path is too long")
        if here & 1 or here == last:
            hashed = node_hash(other, hashed)
            here, last = _raised(here, last)
        else:
            hashed = node_hash(hashed, other)
        here, last = here >> 1, last >> 1
    if last:
        raise ProofError("the path is too short")
    return hashed


def check_consistency(first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]) -> None:
    """Raise ProofError unless the tree of `second` leaves goes on from the tree of `first` (RFC 9162, 2.1.4.2)."""
    if not 0 <= first <= second:
        raise ProofError(f"a tree of {second} cannot go on from one of {first}")
    if first in (0, second):
        known = EMPTY if first == 0 else second_root
        _agree(not path and first_root == known)
        return
    path = [first_root, *path] if first.bit_count() == 1 else list(path)
    _agree(bool(path) and _both_roots(first, second, path) == (first_root, second_root))


def _both_roots(first: int, second: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for other in path[1:]:
        if not last:
            raise ProofError("the proof is too long")
        if here & 1 or here == last:
            old, new = node_hash(other, old), node_hash(other, new)
            here, last = _raised(here, last)
        else:
            new = node_hash(new, other)
        here, last = here >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    return old, new


def _raised(here: int, last: int) -> tuple[int, int]:
    """Up past the levels on which a node at the right edge has no neighbour."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _agree(agrees: bool) -> None:
    if not agrees:
        raise ProofError("the two trees do not agree")
