"""The one object that the views of a running program share, and what it asks of the packages above the ground.

`forum.app` makes it and hangs it into Flask; views reach it by `wenqu()`. What the ground cannot import stands here as
the Protocol that it has to fit, and what only its own package reads as an object.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from flask import current_app

from forum.clock import Clock
from forum.config import Settings


class LivingCity(Protocol):
    """The city's rules, which follow its calendar (boards.queries.parts.current_city)."""

    city: Any  # a boards.clocks.city.City

    def refresh(self, now: datetime) -> Any:
        """Look whether another calendar was imported; returns the City. Called with the database connected."""


class Counter(Protocol):
    """Counts what costs time and writes nothing (forum.accounts.limits.InMemory)."""

    def take(self, kind: str, subject: Any, now: datetime) -> None:
        """Count one; raises TooMany once the limit of that kind is reached."""


class FindSimilar(Protocol):
    """Finds public questions like one that is asked (search.similar.before_asking)."""

    def __call__(self, title: str, text: str, board: str, now: datetime, *, only_answered: bool = True) -> Any:
        """The Similar of a question for the board of that slug; None while the index is not whole."""


@dataclass(frozen=True)
class Wenqu:
    """Settings, rules and services of one running program."""

    settings: Settings
    current_city: LivingCity
    clock: Clock
    reserved_names: Callable[[], Any]  # the forum.text.reserved.Reserved: names that a netizen may not take
    similar: FindSimilar
    health: tuple[Callable[[], Mapping[str, Any]], ...]  # each says a part of /healthz
    witnesses: tuple[object, ...]  # whose signatures the ledger's checkpoints take
    engine: object  # of the search
    results: object  # which the search keeps
    pace: Counter  # of what costs time and writes nothing
    name: str = "问渠"

    @property
    def city(self) -> Any:
        """The boards.clocks.city.City as it is now."""
        return self.current_city.city


def wenqu() -> Wenqu:
    """The Wenqu of the program that serves this request."""
    return cast(Wenqu, current_app.extensions["wenqu"])
