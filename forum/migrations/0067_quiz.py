"""Question banks of departments, and accounts' wrong answers."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Department(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "department"

    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class QuizQuestion(Model):
        id = BigAutoField()
        department = ForeignKeyField(Department, index=False)
        code = CharField(max_length=20)
        kind = CharField(max_length=12)
        text = TextField()
        options = TextField()
        answer = CharField(max_length=6)
        article = CharField(max_length=80)
        explanation = TextField()
        retired = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "quiz_question"
            indexes = ((("department", "code"), True),)

    class QuizMistake(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, index=False)
        question = ForeignKeyField(QuizQuestion, index=False)
        times = IntegerField(default=1)
        at = Instant()

        class Meta:
            database = db
            table_name = "quiz_mistake"
            indexes = ((("account", "question"), True),)

    db.create_tables([QuizQuestion, QuizMistake])
