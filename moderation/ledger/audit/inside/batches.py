"""The audit of one range of ids, in one read-only transaction: the unit of work of a process."""

import hashlib
from functools import partial
from typing import NamedTuple

from boards.files.storage import open_store, published_name
from boards.models.threads import Post, Thread
from boards.rules.deeds.record import OF_POSTS, Effect
from boards.rules.deeds.table import deeds_of
from boards.rules.withheld import BLOCKS
from forum.messages import M
from forum.store.db import database
from forum.store.log import Deed, Entry
from forum.store.proved import HASHED
from forum.text.markup import VERSIONS, covered_html, is_html_of
from moderation.ledger.audit.checks.coverings import check_covering
from moderation.ledger.audit.checks.files import check_file
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.leaves import check_entry, read_leaf, subject
from moderation.ledger.audit.checks.records import Leaf, check_post, check_thread, gaps, missing_post, post_history
from moderation.ledger.audit.checks.row_history import (
    altered_text,
    check_commitment,
    check_row,
    expected_row,
    missing_row,
    row_place,
)
from moderation.ledger.audit.inside import recorded, rows
from moderation.ledger.merkle.tiles import HASH
from moderation.ledger.merkle.tree import leaf_hash

ABSENT = bytes(HASH)
OF_THREADS = deeds_of(Effect.BEGINS, Effect.HIDES_THREAD, Effect.RESTORES_THREAD, Effect.MERGES)
ABOUT_POSTS = Entry.deed.in_([deed.value for deed in deeds_of(*OF_POSTS)])
OF_FILES = Entry.deed.in_([Deed.POST_CREATE.value, Deed.POST_BLUR.value])
ABOUT_THREADS = Entry.deed.in_([deed.value for deed in OF_THREADS]) | Entry.data.contains('"unveiled"')


class BatchResult(NamedTuple):
    """The result of a range: how many rows were checked, the findings, and for entries their leaf hashes, concatenated."""

    checked: int
    findings: tuple
    hashes: bytes = b""


def entries(first: int, last: int) -> BatchResult:
    """The BatchResult of the entries numbered first...last."""
    with database.atomic():
        read = rows.entries(first, last)
        changes = recorded.changes_of_entries(first, last)
        findings = [*_missing(read, first, last), *(each for row in read for each in check_entry(row)), *_lost(read)]
        findings += _changed_records(read, changes)
    hashes = {row.number: leaf_hash(row.leaf.encode()) for row in read}
    # A missing entry counts as ABSENT, so that later hashes keep their positions.
    in_place = (hashes.get(number, ABSENT) for number in range(first, last + 1))
    return BatchResult(last - first + 1, tuple(findings), b"".join(in_place))


def proved_rows(table: str, first: int, last: int) -> BatchResult:
    """The BatchResult of the rows of a proved table with keys from first to last, against their recorded changes."""
    with database.atomic():
        stored = recorded.stored_rows(table, first, last)
        expected = recorded.expected_rows(table, first, last)
        altered = list(recorded.altered_texts(table, first, last))
    findings = [
        finding for row in stored for finding in check_row(table, row, expected.get(row.id), row_place(table, row))
    ]
    for key in sorted(expected.keys() - {row.id for row in stored}):
        findings.append(missing_row(table, key, expected[key], row_place(table, expected_row(key, expected[key]))))
    findings += [altered_text(table, key, HASHED[table][0]) for key in altered]
    return BatchResult(len(stored), tuple(findings))


def posts(first: int, last: int) -> BatchResult:
    """The BatchResult of the posts with ids from first to last."""
    with database.atomic():
        read = rows.posts(first, last)
        texts = rows.revisions(first, last)
        leaves = rows.leaves("post", [row.id for row in read], ABOUT_POSTS)
    return BatchResult(len(read), tuple(_found_in_posts(read, texts, leaves)))


def _found_in_posts(read, texts, leaves):
    for row in read:
        history, revisions = post_history(leaves.get(row.id, ())), texts.get(row.id, ())
        yield from check_post(row, revisions, history, is_html_of)
        yield from check_covering(row, revisions, history, covers)


def threads(first: int, last: int) -> BatchResult:
    """The BatchResult of the threads with ids from first to last."""
    with database.atomic():
        read = rows.threads(first, last)
        floors = rows.floors(first, last)
        leaves = rows.leaves("thread", [row.id for row in read], ABOUT_THREADS)
    found = (check_thread(row, floors.get(row.id, ()), leaves.get(row.id, ())) for row in read)
    return BatchResult(len(read), tuple(each for findings in found for each in findings))


def files(place: str, first: int, last: int) -> BatchResult:
    """The BatchResult of the files of posts with ids from first to last, kept where the setting WENQU_FILES says."""
    with database.atomic():
        read = rows.files(first, last)
        leaves = rows.leaves("post", {row.post for row in read}, OF_FILES)
    store = open_store(place)
    found = (check_file(row, leaves.get(row.post, ()), partial(_hash, store)) for row in read)
    return BatchResult(len(read), tuple(each for findings in found for each in findings))


def _hash(store, sha256):
    content = store.get(published_name(sha256))
    return None if content is None else hashlib.sha256(content).hexdigest()


def covers(text: str, html: str, left: str, rendering: int) -> str:
    """The HTML of a covered text of which `left` is visible, by a version of the renderer; '' for one that is not known."""
    return covered_html(text, html, left, BLOCKS, rendering) if rendering in VERSIONS else ""


def _missing(read, first, last):
    for start, end in gaps([row.number for row in read], last, first):
        sentence = M("这一条不见了") if start == end else M("从这一条到第 %(last)s 条都不见了", last=end)
        yield Finding(FindingKind.ENTRY_MISSING, sentence, entry=start)


def _changed_records(read, changes):
    for row in read:
        fields = read_leaf(row.leaf)
        if fields:
            yield from check_commitment(row.number, fields.rows, row.rows_salt, changes.get(row.number, ()))


def _lost(read):
    """The Findings of posts and threads that have a leaf and no row."""
    created = {subject(row.object, "post"): row for row in read if row.deed == Deed.POST_CREATE}
    for post in created.keys() - rows.existing_ids(Post, created.keys()) - {None}:
        row = created[post]
        fields = read_leaf(row.leaf)
        if fields:
            yield missing_post(Leaf(row.number, fields, {}), post)
    asked = {subject(row.object, "thread"): row for row in read if row.deed == Deed.ASK}
    for thread in asked.keys() - rows.existing_ids(Thread, asked.keys()) - {None}:
        sentence = M("这个主题不见了（存证第 %(entry)s 条）", entry=asked[thread].number)
        yield Finding(FindingKind.THREAD_MISSING, sentence, thread, entry=asked[thread].number)
