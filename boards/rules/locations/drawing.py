"""A map of a fixed size around a position: where points, tiles and a scale stand on it. Pure.

Web Mercator (EPSG:3857), in which tiles of 256 pixels are drawn everywhere. Without tiles the same places are points on blank paper.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import asinh, cos, floor, log2, pi, radians, tan

from boards.rules.locations.datum import gcj02
from boards.rules.locations.position import Position

WIDTH, HEIGHT = 480, 360
TILE = 256
DEEPEST = 17  # zoom
EQUATOR = 40_075_016.7  # metres
MARGIN = 1.15  # of the radius, so that no mark stands on the edge
TOGETHER = 30  # pixels: marks that are closer are drawn as one
WIDEST_SCALE = 120  # pixels


@dataclass(frozen=True)
class TilePlace:
    """A tile, and where its upper left corner stands on the map, in pixels."""

    zoom: int
    x: int
    y: int
    left: int
    top: int


@dataclass(frozen=True)
class Mark:
    """One or more numbered places that stand together on the map, in pixels."""

    numbers: tuple[int, ...]
    left: int
    top: int


@dataclass(frozen=True)
class Frame:
    """A map of WIDTH by HEIGHT pixels around `centre`, deep enough to show `radius` metres.

    `datum` is that of its tiles; without tiles, when it is None, the radius fills the map.
    """

    centre: Position
    radius: int
    datum: str | None = "wgs84"

    @property
    def zoom(self) -> float:
        """The deepest zoom at which the radius fits, a whole number where there are tiles."""
        around = EQUATOR * cos(radians(self.centre.degrees[0]))
        deepest = log2(max(1.0, around * HEIGHT / 2 / (self.radius * MARGIN) / TILE))
        return float(max(0, min(DEEPEST, floor(deepest)))) if self.datum else deepest

    @property
    def metres_per_pixel(self) -> float:
        """At the centre."""
        return EQUATOR * cos(radians(self.centre.degrees[0])) / TILE / 2**self.zoom

    @property
    def reach(self) -> int:
        """The radius in pixels."""
        return round(self.radius / self.metres_per_pixel)

    def place(self, position: Position) -> tuple[int, int]:
        """(left, top) of a position, in pixels."""
        left, top = self._corner()
        x, y = self._pixel(position)
        return round(x - left), round(y - top)

    def tiles(self) -> Iterator[TilePlace]:
        """The tiles that the map shows, row by row."""
        left, top = self._corner()
        zoom = int(self.zoom)
        count = 2**zoom
        for y in range(max(0, floor(top / TILE)), min(count, floor((top + HEIGHT) / TILE) + 1)):
            for x in range(floor(left / TILE), floor((left + WIDTH) / TILE) + 1):
                yield TilePlace(zoom, x % count, y, round(x * TILE - left), round(y * TILE - top))

    def scale(self) -> tuple[int, int]:
        """(pixels, metres) of a scale with a round number of metres."""
        widest = WIDEST_SCALE * self.metres_per_pixel
        power = 10 ** max(0, len(str(int(widest))) - 1)
        length = next((each * power for each in (5, 2, 1) if each * power <= widest), 1)
        return round(length / self.metres_per_pixel), length

    def marks(self, positions: Iterable[Position]) -> tuple[Mark, ...]:
        """The marks of positions numbered from 1, those that stand together as one; what lies beyond the edge is left out."""
        found: list[Mark] = []
        for number, position in enumerate(positions, 1):
            left, top = self.place(position)
            if not (0 <= left <= WIDTH and 0 <= top <= HEIGHT):
                continue
            near = next((each for each in found if abs(each.left - left) + abs(each.top - top) < TOGETHER), None)
            if near:
                found[found.index(near)] = Mark((*near.numbers, number), near.left, near.top)
            else:
                found.append(Mark((number,), left, top))
        return tuple(found)

    def _corner(self) -> tuple[float, float]:
        x, y = self._pixel(self.centre)
        return x - WIDTH / 2, y - HEIGHT / 2

    def _pixel(self, position: Position) -> tuple[float, float]:
        """Where a position stands on the map of the whole earth at this zoom."""
        lat, lon = gcj02(*position.degrees) if self.datum == "gcj02" else position.degrees
        lat = max(-85.0511, min(85.0511, lat))
        size = TILE * 2**self.zoom
        return (lon + 180) / 360 * size, (1 - asinh(tan(radians(lat))) / pi) / 2 * size
