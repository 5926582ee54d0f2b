"""Tiles: their addresses as C2SP writes them, their width at every size, and the nodes they give."""

import pytest
from hypothesis import given, strategies as st

from moderation.ledger.merkle import tiles, tree
from moderation.ledger.merkle.tiles import ENTRIES, Tile, TileError

ADDRESSES = [
    (Tile(0, 0), "tile/0/000"),
    (Tile(0, 1234067), "tile/0/x001/x234/067"),
    (Tile(1, 999, 255), "tile/1/999.p/255"),
    (Tile(2, 1000, 1), "tile/2/x001/000.p/1"),
    (Tile(ENTRIES, 67), "tile/entries/067"),
    (Tile(ENTRIES, 1067, 12), "tile/entries/x001/067.p/12"),
]


@pytest.mark.parametrize(("tile", "path"), ADDRESSES)
def test_a_tile_has_the_address_that_the_protocol_gives_it(tile, path):
    assert tile.path == path
    assert tiles.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "", "tile", "tile/0", "tile/0/1", "tile/0/0001", "tile/0/x000/001", "tile/00/001", "tile/6/000", "tile/-1/000", "tile/0/001.p/0",
        "tile/0/001.p/256", "tile/0/001.p/01", "tile/0/001.p/", "tile/0/001/", "tile/0/x001", "tile/0/001.p/3/4", "tile/data/000",
        "tile/entries/../000", "tile/0/００１", "tile/0/000\n", "/tile/0/000", "tile/0/x1/000", "tile/0/" + "x999/" * 6 + "999",
    ],
)  # fmt: skip
def test_whatever_is_not_written_as_the_protocol_writes_it_is_no_tile(path):
    assert tiles.parse(path) is None


@given(st.one_of(st.integers(0, 5), st.just(ENTRIES)), st.integers(0, 10**15), st.integers(1, 256))
def test_every_address_is_read_back(level, number, width):
    assert tiles.parse(Tile(level, number, width).path) == Tile(level, number, width)


@pytest.mark.parametrize(
    ("tile", "size", "there"),
    [
        (Tile(0, 0, 3), 3, True),
        (Tile(0, 0, 4), 3, False),
        (Tile(0, 1, 1), 256, False),
        (Tile(1, 0, 1), 255, False),
        (Tile(1, 0, 1), 256, True),
        (Tile(1, 0, 2), 700, True),
        (Tile(1, 0, 3), 700, False),
        (Tile(ENTRIES, 2, 188), 700, True),
        (Tile(ENTRIES, 2, 189), 700, False),
        (Tile(0, 0), 256, True),
    ],
)
def test_a_tree_has_the_tiles_that_its_size_fills(tile, size, there):
    assert tiles.exists(tile, size) is there


@given(st.one_of(st.integers(0, 2), st.just(ENTRIES)), st.integers(0, 70_000))
def test_all_tiles_of_a_level_hold_each_of_its_hashes_once(level, size):
    every = list(tiles.tiles_of_level(level, size))
    assert sum(tile.width for tile in every) == tiles.level_width(level, size)
    assert all(tile.full for tile in every[:-1])
    assert all(tiles.exists(tile, size) for tile in every)


SIZE = 66_000  # three levels: 257 full tiles of leaves, one full tile above them
HASHES = [tree.leaf_hash(b"%d" % number) for number in range(SIZE)]
LEVELS = [HASHES]
for _ in range(2):
    below = LEVELS[-1]
    LEVELS.append([tree.perfect_root(below[at : at + 256]) for at in range(0, len(below) - 255, 256)])


def fetch(tile):
    return b"".join(LEVELS[tile.level][tile.start : tile.start + tile.width])


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_535, 65_536, 65_537, SIZE])
def test_the_root_out_of_tiles_is_that_of_the_leaves(size):
    frontier = tree.Frontier()
    for hashed in HASHES[:size]:
        frontier.append(hashed)
    assert tree.root(tiles.Nodes(size, fetch), size) == frontier.root()


@pytest.mark.parametrize(
    ("index", "size"), [(0, 1), (255, 256), (256, 66_000), (65_535, 65_536), (65_536, 66_000), (3, 65_999)]
)
def test_paths_out_of_tiles_lead_to_the_root(index, size):
    node = tiles.Nodes(size, fetch)
    tree.check_inclusion(HASHES[index], index, size, tree.inclusion(node, index, size), tree.root(node, size))


@pytest.mark.parametrize(
    ("first", "second"), [(1, 66_000), (256, 257), (65_536, 66_000), (777, 65_537), (66_000, 66_000)]
)
def test_consistency_out_of_tiles_holds(first, second):
    old, new = tiles.Nodes(first, fetch), tiles.Nodes(second, fetch)
    proof = tree.consistency(new, first, second)
    tree.check_consistency(first, tree.root(old, first), second, tree.root(new, second), proof)


def test_each_tile_is_fetched_once():
    asked = []
    node = tiles.Nodes(SIZE, lambda tile: asked.append(tile) or fetch(tile))
    tree.inclusion(node, 12_345, SIZE)
    tree.inclusion(node, 12_346, SIZE)
    assert len(asked) == len(set(asked)) <= 6


@pytest.mark.parametrize("content", [None, b"", bytes(31), bytes(96)])
def test_a_missing_tile_or_one_of_another_length_is_refused(content):
    with pytest.raises(TileError):
        tree.root(tiles.Nodes(2, lambda tile: content), 2)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_back_its_leaves(leaves):
    assert tiles.unbundle(tiles.bundle(leaves)) == leaves


def test_a_bundle_writes_each_length_in_two_bytes():
    assert tiles.bundle([b"ab", b"", b"c" * 258]) == b"\0\2ab\0\0\1\2" + b"c" * 258


@pytest.mark.parametrize("content", [b"\0", b"\0\2a", b"\0\1ab"])
def test_a_bundle_that_is_cut_off_is_refused(content):
    with pytest.raises(TileError):
        tiles.unbundle(content)
