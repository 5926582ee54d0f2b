"""The interface of search engines; tests/search/engines/test_contract.py runs over all of them. Pure.

An index holds one document for each post and, in the same commit, the number of the last entry of the log that it
contains. So after a crash it is known what is missing, and nothing is skipped.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from search.query.terms import Groups, SearchTerm

SCHEMA = 3  # of every engine; raise it when terms or fields change, and the indexes are rebuilt
TIME_LIMIT = 1.5  # seconds that one search may take


class IndexDamaged(Exception):
    """The index cannot be read: it is missing, damaged or of another schema. The reader of the log rebuilds it."""


class IndexBusy(Exception):
    """Another process is writing this index."""


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
    """A query for an engine: of each group one SearchTerm must be found, or when `loose` any of them.

    `near` holds pairs that make a hit better; `boards` (ids), `kinds` and `authors` hold the allowed values, None allows all;
    `first` and `last` are seconds since 1970, the last excluded; `limit` is the number of hits.
    """

    groups: Groups = ()
    without: tuple[SearchTerm, ...] = ()
    near: tuple[str, ...] = ()
    loose: bool = False
    boards: tuple[int, ...] | None = None
    kinds: tuple[str, ...] | None = None
    authors: tuple[str, ...] | None = None
    first: int | None = None
    last: int | None = None
    newest_first: bool = False
    limit: int = 10

    @property
    def nearer(self) -> tuple[str, ...]:
        """The pairs of `near` that are not part of a required term."""
        asked = {term for group in self.groups if len(group) == 1 for term, _ in group[0].row.terms}
        return self.near if self.loose else tuple(pair for pair in self.near if pair not in asked)


@dataclass(frozen=True)
class EngineResult:
    """(post id, score) pairs, best or newest first; `total` may be a lower bound that only says that there are more.

    `cut_short` when the time ran out.
    """

    hits: tuple[tuple[int, float], ...]
    total: int
    cut_short: bool = False


@dataclass(frozen=True)
class Info:
    """The size of an index: number of documents, and bytes on disk."""

    documents: int
    size: int


def share(count: int, documents: int) -> float:
    """The share of posts that have a term, of which `count` have it; above 0, since a later post may have it."""
    return (count + 0.5) / (documents + 1)


class Engine(Protocol):
    """An index of posts. One process writes; any number of threads and processes search meanwhile."""

    name: str
    per_node: bool  # whether each web node has an index of its own

    def position(self, fresh: bool = True) -> int | None:
        """The number of the last entry of the log in the index, or None when there is no usable index.

        Unless `fresh` it may be as old as what a search sees. When `fresh`, raises OSError when the disk cannot be read now.
        """

    def create(self) -> None:
        """Replace whatever is there by an empty index at position 0; raises IndexBusy."""

    def write(
        self, documents: Sequence[Document], gone: Collection[int], position: int, since: int | None = None
    ) -> None:
        """Add or replace `documents`, remove the ids `gone` and move to `position`, all or nothing.

        `documents` were read when the index was at `since`: when another writer has moved it meanwhile, raises IndexBusy; further
        IndexDamaged, and OSError when the disk takes nothing now, which leaves the index as it was.
        """

    def search(self, wanted: EngineQuery) -> EngineResult:
        """The EngineResult of an EngineQuery, within TIME_LIMIT; raises IndexDamaged."""

    def shares(self, terms: Collection[str]) -> dict[str, float]:
        """{term: approximate share of all posts that have it}, above 0 for every term; raises IndexDamaged."""

    def mark_damaged(self) -> None:
        """Tell the writer, whichever process it is in, that this index is damaged."""

    def new_build(self) -> Self:
        """An engine of the same kind with an empty index, to be filled while this one serves."""

    def switch_to(self, aside: Self) -> None:
        """Replace this index by that of `aside`, made by new_build()."""

    def is_fragmented(self) -> bool:
        """Whether the index has so many segments that a rebuild makes searching faster."""

    def info(self) -> Info:
        """The Info of this index."""
