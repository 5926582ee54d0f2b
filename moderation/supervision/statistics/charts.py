"""Geometry of the bar chart: numbers to rectangles of an SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, TOP, FOOT = 160, 20, 24  # in the SVG's units
WIDE, NARROW = (56, 20), (34, 14)  # how far groups stand apart, and bars
MOST_WIDE = 16  # groups; of more the bars have no numbers, and every other group is named
GAP = 2  # between bars


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
    """The bars that stand together over one label, whose middle is at `x`; only a `named` one has room for it."""

    label: str
    named: bool
    x: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A chart of `width` by `height` units; the base line is at `base`, bars are `bar` wide, with their numbers above or without."""

    width: int
    bar: int
    numbered: bool
    height: int
    base: int
    groups: tuple[Group, ...]


def bar_chart(rows: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """The Chart of (label, values) rows, each with the same number of values."""
    most = max((value for _, values in rows for value in values), default=0) or 1
    base, wide = TOP + HEIGHT, len(rows) <= MOST_WIDE
    step, bar = WIDE if wide else NARROW
    groups = tuple(
        Group(label, wide or not (len(rows) - 1 - place) % 2, middle, _bars(values, middle, bar, most, base))
        for place, (label, values) in enumerate(rows)
        for middle in [place * step + step // 2]
    )
    return Chart(step * max(len(rows), 1), bar - GAP, wide, base + FOOT, base, groups)


def _bars(values: Sequence[int], middle: int, bar: int, most: int, base: int) -> tuple[Bar, ...]:
    left = middle - bar * len(values) // 2
    return tuple(
        Bar(series, left + series * bar, base - _height(value, most), _height(value, most), value)
        for series, value in enumerate(values)
    )


def _height(value: int, most: int) -> float:
    return round(HEIGHT * value / most, 1)
