"""Questions near a position: those in a rectangle by an index, the nearest of them first, in two statements."""

from collections.abc import Mapping
from datetime import datetime
from math import cos, radians
from typing import Any
from urllib.parse import urlencode

import peewee

from boards.models.locations import Location
from boards.models.threads import VISIBLE, Board, Thread
from boards.pages.locations import MapView, NearbyPage, NearbyRow, RelocationPage, TileView
from boards.pages.parts import Filter, Link
from boards.queries.parts import shown
from boards.queries.parts.badges import badge
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.thread import thread as heads
from boards.queries.thread.locations import location_view, position_of
from boards.rules.access import is_own, may_relocate, relocation_refusal
from boards.rules.locations import distance
from boards.rules.locations.drawing import HEIGHT, WIDTH, Frame
from boards.rules.locations.position import SCALE, Position, Precision
from forum.messages import M
from forum.problems import Conflict, Forbidden, NotFound
from forum.roles import Actor
from forum.site_settings import CityMap, Tiles

MOST = 30  # threads that are shown
CANDIDATES = 500  # the nearest places, before those of concealed threads are left out
# What everybody may see of a thread and of where it is.
SHOWN = (
    Location.ended_at.is_null()
    & Location.lat.is_null(False)
    & VISIBLE
    & (Thread.shown_title.is_null() | (Thread.shown_title != ""))
)


def place_of_thread(thread_id: int, viewer: Actor) -> tuple[Position, Link]:
    """(where the matter of a thread is, a Link to it); raises NotFound where it has no position that `viewer` may see."""
    thread = heads.get_thread(thread_id, viewer)
    seen = location_view(thread, viewer)
    at = position_of(thread.location) if seen else None
    if at is None:
        raise NotFound(M("这个主题没有标注位置。"))
    return at, Link(heads.title_of(thread, viewer), f"/threads/{thread_id}")


def relocation_page(thread_id: int, viewer: Actor) -> RelocationPage:
    """The form by which `viewer` corrects where a thread's matter is; raises NotFound, Forbidden and Conflict."""
    thread = heads.get_thread(thread_id, viewer)
    if not may_relocate(viewer, thread):
        raise Forbidden(M("只有提问人和管理员可以改地点。"))
    if refusal := relocation_refusal(viewer, thread):
        raise Conflict(refusal)
    seen = location_view(thread, viewer)
    values = {"based_on": str(seen.number if seen else 0)}
    if seen:
        values |= {"address": seen.address, "position": seen.position, "rough": "" if seen.exact else "1"}
    return RelocationPage(
        thread=Link(heads.title_of(thread, viewer), f"/threads/{thread_id}"),
        breadcrumb=(*breadcrumb(thread.board), Link(heads.title_of(thread, viewer), f"/threads/{thread_id}")),
        values=values,
        reasoned=not is_own(viewer, thread.author_id, thread.channel),
        there=seen is not None,
    )


def nearby_page(
    at: Position, radius: int, now: datetime, city_map: CityMap, tiles: Tiles | None, of: Link | None = None
) -> NearbyPage:
    """The NearbyPage around a position; the thread `of` which it is does not stand in its own list."""
    without = int(of.url.rpartition("/")[2]) if of else None
    found = threads_near(at, radius, MOST, without)
    rows = tuple(_row(number, row, now) for number, row in enumerate(found[:MOST], 1))
    asked = {"thread": str(without)} if of else {"position": str(at)}
    return NearbyPage(
        position="" if of else str(at),
        radii=tuple(_radius(each, each == radius, asked) for each in distance.RADII),
        rows=rows,
        map=map_view(
            Frame(at, radius, city_map.datum if tiles else None), [row["at"] for row in found[:MOST]], city_map, tiles
        ),
        more=len(found) > MOST,
        of=of,
    )


def threads_near(at: Position, radius: int, limit: int, without: int | None = None) -> list[dict[str, Any]]:
    """The columns of at most `limit` + 1 public threads within `radius` metres, the nearest first, each with `at` and `metres`.

    Near means the great circle; the order in the database, by degrees as long as they are at this latitude, is the same at these distances.
    """
    low, high = distance.rectangle(at, radius)
    rows = _in_rectangle(at, low, high).where(Thread.id != (without or 0)).limit(limit + 1).dicts()
    found = [{**row, "at": Position(row["lat"], row["lon"])} for row in rows]
    measured = [{**row, "metres": distance.metres(at, row["at"])} for row in found]
    return sorted((row for row in measured if row["metres"] <= radius), key=lambda row: (row["metres"], -row["id"]))


def map_view(frame: Frame, positions: list[Position], city_map: CityMap, tiles: Tiles | None) -> MapView:
    """The MapView of positions in a frame, on the city's tiles where it has some."""
    pixels, length = frame.scale()
    return MapView(
        width=WIDTH,
        height=HEIGHT,
        tiles=tuple(TileView(tiles.url(t.zoom, t.x, t.y), t.left, t.top) for t in frame.tiles()) if tiles else (),
        marks=frame.marks(positions),
        reach=frame.reach,
        scale=(pixels, distance.radius_label(length)),
        attribution=city_map.attribution if tiles else "",
    )


def _in_rectangle(at, low, high):
    """The visible threads in a rectangle, the nearest first, of the CANDIDATES that the index alone finds to be nearest."""
    columns = (Thread.id, shown.title_column(), Thread.status, Thread.next_due_at, Board.name.alias("board"))
    return (
        Location.select(Location.lat, Location.lon, Location.precision, Location.address, *columns)
        .join(Thread)
        .join(Board)
        .where(SHOWN, Location.id.in_(_nearest(Location.alias("near"), at, low, high)))
        .order_by(_square(Location, at), Thread.id.desc())
    )


def _nearest(near, at, low, high):
    within = near.lat.between(low.lat, high.lat) & near.lon.between(low.lon, high.lon) & near.ended_at.is_null()
    return near.select(near.id).where(within).order_by(_square(near, at), near.thread.desc()).limit(CANDIDATES)


def _square(table, at):
    """The square of the distance from `at`, on a plane; with whole numbers it is the same on both engines."""
    # A degree of longitude is as long as one of latitude times the cosine.
    ratio = round(1000 * cos(radians(at.lat / SCALE)))
    north, east = _big(table.lat - at.lat) * 1000, _big(table.lon - at.lon) * ratio
    return north * north + east * east


def _big(number):
    return peewee.Cast(number, "BIGINT")


def _row(number: int, row: Mapping[str, Any], now: datetime) -> NearbyRow:
    return NearbyRow(
        number=number,
        thread=Link(shown.visible_title(row["title"], hidden=False), f"/threads/{row['id']}"),
        board=row["board"],
        badge=badge(row["status"], row["next_due_at"], now),
        address=row["address"],
        distance=distance.told(row["metres"], row["precision"] == Precision.POINT),
    )


def _radius(radius: int, chosen: bool, asked: Mapping[str, str]) -> Filter:
    return Filter(distance.radius_label(radius), f"/nearby?{urlencode({**asked, 'radius': radius})}", chosen)
