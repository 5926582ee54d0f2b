"""What every command needs: the settings, the time, and the database for its length."""

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
    """What the roof lends to the commands below it: `city_of(settings)`, and `catch_up(settings)`, which runs the readers."""

    city_of: Callable[[Settings], Any]
    catch_up: Callable[[Settings], None]


def settings() -> Settings:
    """The settings of the environment; raises SettingsError."""
    return from_environ(os.environ)


@contextmanager
def connected(settings: Settings) -> Iterator[None]:
    """The database of the settings, checked, for the length of a command; raises SchemaError."""
    db.connect(settings.database)
    schema.check()
    with db.connection():
        yield
