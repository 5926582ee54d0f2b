"""Changes of proved rows, and the commitment to them that a leaf contains. Pure.

A change has a public part, a private part, or both. Each part is committed to with a salt of its own.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from forum.store.commitments import commitment_of_parts, openings_of


class Change(NamedTuple):
    """A recorded change of the row `row_id` of `table`; `public` and `private` are JSON texts or None."""

    number: int
    table: str
    row_id: int
    thread: int | None
    public: str | None
    private: str | None


def commit_to_rows(changes: Iterable[Change]) -> tuple[str, str]:
    """(salt, commitment), both hex, of the changes in their order."""
    salt = secrets.token_hex(32)
    return salt, commitment_of_rows(salt, changes)


def commitment_of_rows(salt: str, changes: Iterable[Change]) -> str:
    """The commitment of changes with `salt`; raises ValueError for a part that is no JSON object."""
    return commitment_of_parts(openings_of(salt, (content for _, _, content in contents(changes))))


def contents(changes: Iterable[Change]) -> Iterator[tuple[Change, bool, dict[str, Any]]]:
    """(change, whether the part is public, its content) of each part; the parts are numbered from 0 in this order."""
    for change in changes:
        for public, part in ((True, change.public), (False, change.private)):
            if part is not None:
                yield change, public, {"row": f"{change.table}/{change.row_id}", **json.loads(part)}
