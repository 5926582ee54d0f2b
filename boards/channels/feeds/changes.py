"""When what a post shows was changed last; from the log, since rows do not tell when a part was covered or restored."""

from collections.abc import Collection
from datetime import datetime

import peewee

from forum.deeds import Deed
from forum.store.log import Entry
from forum.store.sql.conditions import unindexed

CHANGES = (
    Deed.POST_REVISE,
    Deed.POST_HIDE,
    Deed.POST_RESTORE,
    Deed.POST_HIDE_WHOLE,
    Deed.POST_RESTORE_WHOLE,
    Deed.POST_COVER,
    Deed.POST_UNCOVER,
    Deed.SEAL,
    Deed.POST_BLUR,
)


def last_changes(posts: Collection[int]) -> dict[int, datetime]:
    """{post: when it was changed last} of those of `posts` that were changed; one statement."""
    rows = (
        Entry.select(Entry.object, peewee.fn.MAX(Entry.at))
        .where(
            Entry.object.in_([f"post/{post}" for post in posts]),
            unindexed(Entry.deed).in_([deed.value for deed in CHANGES]),
        )
        .group_by(Entry.object)
        .tuples()
    )
    return {int(name.removeprefix("post/")): at for name, at in rows}
