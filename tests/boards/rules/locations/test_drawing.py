"""Where points, tiles and the scale stand on a map."""

import pytest

from boards.rules.locations.distance import metres
from boards.rules.locations.drawing import HEIGHT, TILE, WIDTH, Frame
from boards.rules.locations.position import Position

HERE = Position(289703, 1188743)


def test_the_centre_stands_in_the_middle_and_north_is_up():
    frame = Frame(HERE, 1000)
    assert frame.place(HERE) == (WIDTH // 2, HEIGHT // 2)
    left, top = frame.place(Position(HERE.lat + 50, HERE.lon))
    assert left == WIDTH // 2 and top < HEIGHT // 2


@pytest.mark.parametrize("radius", [500, 1000, 3000, 10_000])
@pytest.mark.parametrize("lat", [0, 289703, -600000, 850000])
def test_what_is_within_the_radius_stands_on_the_map_and_uses_it(radius, lat):
    frame = Frame(Position(lat, 1188743), radius)
    assert HEIGHT / 5 <= frame.reach <= HEIGHT / 2
    edge = Position(lat - int(radius / 11.12), 1188743)
    left, top = frame.place(edge)
    assert 0 <= top <= HEIGHT
    assert (top - HEIGHT / 2) * frame.metres_per_pixel == pytest.approx(metres(frame.centre, edge), rel=0.03)


@pytest.mark.parametrize("radius", [500, 1000, 3000, 10_000])
def test_without_tiles_the_radius_fills_the_map(radius):
    assert HEIGHT / 2 * 0.85 < Frame(HERE, radius, None).reach < HEIGHT / 2


def test_the_tiles_cover_the_map_without_gap():
    tiles = list(Frame(HERE, 1000).tiles())
    assert len(tiles) <= 12 and all(each.zoom == tiles[0].zoom for each in tiles)
    covered = {
        (x, y)
        for each in tiles
        for x in range(each.left, each.left + TILE, 8)
        for y in range(each.top, each.top + TILE, 8)
    }
    assert min(each.left for each in tiles) <= 0 and max(each.left for each in tiles) + TILE >= WIDTH
    assert min(each.top for each in tiles) <= 0 and max(each.top for each in tiles) + TILE >= HEIGHT
    assert len(covered) == len(tiles) * (TILE // 8) ** 2, "none over another"


def test_the_number_of_a_tile_is_that_of_the_world_s_map():
    """As the formula of OpenStreetMap's wiki, log(tan + sec), gives it."""
    frame = Frame(HERE, 1000)
    centre = next(
        t for t in frame.tiles() if t.left <= WIDTH / 2 < t.left + TILE and t.top <= HEIGHT / 2 < t.top + TILE
    )
    assert (centre.zoom, centre.x, centre.y) == (14, 13602, 6813)


def test_on_tiles_in_gcj_02_a_place_is_the_same_place():
    frame = Frame(HERE, 1000, "gcj02")
    assert frame.place(HERE) == (WIDTH // 2, HEIGHT // 2)
    plain, shifted = next(Frame(HERE, 1000).tiles()), next(frame.tiles())
    assert (plain.left, plain.top) != (shifted.left, shifted.top)


def test_the_scale_is_a_round_number_of_metres():
    for radius in (500, 1000, 3000, 10_000):
        pixels, length = Frame(HERE, radius).scale()
        assert 40 <= pixels <= 120 and str(length).rstrip("0") in {"1", "2", "5"}


def test_places_that_stand_together_are_one_mark():
    near, far = Position(HERE.lat + 1, HERE.lon + 1), Position(HERE.lat + 60, HERE.lon)
    marks = Frame(HERE, 1000).marks([HERE, far, near, Position(0, 0)])
    assert [each.numbers for each in marks] == [(1, 3), (2,)]
