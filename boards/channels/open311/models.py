"""The table of what came by Open311 and is not public."""

import peewee

from boards.models.threads import Thread
from forum.store.db import Instant, Model


class Open311Request(Model):
    """A question that an app sent. `token` finds it before it is public; `sealed` is who asked, encrypted, None when nobody is named.

    `app` is the name of the API key. `media_url` is what the app sent, which also stands in the text.
    """

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, unique=True)
    app = peewee.CharField(max_length=40)
    token = peewee.CharField(max_length=40, unique=True)
    sealed = peewee.TextField(null=True)
    media_url = peewee.TextField(default="")
    created_at = Instant()

    class Meta:
        table_name = "app_request"
