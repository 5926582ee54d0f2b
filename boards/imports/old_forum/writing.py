"""Writes a staged forum by the real actions, at the times when it was written. Run again, it goes on where it stopped."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from boards.clocks.city import City
from boards.imports.board_names import BoardChoices
from boards.imports.old_forum import came_of
from boards.imports.old_forum.addresses import ReadAddress
from boards.imports.old_forum.floors import FloorWriter, Moderation
from boards.imports.old_forum.outcome import Outcome
from boards.imports.old_forum.people import People
from boards.imports.old_forum.places import Places
from boards.imports.old_forum.records import OldPost, OldThread, State
from boards.imports.old_forum.staging import Staging
from boards.models.threads import Post
from boards.queries.parts.current_city import with_current_calendar
from boards.rules.channel import Channel
from forum.commands.progress import progress
from forum.problems import Problem
from forum.store import db

BATCH = 100  # posts in one transaction: few enough that a running site's writers get their turn
MOST_MISSING = 1000  # floors that may be missing together; a larger gap is a mistake of the forum's


def write_forum(  # what the forum is, and what the city makes of it
    staging: Staging,
    source: str,
    *,
    city: City,
    now: datetime,
    moderation: Moderation,
    read_address: ReadAddress,
    choices: BoardChoices,
    dry: bool = False,
) -> Outcome:
    """Write the staged forum called `source` into the city; nothing when `dry`, or while there are questions to answer.

    Raises Malformed when a choice names no board.
    """
    began = datetime.fromtimestamp(staging.began() or now.timestamp(), UTC)
    places, outcome = Places(source, began, choices), Outcome()
    forums = {forum.id: forum for forum in staging.forums()}
    outcome.questions = places.questions(forums.values())
    people = People(source, began, now, city.site)
    floors = FloorWriter(
        staging, source, people, with_current_calendar(city).without_limits(), now, moderation, read_address, outcome
    )
    for old in progress(staging.threads(), "threads", staging.count(OldThread)):
        if not _is_wanted(old, outcome):
            continue
        if dry or outcome.questions:
            _count(_floors(staging, old, outcome), outcome)
            continue
        try:
            _write(old, staging, source, floors, lambda old=old: places.place(forums[old.forum]), outcome)
        except Problem as problem:
            outcome.wrong[old.id] = problem
    return outcome


def _is_wanted(old: OldThread, outcome: Outcome) -> bool:
    outcome.recycled += old.state is State.RECYCLED
    outcome.unpublished += old.state is State.UNPUBLISHED
    outcome.moved += old.moved_to is not None
    return old.state is State.SHOWN and old.moved_to is None


def _count(posts: Iterator[OldPost | None], outcome: Outcome) -> None:
    number = sum(1 for _ in posts)
    outcome.threads += number > 0
    outcome.empty += number == 0
    outcome.posts += number


def _write(old, staging, source, floors, board, outcome):
    posts = _floors(staging, old, outcome)
    known = came_of.came_of(source, came_of.THREAD, old.id)
    written = _imported_floors(known) if known else 0
    rest, first = islice(posts, written, None), True
    while batch := list(islice(rest, BATCH)):
        with db.write():
            thread = floors.begin(old, batch.pop(0), board()) if not known else floors.go_on(known)
            known = thread.id
            for post in batch:
                thread = floors.put(thread, old, post)
        outcome.threads += first and not written
        first = False
    if first:
        outcome.present += bool(known)
        outcome.empty += not known
    else:
        floors.finish(known, old)


def _imported_floors(thread):
    return Post.select().where(Post.thread == thread, Post.channel == Channel.IMPORT.value).count()


def _floors(staging: Staging, old: OldThread, outcome: Outcome) -> Iterator[OldPost | None]:
    """The posts of a thread, one a floor; None for a floor whose post is gone."""
    floor = 0
    for post in staging.posts(old.id):
        if post.state is State.UNPUBLISHED:
            outcome.unpublished += 1
            continue
        missing = post.position - floor - 1
        if floor and 0 < missing <= MOST_MISSING:
            yield from [None] * missing
            floor += missing
        floor += 1
        yield post
