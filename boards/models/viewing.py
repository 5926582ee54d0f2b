"""How often threads were viewed."""

import peewee

from boards.models.threads import Thread
from forum.store.db import Model


class ThreadViews(Model):
    """How often a thread was viewed, without its last seconds; no row before the first. By whom is kept nowhere."""

    thread = peewee.ForeignKeyField(Thread, primary_key=True)
    views = peewee.BigIntegerField()

    class Meta:
        table_name = "thread_views"
