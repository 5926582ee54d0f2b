"""Tables of move-car: the register of owners as it was imported, and the requests."""

import peewee

from forum.accounts.models import Account
from forum.store.db import Instant, Model


class MoveCarOwner(Model):
    """The owner of a car: `plate_hash` and `phone_hash` are keyed hashes, `sealed` is the phone number, encrypted. No name is kept."""

    id = peewee.BigAutoField()
    plate_hash = peewee.CharField(max_length=64, unique=True)
    phone_hash = peewee.CharField(max_length=64)
    sealed = peewee.TextField()

    class Meta:
        table_name = "move_car_owner"


class MoveCarRequest(Model):
    """A request to move a car; `key` names it in addresses.

    `plate`, `phone` (the asker's, '' without one), `place` and `appeal` are encrypted; `owner_hash` is None for a plate that the register
    does not have, which nobody is told. `leads` is the open request for the same plate that this one joins: the owner is
    asked once. `counted`: it is the one of its group that was confirmed as moved, after `minutes`. `due_at` is when the program does
    something next.
    """

    id = peewee.BigAutoField()
    key = peewee.CharField(max_length=24, unique=True)
    status = peewee.CharField(max_length=20)
    channel = peewee.CharField(max_length=20)
    account = peewee.ForeignKeyField(Account)
    plate_hash = peewee.CharField(max_length=64, index=True)
    owner_hash = peewee.CharField(max_length=64, null=True, index=True)
    asker_hash = peewee.CharField(max_length=64, default="", index=True)
    plate = peewee.TextField()
    phone = peewee.TextField(default="")
    place = peewee.TextField(default="")
    appeal = peewee.TextField(default="")
    photo = peewee.CharField(max_length=60, default="")
    photo_checked = peewee.BooleanField(default=False)
    reason = peewee.CharField(max_length=20, default="")
    leads = peewee.ForeignKeyField("self", null=True)
    created_at = Instant()
    notified_at = Instant(null=True)
    called_at = Instant(null=True)
    reminded_at = Instant(null=True)
    answered_at = Instant(null=True)
    not_mine = peewee.BooleanField(default=False)
    escalated_at = Instant(null=True)
    ended_at = Instant(null=True)
    moved_at = Instant(null=True)
    counted = peewee.BooleanField(default=False)
    minutes = peewee.IntegerField(null=True)
    due_at = Instant(null=True, index=True)

    class Meta:
        table_name = "move_car_request"
        indexes = ((("counted", "minutes"), False), (("status", "id"), False))
