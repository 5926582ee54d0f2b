"""What every engine keeps to: tests/search/engines/test_contract.py runs over all of them.

An engine holds one document a post and, in the same commit, the number of the log's last entry that it has
dealt with. So it knows by itself what is missing after a crash, and nothing is skipped.
"""

from dataclasses import dataclass
from typing import Protocol

SCHEMA = 3  # of every engine; raise it when terms or fields change, and the indexes are built anew
TIME_LIMIT = 1.5  # seconds that one search may take


class IndexDamaged(Exception):
    """The index cannot be read: it is lost, torn or of another schema. The reader of the log makes it anew."""


class IndexBusy(Exception):
    """Somebody else is writing this index."""


@dataclass(frozen=True)
class Document:
    """A public post. `created` is in seconds since 1970; `author` is empty for an anonymous one; `title` only with the first floor."""

    id: int
    board: int
    kind: str
    author: str
    created: int
    title: str
    text: str


@dataclass(frozen=True)
class EngineQuery:
    """What is looked for: of each group one search.query.language.SearchTerm, or when `loose` of as many groups as can be had.

    `near` holds pairs that make a hit better; `boards`, `kinds` and `authors` hold what is allowed, None everything;
    `first` and `last` are seconds since 1970, the last excluded.
    """

    groups: tuple = ()
    without: tuple = ()
    near: tuple = ()
    loose: bool = False
    boards: tuple | None = None
    kinds: tuple | None = None
    authors: tuple | None = None
    first: int | None = None
    last: int | None = None
    newest_first: bool = False
    limit: int = 10

    @property
    def nearer(self):
        """The pairs of `near` that a hit need not have anyway."""
        asked = {term for group in self.groups if len(group) == 1 for term, _ in group[0].row.terms}
        return self.near if self.loose else tuple(pair for pair in self.near if pair not in asked)


@dataclass(frozen=True)
class EngineResult:
    """(post id, score) pairs, best or newest first; how many there are in all, or perhaps no more than that there are more;
    whether time ran out."""

    hits: tuple
    total: int
    cut_short: bool = False


@dataclass(frozen=True)
class Info:
    """How large an index is: documents, and bytes on disk."""

    documents: int
    size: int


def share(count, documents):
    """The share of posts that have a term which `count` of them have; what none has may still be in one that comes."""
    return (count + 0.5) / (documents + 1)


class Engine(Protocol):
    """An index of posts. One process writes; any number of threads and processes search meanwhile."""

    name: str

    def position(self, fresh=True):
        """The number of the last entry dealt with, or None when there is no index that can be used.

        Unless `fresh` it may be as old as what a search sees.
        """

    def create(self):
        """An empty index at position 0 in place of whatever is there; raises Busy."""

    def write(self, documents, gone, position):
        """Put `documents` in, take the ids `gone` out and move to `position`, all or nothing; raises Busy, Trouble."""

    def search(self, wanted):
        """The Found of a Wanted, within TIME_LIMIT; raises Trouble."""

    def shares(self, terms):
        """term -> the share of all posts that have it, roughly; above 0 for every term."""

    def mark_damaged(self):
        """Tell the writer, in whatever process it is, that this index is torn."""

    def new_build(self):
        """An empty engine of the same kind, to be filled while this one serves."""

    def switch_to(self, aside):
        """Take over what was built aside."""

    def is_fragmented(self):
        """Whether it came to lie in so many pieces that building it anew makes searching faster."""

    def info(self):
        """The Info of this index."""
