"""The layout of the tree in tiles by C2SP tlog-tiles. Pure.

A tile of level L holds 256 hashes of nodes of height 8 L; a partial one at the right edge holds fewer.
Addresses: tile/0/x001/067, partial tile/0/x001/067.p/12, leaves tile/entries/x001/067.
https://c2sp.org/tlog-tiles
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from moderation.ledger.merkle.tree import perfect_root

WIDTH = 256
HEIGHT = 8  # levels of the tree in one tile
HASH = 32  # bytes
ENTRIES = "entries"
ADDRESS = re.compile(r"tile/(0|[1-5]|entries)/((?:x\d{3}/){0,5}\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)


class TileError(Exception):
    """A tile that is missing, cut off or of the wrong length."""


@dataclass(frozen=True)
class Tile:
    """`level` is a number or ENTRIES, `number` counts from 0, `width` is how many hashes or leaves it holds."""

    level: int | str
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Its address below the ledger's."""
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{self.level}/{_grouped(self.number)}{partial}"

    @property
    def start(self) -> int:
        """The position, within its level, of the first it holds."""
        return self.number * WIDTH

    @property
    def full(self) -> bool:
        return self.width == WIDTH


def _grouped(number: int) -> str:
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    return "/".join(groups)


def parse(path: str) -> Tile | None:
    """The Tile at an address, or None: each tile has one address only."""
    found = ADDRESS.fullmatch(path)
    if not found:
        return None
    level, groups, partial = found.groups()
    number = int(groups.replace("x", "").replace("/", ""))
    tile = Tile(level if level == ENTRIES else int(level), number, int(partial) if partial else WIDTH)
    return tile if tile.path == path else None


def level_width(level: int | str, size: int) -> int:
    """How many hashes (or leaves) of a level a tree of `size` leaves has."""
    return size if isinstance(level, str) else size >> HEIGHT * level


def exists(tile: Tile, size: int) -> bool:
    """Whether a tree of `size` leaves has this tile."""
    return tile.start + tile.width <= level_width(tile.level, size)


def tile_of(level: int | str, number: int, size: int) -> Tile | None:
    """The tile as wide as it is in a tree of `size` leaves; None when it isn't there."""
    width = min(WIDTH, level_width(level, size) - number * WIDTH)
    return Tile(level, number, width) if width > 0 else None


def tiles_of_level(level: int | str, size: int) -> Iterator[Tile]:
    """Every tile of a level in a tree of `size` leaves; the last may be partial."""
    for number in range(-(-level_width(level, size) // WIDTH)):
        if tile := tile_of(level, number, size):
            yield tile


def hashes_of(content: bytes) -> list[bytes]:
    """The hashes in a tile's bytes."""
    return [content[at : at + HASH] for at in range(0, len(content), HASH)]


def holding(height: int, number: int) -> tuple[int, int, int, int]:
    """(level, number of the tile, place of the first hash in it, how many) under a complete node."""
    level, inner = divmod(height, HEIGHT)
    tile, place = divmod(number << inner, WIDTH)
    return level, tile, place, 1 << inner


class Nodes:
    """The nodes of a tree of `size` leaves out of its tiles; each tile is asked for once, by `fetch(tile)`, as bytes."""

    def __init__(self, size: int, fetch: Callable[[Tile], bytes | None]) -> None:
        self.size = size
        self.fetch = fetch
        self.known: dict[tuple[int | str, int], list[bytes]] = {}

    def __call__(self, height: int, number: int) -> bytes:
        """The hash of a complete node; TileError when a tile is missing or has another length."""
        level, tile, place, count = holding(height, number)
        return perfect_root(self._hashes(level, tile)[place : place + count])

    def _hashes(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self.known:
            tile = tile_of(level, number, self.size)
            if tile is None:
                raise TileError(f"a tree of {self.size} has no tile {number} of level {level}")
            self.known[level, number] = self._fetched(tile)
        return self.known[level, number]

    def _fetched(self, tile: Tile) -> list[bytes]:
        content = self.fetch(tile)
        if content is None or len(content) != tile.width * HASH:
            raise TileError(f"{tile.path} is missing or has the wrong length")
        return hashes_of(content)


def bundle(leaves: Iterable[bytes]) -> bytes:
    """The bytes of an entries tile: each leaf behind its length in two bytes, the higher first."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def unbundle(content: bytes) -> list[bytes]:
    """The leaves in the bytes of an entries tile; TileError when it is cut off."""
    leaves, at = [], 0
    while at < len(content):
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        if at + 2 > len(content) or end > len(content):
            raise TileError("an entries tile is cut off")
        leaves.append(content[at + 2 : end])
        at = end
    return leaves
