"""The rows that an audit reads, one range of ids at a time and in order, so that memory stays bounded."""

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import peewee

from boards.files.models import PostFile
from boards.models.moderation import Placement
from boards.models.threads import Post, Revision, Support, Thread
from forum.accounts.models import Account
from forum.store.db import database
from forum.store.log import Entry
from moderation.ledger.audit.checks.files import FileRow
from moderation.ledger.audit.checks.leaves import Columns, read_leaf, subject
from moderation.ledger.audit.checks.records import Leaf, PostRow, RevisionRow, ThreadRow

Prior = Entry.alias("earlier")
First = Post.alias("first_post")
FLAGS = ThreadRow._fields.index("public")
COUNTS = ThreadRow._fields.index("supports")
WHOLE = PostRow._fields.index("hidden_whole")


def id_ranges(model: Any, size: int) -> Iterator[tuple[int, int]]:
    """(first id, last id) of each range of `size` rows of a table."""
    last = 0
    while ids := _fetched(model.select(model.id).where(model.id > last).order_by(model.id).limit(size)):
        yield ids[0][0], ids[-1][0]
        last = ids[-1][0]


def entries(first: int, last: int) -> list[Columns]:
    """The Columns of the entries numbered first...last that there are."""
    same = (Prior.object == Entry.object) & (Prior.id < Entry.id)
    before = Prior.select(Prior.leaf).where(same).order_by(Prior.id.desc()).limit(1)
    query = (
        Entry.select(
            Entry.id,
            Entry.at,
            Entry.deed,
            Entry.object,
            Entry.thread_id,
            Entry.post_id,
            Account.public_id,
            Entry.role,
            Entry.department_id,
            Entry.reason,
            Entry.data,
            Entry.salt,
            Entry.commitment,
            Entry.prior,
            Entry.leaf,
            Entry.rows_salt,
            before,
        )
        .join(Account, peewee.JOIN.LEFT_OUTER, on=Account.id == Entry.actor_id)
        .where(Entry.id.between(first, last))
        .order_by(Entry.id)
    )
    return [Columns(*row) for row in _fetched(query)]


def existing_ids(model: Any, ids: Collection[int | None]) -> set[int]:
    """Those of `ids` that a table has."""
    return {number for (number,) in _fetched(model.select(model.id).where(model.id.in_(list(ids))))} if ids else set()


def posts(first: int, last: int) -> list[PostRow]:
    """The PostRows with ids from first to last."""
    titles = (
        peewee.Case(None, [(Post.floor == 1, column)])
        for column in (Thread.title, Thread.shown_title, Thread.title_withheld)
    )
    query = (
        Post.select(
            Post.id,
            Post.thread,
            Post.floor,
            Post.role,
            Post.department,
            Post.created_at,
            Post.revision,
            Post.hidden_at,
            Post.hidden_role,
            Post.hidden_reason,
            Post.hidden_code,
            Post.hidden_whole,
            Post.place_thread,
            Post.place_floor,
            Post.seal_order_id,
            *titles,
        )
        .join(Thread, peewee.JOIN.LEFT_OUTER)
        .where(Post.id.between(first, last))
        .order_by(Post.id)
    )
    return [PostRow(*row)._replace(hidden_whole=bool(row[WHOLE])) for row in _fetched(query)]


def revisions(first: int, last: int) -> dict[int, list[RevisionRow]]:
    """{post id: its RevisionRows by number} of the posts with ids from first to last."""
    query = (
        Revision.select(
            Revision.post,
            Revision.number,
            Revision.text,
            Revision.html,
            Revision.salt,
            Revision.commitment,
            Revision.rendering,
            Revision.withheld,
            Revision.shown_text,
            Revision.shown_html,
        )
        .where(Revision.post.between(first, last))
        .order_by(Revision.post, Revision.number)
    )
    return _by(0, (RevisionRow(*row) for row in _fetched(query)))


def files(first: int, last: int) -> list[FileRow]:
    """The FileRows of the files with ids from first to last."""
    columns = (PostFile.post, Post.thread, Post.floor, PostFile.number, PostFile.sha256, PostFile.shown_sha256)
    query = PostFile.select(*columns).join(Post).where(PostFile.id.between(first, last)).order_by(PostFile.id)
    return [FileRow(*row) for row in _fetched(query)]


def threads(first: int, last: int) -> list[ThreadRow]:
    """The ThreadRows with ids from first to last."""
    hidden = First.hidden_at.is_null(False)
    query = (
        Thread.select(
            Thread.id,
            Thread.floors,
            Thread.title,
            Thread.merged_into,
            Thread.public,
            Thread.hidden,
            Thread.withheld,
            hidden,
            Thread.supports,
            Support.select(peewee.fn.COUNT(Support.id)).where(Support.thread == Thread.id),
        )
        .join(First, peewee.JOIN.LEFT_OUTER, on=(First.thread == Thread.id) & (First.floor == 1))
        .where(Thread.id.between(first, last))
        .order_by(Thread.id)
    )
    return [ThreadRow(*row[:FLAGS], *map(bool, row[FLAGS:COUNTS]), *row[COUNTS:]) for row in _fetched(query)]


def floors(first: int, last: int) -> dict[int, list[int]]:
    """{thread id: floors with a post or a placement, ascending} of the threads with ids from first to last."""
    written = Post.select(Post.thread, Post.floor).where(Post.thread.between(first, last))
    moved = Placement.select(Placement.thread, Placement.floor).where(Placement.thread.between(first, last))
    rows = sorted(map(tuple, [*_fetched(written), *_fetched(moved)]))
    return {thread: [floor for _, floor in taken] for thread, taken in _by(0, rows).items()}


def leaves(kind: str, ids: Iterable[int], telling: Any) -> dict[int | None, list[Leaf]]:
    """{id: Leafs in order} of the objects of a kind; `telling` is a condition on Entry that selects the relevant ones."""
    names = [f"{kind}/{number}" for number in ids]
    query = Entry.select(Entry.object, Entry.id, Entry.leaf, Entry.data).where(Entry.object.in_(names), telling)
    rows = _fetched(query.order_by(Entry.object, Entry.id))
    return {subject(name, kind): [*_leaves(group)] for name, group in _by(0, rows).items()}


def _leaves(rows):
    for _, number, leaf, data in rows:
        fields = read_leaf(leaf)
        if fields:  # otherwise check_entry has reported the entry
            yield Leaf(number, fields, _details(data))


def _details(data):
    try:
        details = json.loads(data) if data else {}
    except ValueError:
        return {}
    return details if isinstance(details, dict) else {}


def _by(column, rows):
    return {key: list(group) for key, group in groupby(rows, itemgetter(column))}


def _fetched(query):
    return database.execute(query).fetchall()
