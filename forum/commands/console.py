"""What every command needs: the settings, the time, and the database for its length."""

import os
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from forum.clock import Clock
from forum.config import from_environ
from forum.store import db, schema

clock = Clock()


@dataclass(frozen=True)
class CommandContext:
    """What the roof lends to the commands below it: `city_of(settings)`, and `catch_up(settings)`, which runs the readers."""

    city_of: Callable
    catch_up: Callable


def settings():
    """The settings of the environment; raises SettingsError."""
    return from_environ(os.environ)


@contextmanager
def connected(settings):
    """The database of the settings, checked, for the length of a command; raises SchemaError."""
    db.connect(settings.database)
    schema.check()
    with db.connection():
        yield
