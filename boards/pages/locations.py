"""Where a thread's matter is, and what is near it; as in boards/pages/parts.py."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from boards.pages.parts import Badge, Filter, Link
from boards.rules.locations.drawing import Mark
from boards.rules.text.text_review import TextReview
from forum.messages import M, Message


@dataclass(frozen=True)
class LocationView:
    """Where a thread's matter is: `address` may be '', `position` too ("28.9703, 118.8743", WGS-84, latitude first).

    One that is not `exact` tells the neighbourhood only. `nearby` is the address of the page with what is near.
    """

    number: int
    address: str
    position: str
    exact: bool
    nearby: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class TileView:
    """A picture of the map, and where it stands, in pixels."""

    url: str
    left: int
    top: int


@dataclass(frozen=True)
class MapView:
    """A map around a place, in pixels: `reach` is the radius of the circle, `scale` (pixels, its label)."""

    width: int
    height: int
    tiles: tuple[TileView, ...]
    marks: tuple[Mark, ...]
    reach: int
    scale: tuple[int, Message]
    attribution: str


@dataclass(frozen=True)
class NearbyRow:
    """A thread near the place, with its number on the map and its distance in words."""

    number: int
    thread: Link
    board: str
    badge: Badge | None
    address: str
    distance: Message


@dataclass(frozen=True)
class NearbyPage:
    """`/nearby`: what is within a radius of `position`; without one the form alone. `of` is the thread whose place that is.

    `swapped` is what was typed, the other way round, where that would be a place.
    """

    position: str = ""
    radii: Sequence[Filter] = ()
    rows: Sequence[NearbyRow] = ()
    map: MapView | None = None
    more: bool = False
    of: Link | None = None
    swapped: str = ""
    breadcrumb: tuple[Link, ...] = (Link(M("首页"), "/"), Link(M("全部主题"), "/threads"))


@dataclass(frozen=True)
class RelocationPage:
    """The form of where a thread's matter is, with the `values` of the current version, none of which is shown where it may not be.

    A moderator must say why (`reasoned`). `swapped` as in NearbyPage.
    """

    thread: Link
    breadcrumb: tuple[Link, ...]
    values: dict[str, str]
    reasoned: bool
    there: bool
    review: TextReview = TextReview()
    swapped: str = ""

    def with_review(self, review: TextReview, swapped: str) -> "RelocationPage":
        """The page once its form was sent."""
        return replace(self, review=review, swapped=swapped)
