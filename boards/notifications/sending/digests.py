"""The worker's part that has the digests made which are due."""

from datetime import datetime, timedelta

import peewee

from boards.models.notifications import DeliverySetting, Notification
from forum.config import Settings
from forum.outbox.actions import put
from forum.private import Encryptor
from forum.store import db
from forum.store.worker import Upkeep

BATCH = 50


class Digests(Upkeep):
    """Puts each digest into the outbox when it is due; what it says is read when it is sent."""

    name = "digests"

    def __init__(self, settings: Settings) -> None:
        self.encryptor = Encryptor(settings.secret_key)

    def work(self, now: datetime) -> int:
        """Put at most BATCH digests into the outbox; returns how many."""
        due = DeliverySetting.select().where(DeliverySetting.digest_due_at <= now)
        rows = list(due.order_by(DeliverySetting.digest_due_at).limit(BATCH))
        return sum(self._put(row, now) for row in rows)

    def _put(self, row: DeliverySetting, now: datetime) -> bool:
        with db.write():
            taken = DeliverySetting.update(digest_from=None, digest_due_at=None).where(
                DeliverySetting.id == row.id, DeliverySetting.digest_due_at == row.digest_due_at
            )
            if not taken.execute():
                return False
            newest = Notification.select(peewee.fn.MAX(Notification.id)).where(Notification.account == row.account_id)
            content = {"account": str(row.account_id), "first": str(row.digest_from), "last": str(newest.scalar())}
            key = f"d-{row.account_id}-{int(row.digest_due_at.timestamp())}"
            put("digest", key, content, now=now, encryptor=self.encryptor, expires_at=now + timedelta(days=3))
        return True
