"""Geometry of the bar chart: numbers to rectangles of an SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, STEP, BAR, TOP, FOOT = 160, 56, 20, 20, 24  # in the SVG's units


@dataclass(frozen=True)
class Bar:
    """One bar with the number that stands above it."""

    series: int
    x: int
    y: float
    height: float
    value: int


@dataclass(frozen=True)
class Group:
    """The bars that stand together over one label, whose middle is at `x`."""

    label: str
    x: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A chart of `width` by `height` units; the base line is at `base`."""

    width: int
    height: int
    base: int
    groups: tuple[Group, ...]


def bar_chart(rows: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """The Chart of (label, values) rows, each with the same number of values."""
    most = max((value for _, values in rows for value in values), default=0) or 1
    base = TOP + HEIGHT
    groups = tuple(_group(place, label, values, most, base) for place, (label, values) in enumerate(rows))
    return Chart(STEP * max(len(rows), 1), base + FOOT, base, groups)


def _group(place: int, label: str, values: Sequence[int], most: int, base: int) -> Group:
    middle = place * STEP + STEP // 2
    left = middle - BAR * len(values) // 2
    bars = tuple(
        Bar(series, left + series * BAR, base - _height(value, most), _height(value, most), value)
        for series, value in enumerate(values)
    )
    return Group(label, middle, bars)


def _height(value: int, most: int) -> float:
    return round(HEIGHT * value / most, 1)
