"""The log: one entry per deed, written in the deed's transaction. It calls nothing; readers poll it.

An entry contains what the public ledger needs: a leaf in RFC 8785 canonical JSON without bodies or
names, a salted commitment to the text, one to the rows that the transaction changed, and the hash of the
previous leaf of the same object.
"""

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import peewee

from forum.clock import local
from forum.deeds import Deed
from forum.roles import SYSTEM, ActingRole, Actor, Role
from forum.store import db
from forum.store.commitments import canonical, commit_to
from forum.store.db import Instant, Model
from forum.store.recorded_rows import last_noted, take
from forum.store.row_changes import Change, commit_to_rows

__all__ = ["Deed", "Entry", "entry_data", "last_entry_number", "record"]


class Entry(Model):
    """One deed. `object` is its object as type/id ("post/12"); `thread_id` is set when a case's timeline shows it."""

    id = peewee.BigIntegerField(primary_key=True)
    at = Instant()
    deed = peewee.CharField(max_length=40)
    object = peewee.CharField(max_length=40)
    thread_id = peewee.BigIntegerField(null=True)
    post_id = peewee.BigIntegerField(null=True)
    actor_id = peewee.BigIntegerField(null=True)
    role = peewee.CharField(max_length=20)
    department_id = peewee.BigIntegerField(null=True)
    reason = peewee.CharField(max_length=40, null=True)
    data = peewee.TextField(null=True)
    salt = peewee.CharField(max_length=64, null=True)
    commitment = peewee.CharField(max_length=64, null=True)
    prior = peewee.CharField(max_length=64, null=True)
    leaf = peewee.TextField()
    rows_salt = peewee.CharField(max_length=64, null=True)

    class Meta:
        table_name = "entry"
        indexes = (
            (("object", "id"), False),
            (("thread_id", "id"), False),
            (("deed", "id"), False),
            (("actor_id", "id"), False),
        )


class _Transaction(threading.local):
    """What this thread's `db.write()` has not written yet: an entry, whose leaf commits to rows that may still change."""

    open = False
    entry: dict[str, Any] | None = None
    last_at: datetime | None = None
    noted_before = 0


_transaction = _Transaction()


def record(  # noqa: PLR0913  # a keyword for each column of an entry
    deed: Deed,
    subject: tuple[str, int | str],
    *,
    actor: Actor,
    now: datetime,
    acting_role: ActingRole | None = None,
    thread: int | None = None,
    post: int | None = None,
    revision: int | None = None,
    reason: str | None = None,
    commitment: str | None = None,
    place: str | None = None,
    files: Sequence[str] = (),
    made_now: bool = False,
    at_once: bool = False,
    **data: Any,
) -> int | None:
    """Append an entry; call it inside `db.write()`, whose writers take turns, so numbers have no gaps.

    `subject` is (type, id). `data` is stored as JSON beside the columns; the leaf contains only a
    commitment to it. A text is committed to by the caller and passed as `commitment`. `place` is the position
    to which a post was moved, "12/3" for floor 3 of thread 12; `files` are hashes of a post's files. `made_now`: the object
    was created in this transaction, so the log has no earlier leaf to look for. The transaction's last entry is written
    at its end, when all rows that it commits to are known; `at_once` writes this one now, for what follows and reads the
    log. Returns the entry's number, None for `made_now`; raises RuntimeError outside a transaction.
    """
    if not _transaction.open:
        raise RuntimeError("an entry is written in the transaction of its deed")
    _write_waiting([])
    acting_role = acting_role or actor.acting_role()
    salt = None
    if data and commitment is None:
        salt, commitment = commit_to(data)
    name = "/".join(map(str, subject))
    number, prior = (None, None) if made_now else _before(name)
    values = {
        "at": now,
        "deed": deed.value,
        "object": name,
        "thread_id": thread,
        "post_id": post,
        "actor_id": actor.account,
        "role": acting_role.role.value,
        "department_id": acting_role.department,
        "reason": reason,
        "data": json.dumps(data, ensure_ascii=False) if data else None,
        "salt": salt,
        "commitment": commitment,
        "prior": prior,
    }
    bound = _bound(values, actor) | {"revision": revision, "place": place, "files": list(files) or None}
    _transaction.entry, _transaction.last_at = {**values, "leaf": bound}, now
    if at_once:
        _write_waiting(take(_transaction.noted_before))
    return number


def _bound(values: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """The fields of an entry's leaf that are known before its transaction ends."""
    netizen = values["role"] == Role.NETIZEN.value
    return {
        "v": 2,
        "type": values["deed"],
        "object": values["object"],
        "role": values["role"],
        "time": local(values["at"], UTC).isoformat(timespec="microseconds"),
        # A netizen's permanent id would show which anonymous questions are by the same person.
        "actor": None if netizen else actor.public_id or "system",
        "department": values["department_id"],
        "reason": values["reason"],
        "commit": values["commitment"],
        "prior": values["prior"],
    }


@contextmanager
def entries_of_transaction(outermost: bool) -> Iterator[None]:
    """Surrounds the body of `db.write()`: its last entry is written at the end. A savepoint begins with none waiting."""
    if outermost:
        _transaction.open, _transaction.noted_before = True, last_noted() if db.is_sqlite() else 0
    else:
        _write_waiting([])
    try:
        yield
        if outermost:
            _close()
    except BaseException:
        _transaction.entry = None
        raise
    finally:
        if outermost:
            _transaction.open, _transaction.entry, _transaction.last_at = False, None, None


db.surround_writes(entries_of_transaction)


def _close() -> None:
    changes = take(_transaction.noted_before)
    if changes and _transaction.entry is None:
        _record_rest(changes)
    _write_waiting(changes)


def _record_rest(changes: list[Change]) -> None:
    """An entry for rows that changed after the transaction's last entry was written at once."""
    if _transaction.last_at is None:
        raise RuntimeError(f"a row of {changes[0].table} changes without an entry in the log")
    subject = ("rows", changes[0].number)
    record(Deed.ROWS_CHANGE, subject, actor=SYSTEM, now=_transaction.last_at, made_now=True)


def _write_waiting(changes: list[Change]) -> None:
    """Write the waiting entry, if there is one, with a leaf that commits to `changes`."""
    entry, _transaction.entry = _transaction.entry, None
    if entry is None:
        return
    salt, rows = commit_to_rows(changes) if changes else (None, None)
    bound = {key: value for key, value in {**entry["leaf"], "rows": rows}.items() if value is not None}
    row = {**entry, "at": db.INSTANT.db_value(entry["at"]), "leaf": canonical(bound).decode(), "rows_salt": salt}
    db.raw(INSERT, [row[column] for column in COLUMNS])


# Plain SQL, since it runs for every deed and peewee takes several times as long to compose it as it takes to run.
COLUMNS = tuple(field.column_name for field in Entry._meta.sorted_fields if field.name != "id")
INSERT = f"""INSERT INTO entry (id, {", ".join(COLUMNS)})
    VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM entry), {", ".join(["%s"] * len(COLUMNS))})"""
BEFORE = """SELECT (SELECT COALESCE(MAX(id), 0) + 1 FROM entry),
    (SELECT leaf FROM entry WHERE object = %s ORDER BY id DESC LIMIT 1)"""


def _before(name: str) -> tuple[int, str | None]:
    """The number of the next entry, and the hash of the last leaf of the object `name`."""
    number, leaf = db.raw(BEFORE, (name,)).fetchone()
    return number, hashlib.sha256(leaf.encode()).hexdigest() if leaf else None


def entry_data(data: str | None) -> dict[str, Any]:
    """The JSON of an entry's `data` column as a dict."""
    values: dict[str, Any] = json.loads(data) if data else {}
    return values


def last_entry_number() -> int:
    """The number of the newest entry; 0 when the log is empty."""
    return int(db.raw("SELECT COALESCE(MAX(id), 0) FROM entry").fetchone()[0])
