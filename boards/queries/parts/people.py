"""How authors are shown: role and department as they were then, without a name for anonymous posts."""

from collections.abc import Mapping
from typing import Any

from boards.pages.posts import Author
from boards.rules import access
from forum.messages import M, Message
from forum.roles import LABELS, OFFICIALS, Actor, Role
from forum.text.portraits import portrait

ANONYMOUS = M("匿名网友")
SYSTEM_NAME = M("系统")


def author(viewer: Actor, row: Mapping[str, Any]) -> Author:
    """The Author of a row with author_id, author_name, role, anonymous, and where they are shown department_short, department_slug.

    With public_id it has a portrait.
    """
    role = Role(row["role"])
    drawn = row.get("public_id") and role not in OFFICIALS and not row["anonymous"]
    known = not row["anonymous"] or access.may_know_name(viewer, row["author_id"])
    return Author(
        name=ANONYMOUS if row["anonymous"] else row["author_name"],
        role=role.value,
        role_label=LABELS[role],
        department=row.get("department_short"),
        department_slug=row.get("department_slug"),
        verified=role in OFFICIALS,
        anonymous=row["anonymous"],
        asker=row.get("asker", False),
        revealed=row["author_name"] if row["anonymous"] and known else None,
        portrait=portrait(row["public_id"]) if drawn else "",
    )


def author_columns(written: Any) -> tuple[Any, ...]:
    """The columns of who wrote a Thread or Post (or an alias of one): a name is only read together with `anonymous`."""
    return written.author.alias("author_id"), written.author_name, written.role, written.anonymous


def name_columns(post: Any, prefix: str) -> tuple[Any, ...]:
    """The same of a further Post, named <prefix>_name and <prefix>_anonymous."""
    return post.author_name.alias(f"{prefix}_name"), post.anonymous.alias(f"{prefix}_anonymous")


def name_of(viewer: Actor, name: str, author: int, anonymous: bool) -> Message | str:
    """The name of account `author` beside what it wrote, which may be anonymous: the author and the moderators know it."""
    return ANONYMOUS if anonymous and not access.may_know_name(viewer, author) else name


def public_name(written: Any) -> Message | str:
    """The name under which everybody sees the author of a Thread or Post."""
    return ANONYMOUS if written.anonymous else written.author_name


def last_name(stored: str) -> Message | str:
    """The name of the last post's author in a list; `stored` is '' for an anonymous one."""
    return stored or ANONYMOUS


def name_contains(model: Any, words: str) -> Any:
    """The condition that the public name of the author of a row of `model` contains `words`; never true for an anonymous one."""
    return ~model.anonymous & model.author_name.contains(words)
