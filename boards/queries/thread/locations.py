"""Where a thread's matter is, as a reader may see it."""

from boards.models.locations import Location
from boards.models.threads import Thread
from boards.pages.locations import LocationView
from boards.rules.access import may_see_hidden
from boards.rules.locations.position import Position, Precision
from forum.roles import Actor

CURRENT = (Location.thread == Thread.id) & Location.ended_at.is_null()


def location_view(thread: Thread, viewer: Actor) -> LocationView | None:
    """The LocationView of a thread of `get_thread`; None without one, and where the question is hidden from `viewer` or sealed."""
    row = getattr(thread, "location", None)
    if row is None or thread.shown_title == "" or (thread.hidden and not may_see_hidden(viewer, thread.author_id)):
        return None
    return view_of(row.address, position_of(row), Precision(row.precision), row.number, thread.id)


def view_of(
    address: str, at: Position | None, precision: Precision, number: int = 0, thread: int | None = None
) -> LocationView:
    """The LocationView of an address and a position, before they are sent or on a thread."""
    return LocationView(
        number=number,
        address=address,
        position=at.shown(precision) if at else "",
        exact=precision is Precision.POINT,
        nearby=f"/nearby?thread={thread}" if at and thread else "",
        lat=at.degrees[0] if at else None,
        lon=at.degrees[1] if at else None,
    )


def position_of(row: Location) -> Position | None:
    """The Position of a row of Location, None without one."""
    return None if row.lat is None or row.lon is None else Position(row.lat, row.lon)
