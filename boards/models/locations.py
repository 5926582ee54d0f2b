"""Where the matters of threads are."""

import peewee

from boards.models.threads import Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Location(Model):
    """One version of where a thread's matter is; the current one has no `ended_at`. Versions never change.

    `lat` and `lon` are WGS-84 in ten-thousandths of a degree, None without a position; `precision` is a
    boards.rules.locations.position.Precision. `role` is the Role in which it was written. Pages read it through
    boards.queries.thread.locations, which knows when it may be shown.
    """

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    number = peewee.IntegerField()
    address = peewee.CharField(max_length=80)
    lat = peewee.IntegerField(null=True)
    lon = peewee.IntegerField(null=True)
    precision = peewee.CharField(max_length=10)
    role = peewee.CharField(max_length=20)
    created_at = Instant()
    editor = peewee.ForeignKeyField(Account, index=False)
    ended_at = Instant(null=True)
    ended_by = peewee.ForeignKeyField(Account, null=True, index=False)

    class Meta:
        indexes = ((("thread", "number"), True),)


_current = Location.ended_at.is_null()
Location.add_index(Location.index(Location.thread, where=_current, name="location_current"))
Location.add_index(
    Location.index(
        Location.lat, Location.lon, Location.thread, where=_current & Location.lat.is_null(False), name="location_near"
    )
)
