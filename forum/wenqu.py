"""The object that the views of a running program share, and Protocols for what forum/ cannot import.

`forum.app` creates it and stores it in the Flask app; views get it by `wenqu()`. A field that only one of the packages
above uses has the type `object`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from flask import current_app

from forum.clock import Clock
from forum.config import Settings


class LivingCity(Protocol):
    """The city's rules, refreshed after an import of its calendar (boards.queries.parts.current_city)."""

    city: Any  # a boards.clocks.city.City

    def refresh(self, now: datetime) -> Any:
        """Read the calendar again if another was imported; returns the City. Needs a connected database."""

    def is_due(self, now: datetime) -> bool:
        """Whether `refresh` would look for another calendar."""


class Counter(Protocol):
    """Limits requests that take time and write nothing (forum.reading_limits.shared)."""

    def take(self, kind: str, subject: Any, now: datetime) -> None:
        """Count one request of that kind; raises TooMany once its limit is reached."""


class Viewed(Protocol):
    """Counts views of threads in this process' memory (boards.viewing.counter.ViewCounter)."""

    def add(self, thread: int, visitor: str, now: datetime) -> None:
        """Count a view of that thread, unless the visitor has just viewed it."""

    def take(self) -> dict[int, int]:
        """The views of each thread since the last time; they are counted here no longer."""

    def put_back(self, counted: Mapping[int, int]) -> None:
        """Count again what was taken and could not be written."""


class Notes(Protocol):
    """What requests note in memory, to be written beside them (forum.web.noted.Noted)."""

    def add(self, key: Any, value: Any) -> None:
        """Note `value` for `key`."""

    def flush(self) -> None:
        """Write what was noted; raises nothing."""


class FindSimilar(Protocol):
    """Finds public questions like one that is asked (search.similar.before_asking)."""

    def __call__(self, title: str, text: str, board: str, now: datetime, *, only_answered: bool = True) -> Any:
        """The Similar of a question for the board of that slug; None while the index is not whole."""


class OpenNotices(Protocol):
    """Finds the notices that wait for departments (moderation.notices.queries.open_notices)."""

    def __call__(self, departments: Collection[int], now: datetime) -> Sequence[Any]:
        """The NoticeRows without feedback of the departments with these ids, those due first at the beginning."""


class TopicsOf(Protocol):
    """Finds the topics that threads are in (moderation.supervision.topics.queries.topics_of)."""

    def __call__(self, threads: Collection[int]) -> Sequence[Any]:
        """(address, title, whether it is closed) of each topic with one of the threads of these numbers, oldest first."""


class SavedSearches(Protocol):
    """Finds the searches that an account has saved (search.saved.actions.saved_searches)."""

    def __call__(self, actor: Any) -> Sequence[Any]:
        """The SavedRows of the actor."""


class NextTurn(Protocol):
    """Tells when pages change without a deed (boards.viewing.turns.next_turn)."""

    def __call__(self, city: Any, now: datetime) -> datetime | None:
        """The next moment from `now` on at which a clock turns; None when none runs."""


@dataclass(frozen=True)
class Wenqu:
    """Settings, rules and services of one running program."""

    settings: Settings
    current_city: LivingCity
    clock: Clock
    reserved_names: Callable[[], Any]  # the forum.text.reserved.Reserved: names that a netizen may not have
    similar: FindSimilar
    open_notices: OpenNotices
    topics_of: TopicsOf
    next_turn: NextTurn
    saved_searches: SavedSearches
    health: tuple[Callable[[], Mapping[str, Any]], ...]  # each returns a part of /healthz
    witnesses: (
        object  # moderation's WitnessPolicy: whose cosignatures of checkpoints are accepted, and how many are needed
    )
    engine: object  # the search engine
    files: object  # the boards.files.storage.Store
    results: object  # the forum.web.result_cache.ResultCache
    feeds: object  # the ResultCache of rendered feeds
    pace: Counter  # limits requests that write nothing
    viewed: Viewed
    seen: Notes  # {session: the day on which it was last used}
    visits: Notes  # {(account, thread): when it was last opened}, for those who want it kept
    name: str = "问渠"

    @property
    def city(self) -> Any:
        """The current boards.clocks.city.City."""
        return self.current_city.city


def wenqu() -> Wenqu:
    """The Wenqu of the program that serves this request."""
    return cast(Wenqu, current_app.extensions["wenqu"])
