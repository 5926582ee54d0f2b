"""What the worker keeps to find what rose, and what it found; all of it is made of proved rows and can be made again."""

import peewee

from forum.store.db import Instant, Model


class HotWords(Model):
    """The words of one public question, asked on the local `day`: runs of words, a line each.

    Only of the questions of the last weeks; one that is hidden, covered, sealed or edited is read again at once.
    """

    thread = peewee.BigIntegerField(primary_key=True)
    day = peewee.DateField(index=True)
    words = peewee.TextField()

    class Meta:
        table_name = "hot_words"


class HotActivity(Model):
    """That somebody replied to a thread (`post`) or supported it (None) on a local day; `entry` is the number in the log."""

    entry = peewee.BigIntegerField(primary_key=True)
    thread = peewee.BigIntegerField()
    day = peewee.DateField()
    account = peewee.BigIntegerField()
    post = peewee.BigIntegerField(null=True)

    class Meta:
        table_name = "hot_activity"
        indexes = ((("day", "thread"), False), (("thread", "day"), False))


class HotCount(Model):
    """One count of what rose in the days from `first` to `last`.

    `kind` is "now" for that of the public page, made again every few minutes, "day" or "week" for a supervisors' brief, made once
    when the days are over. `position` is the last entry of the log before it. `threads` is the number of questions of the span,
    `threads_before` of the weeks before. `figures` is the JSON of a brief's figures as they were then.
    """

    id = peewee.BigAutoField()
    kind = peewee.CharField(max_length=10)
    first = peewee.DateField()
    last = peewee.DateField()
    counted_at = Instant()
    position = peewee.BigIntegerField()
    threads = peewee.IntegerField()
    threads_before = peewee.IntegerField()
    figures = peewee.TextField(null=True)

    class Meta:
        table_name = "hot_count"
        indexes = ((("kind", "last"), True),)


class HotTerm(Model):
    """A word that rose: `usual` is its usual level in as many questions, `surprise` what the list is sorted by."""

    id = peewee.BigAutoField()
    counted = peewee.ForeignKeyField(HotCount, index=False)
    term = peewee.CharField(max_length=40)
    usual = peewee.FloatField()
    surprise = peewee.FloatField()

    class Meta:
        table_name = "hot_term"
        indexes = ((("counted", "term"), True),)


class HotTermThread(Model):
    """A question that has the word. `person` tells the askers of one term apart and means nothing elsewhere."""

    id = peewee.BigAutoField()
    term = peewee.ForeignKeyField(HotTerm, index=False)
    thread = peewee.BigIntegerField()
    person = peewee.IntegerField()

    class Meta:
        table_name = "hot_term_thread"
        indexes = ((("term", "thread"), True),)


class HotThread(Model):
    """A thread that rose: `people` replied or supported in the span, `usual` in as many days before."""

    id = peewee.BigAutoField()
    counted = peewee.ForeignKeyField(HotCount, index=False)
    thread = peewee.BigIntegerField()
    people = peewee.IntegerField()
    usual = peewee.FloatField()

    class Meta:
        table_name = "hot_thread"
        indexes = ((("counted", "thread"), True),)
