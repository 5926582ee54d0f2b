"""What an entry must be: a leaf of a known form, that says what its columns say, in the chain of its object. Pure."""

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import NamedTuple

import rfc8785

from forum.commitments import opens_as
from forum.messages import M
from moderation.ledger.audit.findings import Finding, Wrong

NEEDED = {"v", "type", "object", "role", "time"}
WORDS = {"type", "object", "role", "time", "actor", "place", "reason", "commit", "prior"}
NUMBERS = {"v", "department", "revision"}
FORMS = {
    "type": re.compile(r"[a-z]+\.[a-z_]+"),
    "object": re.compile(r"[a-z_]+/[A-Za-z0-9_-]{1,40}"),
    "time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00"),
    "place": re.compile(r"[1-9]\d{0,18}/[1-9]\d{0,18}"),
    "commit": re.compile(r"[0-9a-f]{64}"),
    "prior": re.compile(r"[0-9a-f]{64}"),
}
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Columns(NamedTuple):
    """What the database says of an entry beside its leaf; `actor` is the public id, `prior_leaf` the object's last leaf before."""

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
    prior_leaf: str | None


def read_leaf(leaf):
    """The fields of a leaf's text; None unless it is canonical JSON of a known form."""
    try:
        fields = json.loads(leaf)
        return fields if _known(fields) and rfc8785.dumps(fields).decode() == leaf else None
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        return None


def check_entry(row):
    """The findings of one entry, given as Columns."""
    try:
        fields = json.loads(row.leaf)
        # Most leaves are just what their columns say: one comparison tells it, and that the JSON is canonical.
        says = _encode(_said(row, fields)) == row.leaf
    except (ValueError, AttributeError, RecursionError):
        fields, says = None, False
    if not says or not _known(fields):
        yield from _told_apart(row)
    yield from _check_chain(row)
    yield from _check_data(row)


def subject(name, kind):
    """The number in an object's name, as 12 of "post/12"; None for another kind of object."""
    first, _, number = name.partition("/")
    return int(number) if first == kind and number.isdecimal() and number.isascii() and len(number) < 20 else None


def moment(at):
    """A column's time as it stands in a leaf; SQLite keeps it as text. None stays None."""
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat(timespec="microseconds")
    return at and at.replace(" ", "T", 1)


def read_place(leaf):
    """(thread, floor) where a post came to stand by its Leaf; (None, None) for one that doesn't say."""
    thread, _, floor = leaf.fields.get("place", "").partition("/")
    return (int(thread), int(floor)) if floor else (None, None)


def hash_of(leaf):
    """What the next leaf of the same object holds as `prior`."""
    return hashlib.sha256(leaf.encode()).hexdigest()


def _known(fields):
    if not isinstance(fields, dict) or not NEEDED <= fields.keys() <= WORDS | NUMBERS:
        return False
    typed = all(isinstance(value, str) if key in WORDS else type(value) is int for key, value in fields.items())
    return typed and fields["v"] == 1 and all(form.fullmatch(fields[key]) for key, form in FORMS.items() if key in fields)


def _said(row, fields):
    """The leaf as the columns tell it; what has no column of its own is taken from the leaf."""
    said = {"v": 1, "type": row.deed, "object": row.object, "role": row.role, "time": moment(row.at)}
    if row.role != "netizen":
        said["actor"] = row.actor or "system"
    optional = {
        "department": row.department, "reason": row.reason, "commit": row.commitment, "prior": row.prior,
        "revision": fields.get("revision"), "place": fields.get("place"),
    }  # fmt: skip
    return said | {key: value for key, value in optional.items() if value is not None}


def _told_apart(row):
    fields = read_leaf(row.leaf)
    if fields is None:
        yield Finding(Wrong.ENTRY_FORM, M("存证的内容不是规定的形式"), entry=row.number)
        return
    said = _said(row, fields)
    differing = sorted(key for key in said.keys() | fields.keys() if said.get(key) != fields.get(key))
    if differing:
        sentence = M("数据库里的记录与存证不符（%(fields)s）", fields=", ".join(differing))
        yield Finding(Wrong.ENTRY_COLUMNS, sentence, entry=row.number)


def _check_chain(row):
    prior = hash_of(row.prior_leaf) if row.prior_leaf is not None else None
    if row.prior != prior:
        yield Finding(Wrong.ENTRY_CHAIN, M("与同一对象的上一条存证接不上"), entry=row.number)
    post, thread = subject(row.object, "post"), subject(row.object, "thread")
    if (post and row.post != post) or (thread and row.thread not in (None, thread)):
        yield Finding(Wrong.ENTRY_COLUMNS, M("数据库里的记录与存证不符（%(fields)s）", fields="object"), entry=row.number)


def _check_data(row):
    if row.data is None and row.salt is None:
        return
    if not _opens(row):
        yield Finding(Wrong.ENTRY_DATA, M("记录的内容（理由等）与存证不符"), entry=row.number)


def _opens(row):
    try:
        return opens_as(row.salt, json.loads(row.data)) == row.commitment
    except (TypeError, ValueError, RecursionError, rfc8785.CanonicalizationError):
        return False
