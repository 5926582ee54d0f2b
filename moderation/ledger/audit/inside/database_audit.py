"""The audit from inside: every entry, post and thread of a database, over all cores, in memory that does not grow with it."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from boards.models.threads import Post, Thread
from forum.config import Settings
from forum.messages import M
from forum.store import db, guard, schema
from forum.store.log import last_entry_number
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.tree_check import RebuiltTree
from moderation.ledger.audit.inside import batches, rows
from moderation.ledger.audit.inside.batches import BatchResult
from moderation.ledger.audit.inside.signed import SignedState, check_checkpoints, check_tiles

ENTRIES = 4096  # in a stretch; a multiple of the tiles' width
ROWS = 1024  # posts or threads in a stretch
FEW = 20  # stretches for which other processes would cost more than they bring
AHEAD = 8  # stretches begun for each process before the first is asked for


def audit(settings: Settings, jobs: int | None = None) -> tuple[int, Iterator[BatchResult]]:
    """(how many rows there are, a generator of the Audited of each stretch); the database is opened for reading only.

    Each stretch is read in one transaction, so the site may go on meanwhile. Raises SchemaError.
    """
    db.connect(settings.database, read_only=True)
    schema.check_version()
    with db.connection():
        size = last_entry_number()
        others = _stretches_of(batches.posts, Post) + _stretches_of(batches.threads, Thread)
        total = size + Post.select().count() + Thread.select().count()
    return total, _carry_out(settings, size, others, jobs or os.cpu_count())


def _carry_out(settings, size, others, jobs):
    with db.connection():
        witnessed = SignedState(settings)
        yield BatchResult(0, (*_unguarded(), *witnessed.findings))
    grown = RebuiltTree(each.size for each in witnessed.signed)
    signed = max((each.size for each in witnessed.signed), default=0)
    for audited in _in_order(settings.database, _stretches_of_entries(size), jobs):
        with db.connection():
            yield audited._replace(
                findings=(*audited.findings, *check_tiles(grown.grow(audited.hashes), signed)), hashes=b""
            )
    yield BatchResult(0, tuple(check_checkpoints(grown, witnessed.signed)))
    yield from _in_order(settings.database, others, jobs)


def _stretches_of_entries(size):
    return [(batches.entries, start + 1, min(start + ENTRIES, size)) for start in range(0, size, ENTRIES)]


def _stretches_of(what, model):
    return [(what, *ends) for ends in rows.id_ranges(model, ROWS)]


def _in_order(url, tasks, jobs):
    """The Audited of each task, in order, by other processes where there are enough of them."""
    if jobs == 1 or len(tasks) <= FEW:
        yield from map(_audited, tasks)
        return
    with ProcessPoolExecutor(jobs, get_context("fork"), partial(db.connect, url, read_only=True)) as workers:
        waiting = deque()
        for task in tasks:
            waiting.append(workers.submit(_audited, task))
            if len(waiting) > jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _unguarded():
    """The Findings of guards that the database lacks."""
    for name in guard.missing_triggers(db.database, db.is_sqlite()):
        yield Finding(FindingKind.GUARD, M("数据库缺少守卫 %(name)s：有人拆掉了它，改动不再被拒绝", name=name))


def _audited(task):
    what, first, last = task
    with db.connection():
        return what(first, last)
