"""Distances between positions, and the rectangle around one. Pure."""

from math import asin, cos, degrees, radians, sin, sqrt

from boards.rules.locations.position import SCALE, Position
from forum.messages import M, Message

EARTH = 6_371_008.8  # mean radius in metres (IUGG)
RADII = (500, 1_000, 3_000, 10_000)  # metres that may be asked for
RADIUS = 1_000
NEAR = 50  # metres that are told as "here"


def metres(one: Position, other: Position) -> float:
    """The great-circle distance in metres, by the haversine formula."""
    (lat, lon), (lat2, lon2) = (map(radians, each.degrees) for each in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def rectangle(centre: Position, radius: int) -> tuple[Position, Position]:
    """(south-west, north-east): a rectangle that contains every position within `radius` metres.

    Near the poles, and across the meridian of 180 degrees, it is the whole parallel.
    """
    high = degrees(radius / EARTH)
    lat, lon = centre.degrees
    south, north = max(-90.0, lat - high), min(90.0, lat + high)
    narrowest = cos(radians(max(abs(south), abs(north))))
    wide = degrees(radius / EARTH / narrowest) if narrowest > 1e-6 else 360.0
    if lon - wide < -180 or lon + wide > 180:
        lon, wide = 0.0, 180.0
    west, east = lon - wide, lon + wide
    return Position(int(south * SCALE) - 1, int(west * SCALE) - 1), Position(
        int(north * SCALE) + 1, int(east * SCALE) + 1
    )


def told(distance: float, exact: bool) -> Message:
    """A distance in words: to ten metres, from a kilometre on to a tenth of one; to a kilometre where a position is not `exact`."""
    if not exact:
        return M("%(n)s 公里左右", n=max(1, round(distance / 1000)))
    if distance < NEAR:
        return M("就在这里")
    if distance < 995:
        return M("%(n)s 米", n=round(distance, -1).__trunc__())
    return M("%(n)s 公里", n=f"{distance / 1000:.1f}")


def radius_label(radius: int) -> Message:
    """How a radius of RADII is called."""
    return M("%(n)s 米", n=radius) if radius < 1000 else M("%(n)s 公里", n=radius // 1000)
