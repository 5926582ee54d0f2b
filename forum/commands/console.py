"""What every command needs: the settings, the time, and a database connection while it runs."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from forum.clock import Clock
from forum.config import Settings, from_environ
from forum.store import db, schema

clock = Clock()


@dataclass(frozen=True)
class CommandContext:
    """What forum.cli passes to commands of packages that must not import it, or each other.

    `city_of(settings)`; `catch_up(settings)`, which runs the readers; `moderation()`, which hides and locks; `store_of(settings)`,
    the store of pictures and documents; and `verify(settings)`, which audits the database and returns how much it found.
    """

    city_of: Callable[[Settings], Any]
    catch_up: Callable[[Settings], None]
    moderation: Callable[[], Any]
    store_of: Callable[[Settings], Any]
    verify: Callable[[Settings], int]


def settings() -> Settings:
    """The settings of the environment; raises SettingsError."""
    return from_environ(os.environ)


@contextmanager
def connected(settings: Settings) -> Iterator[None]:
    """The connected and checked database of the settings, for a with block; raises SchemaError."""
    db.connect(settings.database)
    schema.check()
    with db.connection():
        yield
