"""What the worker keeps to find words and threads that rose, and what it found."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class HotWords(Model):
        thread = BigIntegerField(primary_key=True)
        day = DateField(index=True)
        words = TextField()

        class Meta:
            database = db
            table_name = "hot_words"

    class HotActivity(Model):
        entry = BigIntegerField(primary_key=True)
        thread = BigIntegerField()
        day = DateField()
        account = BigIntegerField()
        post = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "hot_activity"
            indexes = ((("day", "thread"), False), (("thread", "day"), False))

    class HotCount(Model):
        id = BigAutoField()
        kind = CharField(max_length=10)
        first = DateField()
        last = DateField()
        counted_at = Instant()
        position = BigIntegerField()
        threads = IntegerField()
        threads_before = IntegerField()
        figures = TextField(null=True)

        class Meta:
            database = db
            table_name = "hot_count"
            indexes = ((("kind", "last"), True),)

    class HotTerm(Model):
        id = BigAutoField()
        counted = ForeignKeyField(HotCount, index=False)
        term = CharField(max_length=40)
        usual = FloatField()
        surprise = FloatField()

        class Meta:
            database = db
            table_name = "hot_term"
            indexes = ((("counted", "term"), True),)

    class HotTermThread(Model):
        id = BigAutoField()
        term = ForeignKeyField(HotTerm, index=False)
        thread = BigIntegerField()
        person = IntegerField()

        class Meta:
            database = db
            table_name = "hot_term_thread"
            indexes = ((("term", "thread"), True),)

    class HotThread(Model):
        id = BigAutoField()
        counted = ForeignKeyField(HotCount, index=False)
        thread = BigIntegerField()
        people = IntegerField()
        usual = FloatField()

        class Meta:
            database = db
            table_name = "hot_thread"
            indexes = ((("counted", "thread"), True),)

    db.create_tables([HotWords, HotActivity, HotCount, HotTerm, HotTermThread, HotThread])
