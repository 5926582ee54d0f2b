"""The audit of a database by its operator: entries, posts and threads, on all cores, in bounded memory."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from boards.files.models import PostFile
from boards.models.threads import Post, Thread
from forum.config import Settings
from forum.deeds import Deed
from forum.messages import M
from forum.store import db, schema, triggers
from forum.store.log import last_entry_number
from forum.store.proved import PROVED
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.tree_check import RebuiltTree
from moderation.ledger.audit.inside import batches, recorded, rows
from moderation.ledger.audit.inside.batches import BatchResult
from moderation.ledger.audit.inside.signed import SignedState, check_checkpoints, check_cosignatures, check_tiles

ENTRIES = 4096  # in a batch; a multiple of the tiles' width
ROWS = 1024  # posts or threads in a batch
FEW = 20  # batches; up to so many, one process is faster than several
AHEAD = 8  # batches submitted for each process before the first result is taken


def audit(settings: Settings, jobs: int | None = None) -> tuple[int, Iterator[BatchResult]]:
    """(number of rows, a generator of each batch's BatchResult); the database is opened for reading only.

    Each batch is read in one transaction, so the site may be in use meanwhile. Raises SchemaError.
    """
    db.connect(settings.database, read_only=True)
    schema.check_version()
    with db.connection():
        size = last_entry_number()
        files = _batches_of(partial(batches.files, settings.files), PostFile)
        others = _batches_of(batches.posts, Post) + _batches_of(batches.threads, Thread) + files + _batches_of_rows()
        counted = sum(table.select().count() for table in (Post, Thread, PostFile))
        total = size + counted + recorded.count_rows()
    return total, _carry_out(settings, size, others, jobs or os.cpu_count())


def taken_over() -> int | None:
    """The first entry that put rows on record as an upgrade found them; None where the log began with them."""
    with db.connection():
        (entry,) = db.raw("SELECT MIN(id) FROM entry WHERE deed = %s", (Deed.ROWS_BASELINE.value,)).fetchone()
    return None if entry is None else int(entry)


def _carry_out(settings, size, others, jobs):
    with db.connection():
        state = SignedState(settings)
        yield BatchResult(0, (*_unguarded(), *state.findings, *check_cosignatures()))
    tree = RebuiltTree(each.size for each in state.signed)
    signed = max((each.size for each in state.signed), default=0)
    for audited in _in_order(settings.database, _batches_of_entries(size), jobs):
        with db.connection():
            yield audited._replace(
                findings=(*audited.findings, *check_tiles(tree.grow(audited.hashes), signed)), hashes=b""
            )
    yield BatchResult(0, tuple(check_checkpoints(tree, state.signed)))
    yield from _in_order(settings.database, others, jobs)


def _batches_of_entries(size):
    return [(batches.entries, start + 1, min(start + ENTRIES, size)) for start in range(0, size, ENTRIES)]


def _batches_of(what, model):
    return [(what, *ends) for ends in rows.id_ranges(model, ROWS)]


def _batches_of_rows():
    return [
        (partial(batches.proved_rows, table), *ends) for table in PROVED for ends in recorded.key_ranges(table, ROWS)
    ]


def _in_order(url, tasks, jobs):
    """The BatchResult of each task, in order; several processes share more than FEW tasks."""
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
    """The Findings of triggers that the database lacks or has otherwise, and of foreign ones."""
    for name in triggers.differing(db.database, db.is_sqlite()):
        yield Finding(FindingKind.GUARD, M("数据库缺少守卫 %(name)s：有人拆掉或改写了它，改动不再被拒绝", name=name))
    for name in triggers.unknown(db.database, db.is_sqlite()):
        yield Finding(FindingKind.GUARD, M("数据库里有不属于本程序的触发器 %(name)s：它能改写存下的内容", name=name))


def _audited(task):
    what, first, last = task
    with db.connection():
        return what(first, last)
