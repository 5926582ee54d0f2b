"""GCJ-02, the datum in which maps of mainland China are drawn, out of WGS-84. Pure.

Positions are kept in WGS-84, as devices give them; a map of a Chinese service shows them some hundred metres off unless they are
converted first. The formula is the one that has been public since 2013 (eviltransform); no official text gives it.
"""

from math import cos, pi, radians, sin, sqrt

AXIS = 6_378_245.0  # metres, of the ellipsoid of Krasovsky 1940
ECCENTRICITY = 0.00669342162296594323  # squared


def gcj02(lat: float, lon: float) -> tuple[float, float]:
    """(latitude, longitude) in GCJ-02 of a position in WGS-84, in degrees; unchanged outside of China's rectangle."""
    if not (0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347):
        return lat, lon
    x, y = lon - 105.0, lat - 35.0
    waves = (20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(pi * y) + 40 * sin(pi * y / 3)) * 2 / 3
    north += (160 * sin(pi * y / 12) + 320 * sin(pi * y / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(pi * x) + 40 * sin(pi * x / 3)) * 2 / 3
    east += (150 * sin(pi * x / 12) + 300 * sin(pi * x / 30)) * 2 / 3
    angle = radians(lat)
    magic = 1 - ECCENTRICITY * sin(angle) ** 2
    north = north * 180 / (AXIS * (1 - ECCENTRICITY) / (magic * sqrt(magic)) * pi)
    east = east * 180 / (AXIS / sqrt(magic) * cos(angle) * pi)
    return lat + north, lon + east


def wgs84(lat: float, lon: float) -> tuple[float, float]:
    """(latitude, longitude) in WGS-84 of a position in GCJ-02, in degrees, to a metre: the position that `gcj02` moves there."""
    found = lat, lon
    for _ in range(3):
        there = gcj02(*found)
        found = found[0] + lat - there[0], found[1] + lon - there[1]
    return found
