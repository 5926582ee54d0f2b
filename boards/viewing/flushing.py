"""Adds the counted views to the database: one transaction of additive upserts, in a thread beside the requests."""

import logging
from collections.abc import Mapping
from threading import Lock

import peewee

from boards.models.viewing import ThreadViews
from forum.store import db
from forum.wenqu import Viewed

log = logging.getLogger(__name__)

PAUSE = 10  # seconds between two writes; a process that is killed loses the views of that time
ROWS = 1000  # rows of a statement


class Flusher:
    """Writes the views of one counter."""

    def __init__(self, counter: Viewed) -> None:
        self._counter = counter
        self._turn = Lock()

    def flush(self) -> None:
        """Write what was counted. Raises nothing: what the database does not take is counted for the next time.

        One call waits for another, so that the last one of a process returns when all is written.
        """
        with self._turn:
            counted = self._counter.take()
            try:
                if counted:
                    add_views(counted)
            except peewee.IntegrityError as error:  # of threads that are not there, after an older backup was restored
                log.warning("views of %s threads are not counted: %s", len(counted), error)
            except Exception as error:
                self._counter.put_back(counted)
                log.warning("views wait to be written: %s", error)


def add_views(counted: Mapping[int, int]) -> None:
    """Add views to threads by their ids, with a connection of its own; raises peewee.PeeweeException."""
    rows = [{ThreadViews.thread: thread, ThreadViews.views: views} for thread, views in sorted(counted.items())]
    with db.connection(), db.write():
        for some in peewee.chunked(rows, ROWS):
            ThreadViews.insert_many(some).on_conflict(
                conflict_target=(ThreadViews.thread,),
                update={ThreadViews.views: ThreadViews.views + peewee.EXCLUDED.views},
            ).execute()
