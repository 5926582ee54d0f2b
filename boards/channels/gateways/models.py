"""Tables of what came in by a gateway, of its token and failures, of conversations, and of what is recorded instead of sent."""

import peewee

from forum.store.db import Instant, Model


class Inbound(Model):
    """A message that came in. `sealed` is its content, encrypted, and None once it was worked or given up.

    `key` is the gateway's number of it, so that one that comes twice is worked once. `due_at` is when it is worked, None when it was.
    """

    id = peewee.BigAutoField()
    channel = peewee.CharField(max_length=20)
    key = peewee.CharField(max_length=80)
    sealed = peewee.TextField(null=True)
    received_at = Instant()
    due_at = Instant(null=True, index=True)
    done_at = Instant(null=True)
    attempts = peewee.IntegerField(default=0)
    error = peewee.CharField(max_length=200, default="")

    class Meta:
        table_name = "channel_inbound"
        indexes = ((("channel", "key"), True), (("channel", "received_at"), False))


class ChannelToken(Model):
    """The access token of a channel, encrypted; who refreshes it claims that until `claimed_until`."""

    id = peewee.BigAutoField()
    channel = peewee.CharField(max_length=20, unique=True)
    sealed = peewee.TextField(null=True)
    expires_at = Instant(null=True)
    claimed_until = Instant(null=True)

    class Meta:
        table_name = "channel_token"


class ChannelFailure(Model):
    """The last failure of a kind on a channel, and how many there were; `text` names nobody."""

    id = peewee.BigAutoField()
    channel = peewee.CharField(max_length=20)
    kind = peewee.CharField(max_length=20)
    at = Instant()
    count = peewee.IntegerField(default=1)
    text = peewee.CharField(max_length=200)

    class Meta:
        table_name = "channel_failure"
        indexes = ((("channel", "kind"), True),)


class Conversation(Model):
    """Where a conversation with a person stands, encrypted, since it holds what he has not published yet."""

    id = peewee.BigAutoField()
    channel = peewee.CharField(max_length=20)
    key_hash = peewee.CharField(max_length=64)
    sealed = peewee.TextField()
    heard_at = Instant()

    class Meta:
        table_name = "conversation"
        indexes = ((("channel", "key_hash"), True), (("heard_at",), False))


class RecordedMessage(Model):
    """A message of a simulated gateway, encrypted: what would have gone out, and what was typed on the simulator's page."""

    id = peewee.BigAutoField()
    channel = peewee.CharField(max_length=20)
    key_hash = peewee.CharField(max_length=64)
    key = peewee.CharField(max_length=120, unique=True)
    incoming = peewee.BooleanField()
    sealed = peewee.TextField()
    at = Instant()

    class Meta:
        table_name = "recorded_message"
        indexes = ((("channel", "key_hash", "id"), False),)
