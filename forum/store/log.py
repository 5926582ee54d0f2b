"""The log: one entry for every deed, in the transaction of the deed. It calls no one; readers pull.

An entry carries what the public ledger needs: a leaf in RFC 8785 canonical JSON without bodies or
names, a salted commitment to the text, and the hash of the prior leaf of the same object.
"""

import hashlib
import json
from datetime import UTC

import peewee
import rfc8785

from forum.clock import local
from forum.deeds import Deed
from forum.roles import Role
from forum.store import db
from forum.store.commitments import commit_to
from forum.store.db import Instant, Model

__all__ = ["Deed", "Entry", "entry_data", "last_entry_number", "record"]


class Entry(Model):
    """One deed. `object` is the thing it was done to ("post/12"), `thread_id` is set when a case's timeline shows it."""

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


def record(
    deed,
    subject,
    *,
    actor,
    now,
    acting_role=None,
    thread=None,
    post=None,
    revision=None,
    reason=None,
    commitment=None,
    place=None,
    made_now=False,
    **data,
):
    """Append an entry; call it inside `db.write()`, whose writers take turns, so numbers have no gaps.

    `subject` is (type, id). `data` is what the entry says beyond its columns; the leaf holds only a
    commitment to it. A text of its own is committed to by the caller and passed as `commitment`; `place`
    is where a post came to stand, as "12/3". `made_now` says that the object was made in this very transaction: nothing
    is in the log about it yet, so that nothing has to be read. Returns the entry's number.
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
    ((number,),) = put.returning(Entry.id).tuples().execute()
    return number


NEXT = peewee.SQL("(SELECT COALESCE(MAX(id), 0) + 1 FROM entry)")

# In plain SQL, since every deed asks it and composing it costs several times as much as running it.
BEFORE = """SELECT (SELECT COALESCE(MAX(id), 0) + 1 FROM entry),
    (SELECT leaf FROM entry WHERE object = %s ORDER BY id DESC LIMIT 1)"""


def _before(name):
    """The number of the next entry, and the hash of the last leaf about the object `name`."""
    number, leaf = db.raw(BEFORE, (name,)).fetchone()
    return number, hashlib.sha256(leaf.encode()).hexdigest() if leaf else None


def _leaf(deed, name, actor, acting_role, now, **optional):
    fields = {
        "v": 1,
        "type": deed.value,
        "object": name,
        "role": acting_role.role.value,
        "time": local(now, UTC).isoformat(timespec="microseconds"),
    }
    if (
        acting_role.role is not Role.NETIZEN
    ):  # a netizen's lasting id would tell which anonymous questions are one person's
        fields["actor"] = actor.public_id or "system"
    if acting_role.department is not None:
        fields["department"] = acting_role.department
    fields |= {key: value for key, value in optional.items() if value is not None}
    return rfc8785.dumps(fields).decode()


def entry_data(data):
    """The JSON of an entry's `data` column as a dict."""
    return json.loads(data) if data else {}


def last_entry_number():
    """The number of the newest entry; 0 when the log is empty."""
    return db.raw("SELECT COALESCE(MAX(id), 0) FROM entry").fetchone()[0]
