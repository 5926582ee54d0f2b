"""Where a draft belongs, which fields of its form it keeps, and how many there may be. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from forum.messages import M
from forum.problems import Malformed

KEPT_FOR = timedelta(days=90)  # after it was saved last
MOST = 50  # drafts of one account
LARGEST = 256 * 1024  # bytes of the fields of one draft, as JSON

# The fields that a draft keeps; each is text, or a list of texts.
FIELDS = ("kind", "title", "text", "to", "unknown", "anonymous", "parent", "address", "position", "rough", "use_place")
WORDS = ("title", "text")  # a draft without any of them is none

_PLACE = re.compile(r"(ask)|board-([a-z0-9-]{1,40})|thread-([1-9][0-9]{0,17})")
_MARK = re.compile(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,8})")


class PlaceKind(StrEnum):
    """What a form sends: a question to the city, a thread on a board, or a reply."""

    ASK = "ask"
    BOARD = "board"
    THREAD = "thread"


@dataclass(frozen=True)
class Place:
    """The form to which a draft belongs: asking, that of a board with its slug, or replying in a thread with its number."""

    kind: PlaceKind
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}-{self.key}" if self.key else self.kind.value

    def address(self, draft: int | None = None) -> str:
        """The address of the form, with the draft of that id in it."""
        path = {
            PlaceKind.ASK: "/ask",
            PlaceKind.BOARD: f"/boards/{self.key}/new",
            PlaceKind.THREAD: f"/threads/{self.key}/reply",
        }[self.kind]
        return path if draft is None else f"{path}?draft={draft}"


@dataclass(frozen=True)
class Mark:
    """What a form knows of its draft: the id, and the version that it began with; None for a new draft."""

    id: int | None = None
    version: int = 0

    def __str__(self) -> str:
        return f"{self.id}-{self.version}" if self.id else ""


def read_place(text: str) -> Place:
    """The Place of its text, as `str` makes it; raises Malformed."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise Malformed(M("没有可以存草稿的这个地方。"))
    if found[2]:
        return Place(PlaceKind.BOARD, found[2])
    return Place(PlaceKind.THREAD, found[3]) if found[3] else Place(PlaceKind.ASK)


def read_mark(text: str) -> Mark:
    """The Mark of its text; that of a new draft for anything else."""
    found = _MARK.fullmatch(text)
    return Mark(int(found[1]), int(found[2])) if found else Mark()


def is_empty(fields: Mapping[str, str | list[str]]) -> bool:
    """Whether nothing was written into the fields of a form."""
    return not any(str(fields.get(name, "")).strip() for name in WORDS)
