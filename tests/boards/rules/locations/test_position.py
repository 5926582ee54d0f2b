"""Coordinates as people type them, what is refused and why, and how exactly a position is kept."""

import pytest

from boards.rules.locations.position import Position, Precision, read_position, swapped
from forum.problems import Invalid
from forum.site_settings import Area

CITY = Area(28.2, 118.0, 29.5, 119.4)
HERE = Position(289703, 1188743)


def refusal(typed, area=CITY):
    with pytest.raises(Invalid) as refused:
        read_position(typed, Precision.POINT, area)
    return refused.value.errors["position"].msgid


@pytest.mark.parametrize(
    "typed",
    [
        "28.9703, 118.8743",
        "28.9703 118.8743",
        " 28.97030,118.87430 ",
        "２８．９７０３，１１８．８７４３",
        "28.9703，118.8743",
        "28.9703、118.8743",
        "北纬28.9703 东经118.8743",
        "东经118.8743，北纬28.9703",
        "北纬28.9703度，东经118.8743度",
        "纬度：28.9703，经度：118.8743",
        "28.9703N, 118.8743E",
        "E118.8743 N28.9703",
        "lat=28.9703, lon=118.8743",
        "geo:28.9703,118.8743",
        "(28.9703, 118.8743)",
        "28°58′13.08″N, 118°52′27.48″E",
        "北纬28°58'13.08\" 东经118°52'27.48\"",
        "+28.9703, +118.8743",
    ],
)
def test_what_is_read(typed):
    assert read_position(typed, Precision.POINT, CITY) == HERE


def test_nothing_typed_is_no_position():
    assert read_position(" \u3000", Precision.POINT, CITY) is None


def test_south_and_west_are_negative():
    assert read_position("S34.397, W58.3816", Precision.POINT) == Position(-343970, -583816)
    assert read_position("-34.397, -58.3816", Precision.POINT) == Position(-343970, -583816)


@pytest.mark.parametrize(
    "typed",
    [
        "二十八度，一百一十八度", "28.9703", "28.9703, 118.8743, 3", "人民路", "28..97, 118.8", "1e2, 118", "nan, 118", "28.97, inf",
        "28.9703, 118.8743" + " " * 80 + "x", "'; DROP TABLE location; --", "28,97, 118,87", "٢٨.٩, x", "9999, 118",
    ],
)  # fmt: skip
def test_what_is_no_position(typed):
    assert refusal(typed).startswith("请写两个数")


def test_a_latitude_of_95_degrees_is_refused():
    assert refusal("95, 118.8743").startswith("纬度在 -90 到 90")
    assert refusal("28.97, 200").startswith("经度在 -180")
    assert refusal("28°61′, 118°").startswith("分和秒")
    assert refusal("28.97N, 29.10N").startswith("两个数写的都是")


def test_a_position_outside_the_city_is_refused_and_told():
    assert "不在本市范围内" in refusal("39.9042, 116.4074")
    assert read_position("39.9042, 116.4074", Precision.POINT) == Position(399042, 1164074)


def test_latitude_and_longitude_the_other_way_round_are_recognised():
    assert swapped("118.8743, 28.9703", CITY) == "28.9703, 118.8743"
    assert swapped("118.8743, 28.9703") == "28.9703, 118.8743"
    assert swapped("28.9703, 118.8743", CITY) == ""
    assert swapped("116.4074, 39.9042", CITY) == "", "nor is that in the city"
    assert swapped("人民路", CITY) == ""


def test_the_neighbourhood_alone_is_kept_of_a_position_that_is_to_be_inexact():
    near = read_position("28.97031, 118.87432", Precision.AREA, CITY)
    assert near == Position(289700, 1188700)
    assert near.shown(Precision.AREA) == "28.97, 118.87"
    assert HERE.shown(Precision.POINT) == str(HERE) == "28.9703, 118.8743"
