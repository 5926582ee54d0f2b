"""Checks of an entry: its leaf has the known form, agrees with the columns, and continues the chain of its object. Pure."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from forum.messages import M
from forum.numbers import whole_number
from forum.store.commitments import commitment_of
from moderation.ledger.audit.checks.findings import Finding, FindingKind

# Fields in the order of RFC 8785, each with the pattern of its value; those in NEEDED are in every leaf.
NEEDED = {"object", "role", "time", "type"}
WORDS = {
    "actor": "[A-Za-z0-9_-]{1,40}",
    "commit": "[0-9a-f]{64}",
    "department": "[1-9][0-9]{0,18}",
    "files": r'\["[0-9a-f]{64}"(?:,"[0-9a-f]{64}")*\]',
    "object": "[a-z_]{1,20}/[A-Za-z0-9_-]{1,40}",
    "place": "[1-9][0-9]{0,18}/[1-9][0-9]{0,18}",
    "prior": "[0-9a-f]{64}",
    "reason": r'[^"\\\x00-\x1f]{1,40}',
    "revision": "[1-9][0-9]{0,18}",
    "role": "[a-z]{1,20}",
    "rows": "[0-9a-f]{64}",
    "time": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}\+00:00",
    "type": r"[a-z]{1,20}\.[a-z_]{1,30}",
}
UNQUOTED = {"department", "files", "revision"}
LEAF_DIGITS = 19  # of an object's number


def _field(name: str) -> str:
    form = f'"{name}":({WORDS[name]}),' if name in UNQUOTED else f'"{name}":"({WORDS[name]})",'
    return form if name in NEEDED else f"(?:{form})?"


# A text of this form is canonical JSON: the fields in order, no blanks, no characters that need escaping.
FORM = re.compile(r"\{" + "".join(map(_field, WORDS)) + r'"v":[12]\}')


class Fields(NamedTuple):
    """The fields of a leaf; numbers are still digits, absent fields are None."""

    actor: str | None
    commit: str | None
    department: str | None
    files: str | None
    object: str
    place: str | None
    prior: str | None
    reason: str | None
    revision: str | None
    role: str
    rows: str | None
    time: str
    type: str


class Columns(NamedTuple):
    """The columns of an entry beside its leaf; `actor` is the public id, `prior_leaf` the object's last leaf before."""

    number: int
    at: datetime | str
    deed: str
    object: str
    thread: int | None
    post: int | None
    actor: str | None
    role: str
    department: int | None
    reason: str | None
    data: str | None
    salt: str | None
    commitment: str | None
    prior: str | None
    leaf: str
    rows_salt: str | None
    prior_leaf: str | None


def read_leaf(leaf: str) -> Fields | None:
    """The Fields of a leaf's text; None unless it is canonical JSON of the known form."""
    found = FORM.fullmatch(leaf)
    return Fields(*found.groups()) if found else None


def check_entry(row: Columns) -> Iterator[Finding]:
    """The findings of one entry, given as Columns."""
    fields = read_leaf(row.leaf)
    if fields is None:
        yield Finding(FindingKind.ENTRY_FORM, M("存证的内容不是规定的形式"), entry=row.number)
    elif differing := _differing(row, fields):
        sentence = M("数据库里的记录与存证不符（%(fields)s）", fields=", ".join(differing))
        yield Finding(FindingKind.ENTRY_COLUMNS, sentence, entry=row.number)
    if row.prior != (row.prior_leaf and hash_of(row.prior_leaf)):
        yield Finding(FindingKind.ENTRY_CHAIN, M("与同一对象的上一条存证接不上"), entry=row.number)
    if (row.data is not None or row.salt is not None) and not _opens(row):
        yield Finding(FindingKind.ENTRY_DATA, M("记录的内容（理由等）与存证不符"), entry=row.number)


def check_link(number: int, fields: Fields | None, prior_leaf: str | None) -> Iterator[Finding]:
    """The findings of a leaf alone, for the audit of a site: its Fields (or None) and the object's previous leaf."""
    if fields is None:
        yield Finding(FindingKind.ENTRY_FORM, M("存证的内容不是规定的形式"), entry=number)
    elif fields.prior != (prior_leaf and hash_of(prior_leaf)):
        yield Finding(FindingKind.ENTRY_CHAIN, M("与同一对象的上一条存证接不上"), entry=number)


def subject(name: str, kind: str) -> int | None:
    """The number in an object's name, as 12 of "post/12"; None for another kind of object."""
    first, _, number = name.partition("/")
    return whole_number(number, LEAF_DIGITS) if first == kind else None


def moment(at: datetime | str) -> str:
    """The time of a column in the format of leaves; SQLite returns it as text."""
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat(timespec="microseconds")
    return at.replace(" ", "T", 1)


def read_place(fields: Fields) -> tuple[int, int] | tuple[None, None]:
    """(thread, floor) of a post by the Fields of its leaf; (None, None) when the leaf has no place."""
    thread, _, floor = (fields.place or "").partition("/")
    return (int(thread), int(floor)) if floor else (None, None)


def hash_of(leaf: str) -> str:
    """The hash of a leaf's text in hex, which the next leaf of the same object holds as `prior`."""
    return hashlib.sha256(leaf.encode()).hexdigest()


def _differing(row: Columns, fields: Fields) -> list[str]:
    """The names of the fields in which the columns differ from the leaf."""
    actor = None if row.role == "netizen" else row.actor or "system"
    expected = fields._replace(
        actor=actor,
        commit=row.commitment,
        department=None if row.department is None else str(row.department),
        object=row.object,
        prior=row.prior,
        reason=row.reason,
        role=row.role,
        time=moment(row.at),
        type=row.deed,
    )
    differing = (
        [name for name, one, other in zip(fields._fields, fields, expected, strict=True) if one != other]
        if fields != expected
        else []
    )
    if (row.post is not None or row.deed.startswith("post.")) and not _about(row, "post", row.post):
        differing.append("post_id")
    if row.thread is not None and not _about(row, "thread", row.thread):
        differing.append("thread_id")
    return differing


def _about(row: Columns, kind: str, number: int | None) -> bool:
    """Whether a column names the object that the leaf is about, where that is of this kind."""
    return not row.object.startswith(f"{kind}/") or row.object == f"{kind}/{number}"


def _opens(row: Columns) -> bool:
    if row.salt is None or row.data is None:
        return False
    try:
        return commitment_of(row.salt, json.loads(row.data)) == row.commitment
    except (TypeError, ValueError, AttributeError, RecursionError):
        return False
