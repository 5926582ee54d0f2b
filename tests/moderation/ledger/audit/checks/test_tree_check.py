"""The tree grown anew in stretches is the tree of RFC 6962, at every size on the way."""

from hashlib import sha256

import pytest

from moderation.ledger.audit.checks.tree_check import RebuiltTree, differing_places
from moderation.ledger.merkle.tree import Frontier, perfect_root

HASHES = [sha256(str(number).encode()).digest() for number in range(66_000)]


def roots_one_by_one(sizes):
    tree, roots = Frontier(), {0: Frontier().root()}
    for hashed in HASHES[: max(sizes)]:
        tree.append(hashed)
        if tree.size in sizes:
            roots[tree.size] = tree.root()
    return {size: roots[size] for size in sizes}


@pytest.mark.parametrize("stretch", [1, 7, 256, 300, 4096])
def test_the_roots_are_those_of_adding_leaf_by_leaf(stretch):
    sizes = {0, 1, 2, 3, 255, 256, 257, 511, 512, 1000, 1024, 1500}
    grown = RebuiltTree(sizes)
    for start in range(0, 1500, stretch):
        list(grown.grow(b"".join(HASHES[start : min(start + stretch, 1500)])))
    assert grown.size == 1500
    assert grown.roots == roots_one_by_one(sizes)
    assert grown.root() == grown.roots[1500]


def test_every_full_tile_is_given_once_and_the_levels_stand_on_each_other():
    grown = RebuiltTree()
    tiles = {(level, number): content for level, number, content, root in grown.grow(b"".join(HASHES))}
    assert sorted(tiles) == [(0, number) for number in range(257)] + [(1, 0)]
    assert tiles[0, 3] == b"".join(HASHES[768:1024])
    assert tiles[1, 0][32:64] == perfect_root(HASHES[256:512])
    assert grown.root() == roots_one_by_one({66_000})[66_000]


def test_a_tile_that_differs_is_told_place_by_place():
    whole = b"".join(HASHES[:256])
    assert differing_places(whole, whole) == []
    assert differing_places(whole, b"".join([HASHES[300], *HASHES[1:255], HASHES[301]])) == [0, 255]
    assert differing_places(whole, whole[: 254 * 32]) == [254, 255]
