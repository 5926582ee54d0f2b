"""Checks of a file of a post: its bytes have the hash that stands in a leaf of the post. Pure."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from forum.messages import M
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.records import Leaf


class FileRow(NamedTuple):
    """A file as the database has it; `shown` is the hash of what is shown instead, or None."""

    post: int
    thread: int
    floor: int
    number: int
    sha256: str
    shown: str | None


def check_file(row: FileRow, leaves: Iterable[Leaf], hash_of: Callable[[str], str | None]) -> Iterator[Finding]:
    """The findings of one FileRow; `hash_of(name)` is the SHA-256 in hex of the bytes kept under that name, None without any."""
    where = {"thread": row.thread, "floor": row.floor, "post": row.post}
    named = "".join(leaf.fields.files or "" for leaf in leaves)
    for sha256 in filter(None, (row.sha256, row.shown)):
        if sha256 not in named:
            yield Finding(FindingKind.FILE_UNRECORDED, M("第 %(n)s 个文件没有存证", n=row.number), **where)
        found = hash_of(sha256)
        if found is None:
            yield Finding(FindingKind.FILE_MISSING, M("第 %(n)s 个文件不见了", n=row.number), **where)
        elif found != sha256:
            yield Finding(FindingKind.FILE, M("第 %(n)s 个文件与存证不符", n=row.number), **where)
