"""How authors are shown: role and department as they were then, without a name for anonymous posts."""

from collections.abc import Mapping
from typing import Any

from boards.pages.posts import Author
from boards.rules import access
from forum.messages import M, Message
from forum.roles import LABELS, OFFICIALS, Actor, Role

ANONYMOUS = M("匿名网友")
SYSTEM_NAME = M("系统")


def author(viewer: Actor, row: Mapping[str, Any]) -> Author:
    """The Author of a row with author_id, author_name, role, anonymous, department_short, department_slug."""
    role = Role(row["role"])
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
    )


def last_name(stored: str) -> Message | str:
    """The name of the last post's author in a list; `stored` is '' for an anonymous one."""
    return stored or ANONYMOUS
