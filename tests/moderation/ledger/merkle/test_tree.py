"""The tree against RFC 6962: published vectors, and its definition written out without any cleverness."""

from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from moderation.ledger.merkle import tree
from moderation.ledger.merkle.tree import ProofError

# The vectors of the Certificate Transparency project's own implementation.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
FIRST_OF_EIGHT = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]


def plain_root(leaves):
    """RFC 6962, 2.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\1" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


def plain_path(m, leaves):
    """RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return plain_path(m, leaves[:k]) + [plain_root(leaves[k:])]
    return plain_path(m - k, leaves[k:]) + [plain_root(leaves[:k])]


def plain_proof(m, leaves, whole=True):
    """RFC 6962, 2.1.2."""
    if m == len(leaves):
        return [] if whole else [plain_root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return plain_proof(m, leaves[:k], whole) + [plain_root(leaves[k:])]
    return plain_proof(m - k, leaves[k:], False) + [plain_root(leaves[:k])]


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def nodes_of(leaves):
    """`node(height, number)` over leaves at hand."""
    return lambda height, number: plain_root(leaves[number << height : (number + 1) << height])


def numbered(count):
    return [b"leaf %d" % number for number in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_published_vectors(size):
    assert tree.root(nodes_of(LEAVES), size).hex() == ROOTS[size - 1]


def test_a_published_path_and_a_published_consistency_proof_are_ours():
    assert [step.hex() for step in tree.inclusion(nodes_of(LEAVES), 0, 8)] == FIRST_OF_EIGHT
    assert [step.hex() for step in tree.consistency(nodes_of(LEAVES), 1, 8)] == FIRST_OF_EIGHT


def test_an_empty_tree_has_the_root_of_nothing():
    assert tree.root(nodes_of([]), 0) == tree.Frontier().root() == sha256(b"").digest()


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_a_frontier_that_grows_leaf_by_leaf_has_the_root_of_the_definition(leaves):
    frontier = tree.Frontier()
    for count, leaf in enumerate(leaves):
        assert frontier.root() == plain_root(leaves[:count])
        frontier.append(tree.leaf_hash(leaf))
    assert (frontier.size, frontier.root()) == (len(leaves), plain_root(leaves))


@given(st.integers(0, 60), st.integers(0, 30))
def test_a_frontier_taken_up_at_any_size_grows_on_like_one_that_never_stopped(size, more):
    leaves = numbered(size + more)
    frontier = tree.Frontier.at(nodes_of(leaves), size)
    for leaf in leaves[size:]:
        frontier.append(tree.leaf_hash(leaf))
    assert frontier.root() == plain_root(leaves)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 13, 16, 21])
def test_every_path_is_that_of_the_definition_and_leads_to_the_root(size):
    leaves = numbered(size)
    for index, leaf in enumerate(leaves):
        path = tree.inclusion(nodes_of(leaves), index, size)
        assert path == plain_path(index, leaves)
        tree.check_inclusion(tree.leaf_hash(leaf), index, size, path, plain_root(leaves))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 13, 16, 21])
def test_every_consistency_proof_is_that_of_the_definition_and_holds(size):
    leaves = numbered(size)
    for first in range(1, size + 1):
        proof = tree.consistency(nodes_of(leaves), first, size)
        assert proof == plain_proof(first, leaves)
        tree.check_consistency(first, plain_root(leaves[:first]), size, plain_root(leaves), proof)


def test_every_tree_goes_on_from_the_empty_one_and_only_from_that():
    tree.check_consistency(0, tree.EMPTY, 3, plain_root(numbered(3)), [])
    with pytest.raises(ProofError):
        tree.check_consistency(0, plain_root(numbered(1)), 3, plain_root(numbered(3)), [])


def altered(path):
    """Each way to spoil a path in one place: a step changed, one taken out, one put in."""
    for at, step in enumerate(path):
        yield [*path[:at], bytes([step[0] ^ 1]) + step[1:], *path[at + 1 :]]
        yield path[:at] + path[at + 1 :]
    yield [*path, bytes(32)]


@given(st.integers(1, 40).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_no_altered_path_other_place_or_other_leaf_is_proved(case):
    size, index = case
    leaves = numbered(size)
    root, hashed, path = plain_root(leaves), tree.leaf_hash(leaves[index]), plain_path(index, leaves)
    forged = [(hashed, index, size, spoilt) for spoilt in altered(path)]
    forged += [(hashed, other, size, path) for other in range(size) if other != index]
    forged += [(tree.leaf_hash(b"another"), index, size, path), (hashed, size, size, path), (hashed, -1, size, path)]
    for attempt in forged:
        with pytest.raises(ProofError):
            tree.check_inclusion(*attempt, root)


@given(st.integers(1, 40).flatmap(lambda size: st.tuples(st.integers(1, size), st.just(size))))
def test_no_altered_consistency_proof_and_no_other_root_is_proved(case):
    first, size = case
    leaves = numbered(size)
    old, new, proof = plain_root(leaves[:first]), plain_root(leaves), plain_proof(first, leaves)
    forged = [(first, old, size, new, spoilt) for spoilt in altered(proof)]
    forged += [
        (first, bytes(32), size, new, proof),
        (first, old, size, bytes(32), proof),
        (size + 1, old, size, new, proof),
    ]
    for attempt in forged:
        with pytest.raises(ProofError):
            tree.check_consistency(*attempt)


def test_a_tree_in_which_one_old_leaf_was_rewritten_does_not_go_on_from_the_old_one():
    before, after = numbered(11), [*numbered(4), b"rewritten", *numbered(13)[5:]]
    for proof in (plain_proof(11, after), plain_proof(11, numbered(13))):
        with pytest.raises(ProofError):
            tree.check_consistency(11, plain_root(before), 13, plain_root(after), proof)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 3)])
def test_a_leaf_outside_the_tree_has_no_path(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        tree.inclusion(nodes_of(numbered(size)), index, size)
