"""The regions of a picture that are to be blurred, as they are typed or drawn. Pure."""

import re
from typing import NamedTuple

from forum.messages import M
from forum.numbers import whole_number
from forum.problems import Invalid

MOST_REGIONS = 30
SEPARATORS = re.compile(r"[\s,，、;；%％]+")
WRONG = M("每一行写四个 0 到 100 的整数：从左边、从上边、宽、高，如“20 35 10 5”。")


class Region(NamedTuple):
    """A rectangle in hundredths of a picture's width and height, from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


def read_regions(typed: str) -> tuple[Region, ...]:
    """The Regions of a text, one a line; raises Invalid for `regions`."""
    lines = [line for line in typed.splitlines() if line.strip()]
    if not lines:
        raise Invalid(regions=M("请框出要打码的地方，或写下它的位置。"))
    if len(lines) > MOST_REGIONS:
        raise Invalid(regions=M("一次最多 %(most)s 处。", most=MOST_REGIONS))
    return tuple(map(_region, lines))


def _region(line: str) -> Region:
    numbers = [whole_number(word, 3, most=100) for word in SEPARATORS.split(line.strip()) if word]
    if len(numbers) != 4 or any(number is None for number in numbers):
        raise Invalid(regions=WRONG)
    region = Region(*(number or 0 for number in numbers))
    if not region.width or not region.height or region.left == 100 or region.top == 100:
        raise Invalid(regions=WRONG)
    return region


def in_pixels(region: Region, width: int, height: int) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of a region in a picture of that size, within it; edges are widened to whole pixels."""
    left, top = region.left * width // 100, region.top * height // 100
    right = -(-(region.left + region.width) * width // 100)
    bottom = -(-(region.top + region.height) * height // 100)
    return left, top, min(max(right, left + 1), width), min(max(bottom, top + 1), height)
