"""The tables of question banks and of wrong answers."""

import peewee

from boards.models.threads import Department
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class QuizQuestion(Model):
    """A question of a department's bank; `options` is a JSON list. One that a later import leaves out is `retired`."""

    id = peewee.BigAutoField()
    department = peewee.ForeignKeyField(Department, index=False)
    code = peewee.CharField(max_length=20)
    kind = peewee.CharField(max_length=12)
    text = peewee.TextField()
    options = peewee.TextField()
    answer = peewee.CharField(max_length=6)
    article = peewee.CharField(max_length=80)
    explanation = peewee.TextField()
    retired = peewee.BooleanField(default=False)

    class Meta:
        table_name = "quiz_question"
        indexes = ((("department", "code"), True),)


class QuizMistake(Model):
    """A question that an account answered wrongly, `times` in all; deleted once its holder has learnt it."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    question = peewee.ForeignKeyField(QuizQuestion, index=False)
    times = peewee.IntegerField(default=1)
    at = Instant()

    class Meta:
        table_name = "quiz_mistake"
        indexes = ((("account", "question"), True),)
