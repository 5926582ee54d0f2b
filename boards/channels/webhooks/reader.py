"""The log reader that puts events into the outbox, in the transaction that moves its cursor."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from boards.channels.webhooks.events import put_events
from boards.channels.webhooks.models import LIVE, WebhookTarget
from boards.channels.webhooks.rules import EVENTS
from forum.config import Settings
from forum.store.log import Entry
from forum.store.readers import Reader

RECENT = timedelta(days=30)  # what is older was imported, and is no news


def reader(settings: Settings) -> Reader:
    """The Reader of the webhooks."""

    def take(entries: Sequence[Entry], now: datetime) -> None:
        fresh = [entry for entry in entries if entry.at > now - RECENT]
        targets = list(WebhookTarget.select().where(LIVE)) if fresh else []
        if targets:
            put_events(fresh, targets, now, settings)

    return Reader("webhooks", take, deeds=frozenset(deed.value for deed in EVENTS))
