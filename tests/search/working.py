"""A worker of its own, that a test can kill: keeps the index of the settings in its environment until it is told to stop."""

import os
import time

from forum.clock import Clock
from forum.config import from_environ
from forum.store import db
from search.engines import engine_of
from search.reader import SearchReader

settings = from_environ(os.environ)
db.connect(settings.database)
reader = SearchReader(engine_of(settings))
while True:
    with db.connection():
        reader.advance(Clock().now(), batch=3)
    time.sleep(0.01)
