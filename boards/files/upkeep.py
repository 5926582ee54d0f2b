"""The worker's part: deletes uploads that no post has taken (boards.files.actions.KEPT)."""

from datetime import datetime, timedelta

from boards.files.actions import forget_old
from boards.files.storage import Store
from forum.store.worker import Upkeep


class UploadKeeper(Upkeep):
    """Runs in the worker beside the readers of the log."""

    name, every = "old uploads", timedelta(minutes=10)

    def __init__(self, store: Store) -> None:
        self._store = store

    def work(self, now: datetime) -> int:
        """One step; returns how many uploads were deleted."""
        return forget_old(now, self._store)
