"""Distances, and the rectangle in which what is near is looked for."""

import random

import pytest

from boards.rules.locations.distance import metres, rectangle, told
from boards.rules.locations.position import Position
from forum.i18n.languages import in_language


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres():
    assert metres(Position(280000, 1180000), Position(290000, 1180000)) == pytest.approx(111_195, abs=1)
    assert metres(Position(0, 0), Position(0, 1_800_000)) == pytest.approx(20_015_115, abs=1)


def test_a_distance_that_is_known():
    """Beijing to Shanghai by the reference values of the great circle: 1,067.3 km."""
    assert metres(Position(399042, 1164074), Position(312304, 1214737)) == pytest.approx(1_067_300, rel=0.001)


@pytest.mark.parametrize("lat", [0, 285000, -600000, 899000, -900000])
@pytest.mark.parametrize("lon", [0, 1188743, 1799990, -1799990])
def test_the_rectangle_contains_all_that_is_near(lat, lon):
    centre, chance = Position(lat, lon), random.Random(lat + lon)
    low, high = rectangle(centre, 3000)
    for _ in range(300):
        other = Position(
            max(-900000, min(900000, lat + chance.randint(-400, 400))),
            (lon + chance.randint(-2000, 2000) + 1800000) % 3600000 - 1800000,
        )
        if metres(centre, other) <= 3000:
            assert low.lat <= other.lat <= high.lat and low.lon <= other.lon <= high.lon, other


def test_the_rectangle_is_no_larger_than_it_must_be():
    low, high = rectangle(Position(289703, 1188743), 1000)
    assert high.lat - low.lat < 185 and high.lon - low.lon < 210


def test_how_distances_are_told():
    assert [in_language(told(each, True), "zh-CN") for each in (3, 62, 994, 996, 2449)] == [
        "就在这里", "60 米", "990 米", "1.0 公里", "2.4 公里",
    ]  # fmt: skip
    assert in_language(told(120, False), "zh-CN") == "1 公里左右"
