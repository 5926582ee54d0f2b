"""What of a list of threads is a member's own, read in one statement of its own: so the rest is made once for all members."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from forum.roles import Actor
from forum.store.db import raw


class Listed(NamedTuple):
    """What a list is about: its board, None for that of all boards, and (number, floors, author) of each of its threads."""

    board: int | None
    threads: tuple[tuple[int, int, int], ...]


class OwnOfList(NamedTuple):
    """What is a member's own in a list of threads: whether they watch the board, and which threads they have read in part.

    `read_to` are (thread, last floor read).
    """

    watching: bool = False
    read_to: tuple[tuple[int, int], ...] = ()


def listed(board: int | None, rows: Iterable[Mapping[str, Any]]) -> Listed:
    """The Listed of rows of `boards.queries.lists.board.list_query`."""
    return Listed(board, tuple((row["id"], row["floors"], row["author_id"]) for row in rows))


def own_of_list(actor: Actor, about: Listed) -> OwnOfList | None:
    """The OwnOfList of a member; None for who has read none of it in part and doesn't watch the board. An asker has read the question."""
    marks = ", ".join(["%s"] * len(about.threads)) or "NULL"
    found = raw(
        f"SELECT thread_id, floor FROM reading_position WHERE account_id = %s AND thread_id IN ({marks}) "
        "UNION ALL SELECT 0, 0 FROM place_watch WHERE account_id = %s AND board_id = %s",
        [actor.account, *(thread for thread, _, _ in about.threads), actor.account, about.board],
    )
    places = dict(found.fetchall())
    read = [(thread, places.get(thread, 1 if author == actor.account else None)) for thread, _, author in about.threads]
    floors = {thread: number for thread, number, _ in about.threads}
    own = OwnOfList(0 in places, tuple((thread, place) for thread, place in read if place and place < floors[thread]))
    return None if own == OwnOfList() else own


def put_own(rows: Iterable[dict[str, Any]], own: OwnOfList) -> None:
    """Have rows of `list_query` say how far their reader has read, as `own` says."""
    places = dict(own.read_to)
    for row in rows:
        row["read_to"] = places.get(row["id"])
