"""The condition that a case is one which a department's own people asked it."""

from typing import Any

import peewee

from boards.models.cases import OwnQuestion


def asked_by_own(thread: Any, department: Any) -> peewee.Expression:
    """Whether the case of `thread` is marked for `department`; both are columns or ids. Such cases are in no figure."""
    marked = OwnQuestion.select(OwnQuestion.id).where(
        OwnQuestion.thread == thread, OwnQuestion.department == department
    )
    return peewee.fn.EXISTS(marked)
