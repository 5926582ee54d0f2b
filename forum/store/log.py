"""The log: one entry per deed, written in the deed's transaction. It calls nothing; readers poll it.

An entry contains what the public ledger needs: a leaf in RFC 8785 canonical JSON without bodies or
names, a salted commitment to the text, and the hash of the previous leaf of the same object.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import peewee
import rfc8785

from forum.clock import local
from forum.deeds import Deed
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.commitments import commit_to
from forum.store.db import Instant, Model

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

    class Meta:
        table_name = "entry"
        indexes = ((("object", "id"), False), (("thread_id", "id"), False), (("deed", "id"), False))


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
    made_now: bool = False,
    **data: Any,
) -> int:
    """Append an entry; call it inside `db.write()`, whose writers take turns, so numbers have no gaps.

    `subject` is (type, id). `data` is stored as JSON beside the columns; the leaf contains only a
    commitment to it. A text is committed to by the caller and passed as `commitment`. `place` is the position
    to which a post was moved, "12/3" for floor 3 of thread 12. `made_now`: the object was created in this transaction,
    so the log has no earlier leaf to look for. Returns the entry's number; raises RuntimeError outside a transaction.
    """
    if not db.database.in_transaction():
        raise RuntimeError("an entry is written in the transaction of its deed")
    acting_role = acting_role or actor.acting_role()
    salt = None
    if data and commitment is None:
        salt, commitment = commit_to(data)
    name = "/".join(map(str, subject))
    number, prior = (NEXT, None) if made_now else _before(name)
    leaf = _leaf(
        deed,
        name,
        actor,
        acting_role,
        now,
        revision=revision,
        place=place,
        reason=reason,
        commit=commitment,
        prior=prior,
    )
    put = Entry.insert(
        id=number,
        at=now,
        deed=deed.value,
        object=name,
        thread_id=thread,
        post_id=post,
        actor_id=actor.account,
        role=acting_role.role.value,
        department_id=acting_role.department,
        reason=reason,
        data=json.dumps(data, ensure_ascii=False) if data else None,
        salt=salt,
        commitment=commitment,
        prior=prior,
        leaf=leaf,
    )
    ((new_number,),) = put.returning(Entry.id).tuples().execute()
    return int(new_number)


NEXT = peewee.SQL("(SELECT COALESCE(MAX(id), 0) + 1 FROM entry)")

# Plain SQL, since it runs for every deed and peewee takes several times as long to compose it as it takes to run.
BEFORE = """SELECT (SELECT COALESCE(MAX(id), 0) + 1 FROM entry),
    (SELECT leaf FROM entry WHERE object = %s ORDER BY id DESC LIMIT 1)"""


def _before(name: str) -> tuple[int, str | None]:
    """The number of the next entry, and the hash of the last leaf of the object `name`."""
    number, leaf = db.raw(BEFORE, (name,)).fetchone()
    return number, hashlib.sha256(leaf.encode()).hexdigest() if leaf else None


def _leaf(deed: Deed, name: str, actor: Actor, acting_role: ActingRole, now: datetime, **optional: Any) -> str:
    fields: dict[str, Any] = {
        "v": 1,
        "type": deed.value,
        "object": name,
        "role": acting_role.role.value,
        "time": local(now, UTC).isoformat(timespec="microseconds"),
    }
    # A netizen's permanent id would show which anonymous questions are by the same person.
    if acting_role.role is not Role.NETIZEN:
        fields["actor"] = actor.public_id or "system"
    if acting_role.department is not None:
        fields["department"] = acting_role.department
    fields |= {key: value for key, value in optional.items() if value is not None}
    return rfc8785.dumps(fields).decode()


def entry_data(data: str | None) -> dict[str, Any]:
    """The JSON of an entry's `data` column as a dict."""
    values: dict[str, Any] = json.loads(data) if data else {}
    return values


def last_entry_number() -> int:
    """The number of the newest entry; 0 when the log is empty."""
    return int(db.raw("SELECT COALESCE(MAX(id), 0) FROM entry").fetchone()[0])
