"""The table [map] of the city's file and the address of its tiles."""

import pytest

from forum.config import SettingsError, from_environ
from forum.site_settings import Area, CityMap, Tiles, read_city_map, read_tiles

ADDRESS = "https://tiles.example.cn/map/{z}/{x}/{y}.png?key=ab12"


def test_a_city_says_where_it_lies():
    assert read_city_map({}) == CityMap()
    table = {"area": [28.2, 118, 29.5, 119.4], "datum": "gcj02", "attribution": "© 地图公司"}
    read = read_city_map(table)
    assert read == CityMap(Area(28.2, 118.0, 29.5, 119.4), "gcj02", "© 地图公司")
    assert read.area.contains(28.2, 119.4) and not read.area.contains(28.19, 119)


@pytest.mark.parametrize(
    "table",
    [
        {"area": [29.5, 118, 28.2, 119.4]}, {"area": [28, 118, 29]}, {"area": ["28", 118, 29, 119]}, {"area": [28, 118, 91, 119]},
        {"area": [True, 118, 29, 119]}, {"datum": "bd09"}, {"attribution": "<b>"}, {"attribution": 3}, {"zoom": 3}, [], "x",
        {"area": [float("nan"), 118, 29, 119]},
    ],
)  # fmt: skip
def test_a_wrong_table_is_none(table):
    assert read_city_map(table) is None


def test_the_address_of_a_tile():
    tiles, _ = read_tiles(ADDRESS)
    assert tiles.url(15, 27204, 13656) == "https://tiles.example.cn/map/15/27204/13656.png?key=ab12"
    assert tiles.origin == "https://tiles.example.cn"
    assert read_tiles("http://127.0.0.1:9/{z}/{x}/{y}")[0] == Tiles("http://127.0.0.1:9/{z}/{x}/{y}")


@pytest.mark.parametrize(
    "text",
    [
        "", "https://tiles.example.cn/{z}/{x}.png", "http://tiles.example.cn/{z}/{x}/{y}", "https://{z}.example.cn/{x}/{y}",
        "https://a@tiles.example.cn/{z}/{x}/{y}", "https://tiles.example.cn/{z}/{x}/{y}/{y}", "//t.cn/{z}/{x}/{y}",
        "https://tiles.example.cn/{z}/{x}/{y}; script-src *", "https://tiles.example.cn:x/{z}/{x}/{y}", "data:{z}{x}{y}",
        "https://tiles.example.cn/{s}/{z}/{x}/{y}", "https://*/{z}/{x}/{y}",
    ],
)  # fmt: skip
def test_a_wrong_address_stops_the_start(text, tmp_path):
    with pytest.raises(SettingsError, match="WENQU_MAP_TILES"):
        from_environ({"WENQU_DATA": str(tmp_path), "WENQU_MAP_TILES": text})


def test_without_the_setting_there_are_no_tiles(tmp_path):
    assert from_environ({"WENQU_DATA": str(tmp_path)}).map_tiles is None
    assert from_environ({"WENQU_DATA": str(tmp_path), "WENQU_MAP_TILES": ADDRESS}).map_tiles == Tiles(ADDRESS)
