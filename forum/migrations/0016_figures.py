"""The public figures by case and by month, and whether a rated problem was solved."""

from peewee import *

from forum.store.db import Instant

MEASURES = (
    "received waiting forwarded platform duplicate declined discussion answered open accept_due accepted_on_time"
    " first_reply_due first_reply_on_time answer_due answered_on_time stopped transferred followed_up rated satisfied"
    " asked_solved solved sealed own_department"
).split()


def up(migrator, db):
    class CaseFigures(Model):
        id = BigAutoField()
        thread = BigIntegerField()
        department = BigIntegerField()
        category = BigIntegerField()
        day = DateField()
        kind = CharField(max_length=20)
        channel = CharField(max_length=20)
        measures = BigIntegerField()
        accept_minutes = BigIntegerField(null=True)
        answer_minutes = BigIntegerField(null=True)
        open_until = Instant(null=True)
        accept_until = Instant(null=True)
        first_reply_until = Instant(null=True)
        answer_until = Instant(null=True)

        class Meta:
            database = db
            table_name = "case_figures"
            indexes = (
                (("thread", "department"), True),
                (("department", "day", "thread"), False),
                (("department", "open_until"), False),
            )

    class MonthFigures(Model):
        id = BigAutoField()
        department = BigIntegerField()
        month = DateField()
        category = BigIntegerField()
        kind = CharField(max_length=20)
        channel = CharField(max_length=20)

        class Meta:
            database = db
            table_name = "month_figures"
            indexes = ((("department", "category", "kind", "channel", "month"), True), (("month",), False))

    for measure in MEASURES:
        MonthFigures._meta.add_field(measure, IntegerField())
    db.create_tables([CaseFigures, MonthFigures])
    migrator.migrate(migrator.add_column("rating", "solved", BooleanField(null=True)))
