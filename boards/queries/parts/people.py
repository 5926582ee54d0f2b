"""How authors are shown: role and department as they were then, without a name for anonymous posts."""

from collections.abc import Mapping
from typing import Any

import peewee

from boards.pages.posts import Author
from boards.rules import access
from forum.accounts.models import Account
from forum.messages import M, Message
from forum.personal.closing import CLOSED_NAME
from forum.roles import LABELS, OFFICIALS, Actor, Role
from forum.text.portraits import portrait

ANONYMOUS = M("匿名网友")
CLOSED = M("已注销网友")
SYSTEM_NAME = M("系统")
Closed = Account.alias("closed_account")


def written_name(written: Any) -> Any:
    """The name under which a Thread or Post (or an alias of one) was written, as an expression; '' once its account is closed."""
    closed = Closed.select(Closed.id).where(Closed.id == written.author, Closed.closed_at.is_null(False))
    return peewee.Case(None, [(peewee.fn.EXISTS(closed), "")], written.author_name)


def named(stored: str) -> Message | str:
    """The name to show for one of `written_name`."""
    return stored or CLOSED


def author(viewer: Actor, row: Mapping[str, Any]) -> Author:
    """The Author of a row with author_id, author_name, role, anonymous, and where they are shown department_short, department_slug.

    With public_id it has a portrait.
    """
    role = Role(row["role"])
    drawn = row.get("public_id") and role not in OFFICIALS and not row["anonymous"]
    known = not row["anonymous"] or access.may_know_name(viewer, row["author_id"])
    name, closed = named(row["author_name"]), not row["author_name"]
    return Author(
        name=ANONYMOUS if row["anonymous"] else name,
        role=role.value,
        role_label=LABELS[role],
        department=row.get("department_short"),
        department_slug=row.get("department_slug"),
        verified=role in OFFICIALS,
        anonymous=row["anonymous"],
        asker=row.get("asker", False),
        revealed=name if row["anonymous"] and known else None,
        portrait=portrait(row["public_id"]) if drawn and not closed else "",
        profile=f"/users/{row['profile_id']}" if drawn and not closed and row.get("profile_id") else "",
        closed=closed and not row["anonymous"],
    )


def author_columns(written: Any) -> tuple[Any, ...]:
    """The columns of who wrote a Thread or Post (or an alias of one): a name is only read together with `anonymous`."""
    name = written_name(written).alias("author_name")
    return written.author.alias("author_id"), name, written.role, written.anonymous


def name_columns(post: Any, prefix: str) -> tuple[Any, ...]:
    """The same of a further Post, named <prefix>_name and <prefix>_anonymous."""
    return written_name(post).alias(f"{prefix}_name"), post.anonymous.alias(f"{prefix}_anonymous")


def name_of(viewer: Actor, name: str, author: int, anonymous: bool) -> Message | str:
    """The name of account `author` beside what it wrote, which may be anonymous: the author and the moderators know it."""
    return ANONYMOUS if anonymous and not access.may_know_name(viewer, author) else named(name)


def public_name(written: Any) -> Message | str:
    """The name under which everybody sees the author of a Thread or Post; a statement, unless `written_name` is its shown_author."""
    if written.anonymous:
        return ANONYMOUS
    if hasattr(written, "shown_author"):
        return named(written.shown_author)
    closed = Closed.select().where(Closed.id == written.author_id, Closed.closed_at.is_null(False))
    return CLOSED if closed.exists() else str(written.author_name)


def last_name(stored: str) -> Message | str:
    """The name of the last post's author in a list; `stored` is '' for an anonymous one."""
    return CLOSED if stored == CLOSED_NAME else stored or ANONYMOUS


def name_contains(model: Any, words: str) -> Any:
    """The condition that the public name of the author of a row of `model` contains `words`; never true for an anonymous one."""
    closed = Closed.select(Closed.id).where(Closed.id == model.author, Closed.closed_at.is_null(False))
    return ~model.anonymous & model.author_name.contains(words) & ~peewee.fn.EXISTS(closed)
