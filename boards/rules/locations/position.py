"""A position on the earth in WGS-84, as it is typed, rounded and kept. Pure.

Latitude comes first, as in RFC 5870 (geo: addresses) and on Chinese maps. A position is kept in ten-thousandths of a degree, some
eleven metres; of one that is to tell the neighbourhood only no more than hundredths, some kilometre, are ever stored.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from forum.messages import M, Message
from forum.problems import Invalid
from forum.site_settings import Area

SCALE = 10_000  # parts of a degree
FIELD = "position"
LONGEST = 80  # characters that are read
EXAMPLE = "28.9703, 118.8743"


class Precision(StrEnum):
    """How exactly a position is kept and shown."""

    POINT = "point"
    AREA = "area"


STEPS = {Precision.POINT: Decimal("0.0001"), Precision.AREA: Decimal("0.01")}


@dataclass(frozen=True)
class Position:
    """Latitude and longitude in ten-thousandths of a degree."""

    lat: int
    lon: int

    @property
    def degrees(self) -> tuple[float, float]:
        """(latitude, longitude) in degrees."""
        return self.lat / SCALE, self.lon / SCALE

    def __str__(self) -> str:
        return "{:.4f}, {:.4f}".format(*self.degrees)

    def shown(self, precision: Precision) -> str:
        """The position with as many decimals as `precision` keeps."""
        digits = -int(STEPS[precision].as_tuple().exponent)
        return ", ".join(f"{each:.{digits}f}" for each in self.degrees)


def read_position(typed: str, precision: Precision, area: Area | None = None) -> Position | None:
    """The Position that was typed, rounded to `precision`; None for nothing. Raises Invalid, also for one outside of `area`.

    Two numbers in degrees, in digits of any width, with or without a name (北纬, 东经, N, E), as degrees, minutes and seconds too.
    """
    if not typed.strip():
        return None
    lat, lon = _parsed(typed)
    if refusal := _refusal(lat, lon, area):
        raise Invalid({FIELD: refusal})
    return rounded(lat, lon, precision)


def rounded(lat: Decimal, lon: Decimal, precision: Precision) -> Position:
    """The Position of coordinates in degrees, no more exact than `precision`."""
    return Position(*(int(each.quantize(STEPS[precision], ROUND_HALF_EVEN) * SCALE) for each in (lat, lon)))


def swapped(typed: str, area: Area | None = None) -> str:
    """What was typed with latitude and longitude the other way round, where only that is a position (in `area`); else ''."""
    try:
        lat, lon = _parsed(typed)
    except Invalid:
        return ""
    if not _refusal(lat, lon, area) or _refusal(lon, lat, area):
        return ""
    return f"{lon:f}, {lat:f}"


def _refusal(lat: Decimal, lon: Decimal, area: Area | None) -> Message | None:
    """Why two numbers are no position that may be kept, or None."""
    if abs(lat) > 90:
        return M(
            "纬度在 -90 到 90 之间，不能是 %(n)s。先写纬度，再写经度，如 %(example)s。", n=f"{lat:f}", example=EXAMPLE
        )
    if abs(lon) > 180:
        return M("经度在 -180 到 180 之间，不能是 %(n)s。", n=f"{lon:f}")
    if area and not area.contains(float(lat), float(lon)):
        return M(
            "这个位置（%(at)s）不在本市范围内。请核对；事情在市外，就不填坐标，把地点写清楚。", at=f"{lat:f}, {lon:f}"
        )
    return None


_NORTH = {"n": 1, "s": -1, "lat": 1, "latitude": 1, "北纬": 1, "南纬": -1, "纬度": 1}
_EAST = {"e": 1, "w": -1, "lon": 1, "long": 1, "lng": 1, "longitude": 1, "东经": 1, "西经": -1, "经度": 1}
_NAMES = "|".join(sorted((*_NORTH, *_EAST), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?:(?P<before>{_NAMES}) ?[:=]? ?)?(?P<sign>[-+])?(?P<degrees>\d{{1,3}}(?:\.\d{{1,15}})?) ?[°度]?"
    r"(?: ?(?P<minutes>\d{1,2}(?:\.\d{1,12})?) ?['分](?: ?(?P<seconds>\d{1,2}(?:\.\d{1,9})?) ?[\"秒])?)?"
    rf" ?(?P<after>[nesw])?(?P<end>$|[ ,;/]+)"
)
_WRITTEN = str.maketrans(
    {"−": "-", "–": "-", "′": "'", "’": "'", "″": '"', "”": '"', "、": ",", "º": "°", "\u00a0": " "}
)


def _parsed(typed: str) -> tuple[Decimal, Decimal]:
    """(latitude, longitude) in degrees; raises Invalid when two numbers cannot be read."""
    text = unicodedata.normalize("NFKC", typed[: LONGEST + 1].translate(_WRITTEN)).translate(_WRITTEN).strip().lower()
    text = " ".join(text.removeprefix("geo:").strip("()[]").replace("''", '"').split())
    first = _NUMBER.match(text)
    second = _NUMBER.match(text, first.end()) if first else None
    if len(typed) > LONGEST or not first or not second or second.end() != len(text):
        raise Invalid({FIELD: M("请写两个数，先纬度，再经度，如 %(example)s。", example=EXAMPLE)})
    (name, one), (other, two) = _read(first), _read(second)
    if name and name == other:
        raise Invalid({FIELD: M("两个数写的都是纬度，或者都是经度，请核对。")})
    return (two, one) if name == "lon" or other == "lat" else (one, two)


def _read(match: re.Match[str]) -> tuple[str, Decimal]:
    """("lat", "lon" or "" where it is not named, degrees) of one number; raises Invalid for sixty minutes and more."""
    parts = [Decimal(match[name] or 0) for name in ("degrees", "minutes", "seconds")]
    if max(parts[1:]) >= 60:
        raise Invalid({FIELD: M("分和秒要小于 60，请核对。")})
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    name = match["before"] or match["after"] or ""
    sign = _NORTH.get(name) or _EAST.get(name) or 1
    axis = "lat" if name in _NORTH else "lon" if name in _EAST else ""
    return axis, round(-value if (match["sign"] == "-") else value, 9).normalize() * sign
