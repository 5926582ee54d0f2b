"""The table of targets."""

import peewee

from forum.store.db import Instant, Model


class WebhookTarget(Model):
    """Where events are sent. `secret` is encrypted; `key` names the target in message ids and never changes.

    It gets the entries after number `since`. `failing_since` is when it failed first without a success after. `disabled_at` is
    when it was switched off, by its failures or an administrator; then what waits is not sent. A removed one stays as a row.
    """

    id = peewee.BigAutoField()
    key = peewee.CharField(max_length=16, unique=True)
    url = peewee.TextField()
    description = peewee.CharField(max_length=80)
    secret = peewee.TextField()
    since = peewee.BigIntegerField()
    replays = peewee.IntegerField(default=0)
    created_at = Instant()
    created_by = peewee.BigIntegerField()
    sent_at = Instant(null=True)
    failing_since = Instant(null=True)
    failure = peewee.CharField(max_length=200, default="")
    disabled_at = Instant(null=True)
    removed_at = Instant(null=True)

    class Meta:
        table_name = "webhook_target"


LIVE = WebhookTarget.disabled_at.is_null() & WebhookTarget.removed_at.is_null()
