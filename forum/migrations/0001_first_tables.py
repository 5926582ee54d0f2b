"""The first tables: accounts, the log, boards, threads and cases. A frozen copy of the models of its day."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()
        username = CharField(unique=True, max_length=40)
        display_name = CharField(max_length=40)
        name_key = CharField(unique=True, max_length=80)
        password_hash = CharField(null=True, max_length=200)
        public_id = CharField(unique=True, max_length=32)
        language = CharField(null=True, max_length=8)
        otp_secret = CharField(null=True, max_length=64)
        otp_last_step = BigIntegerField(default=0)
        unread = IntegerField(default=0)
        created_at = Instant()
        disabled_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "account"

    db.create_tables([Account])

    class Department(Model):
        id = BigAutoField()
        slug = CharField(unique=True, max_length=40)
        name = CharField(max_length=80)
        short = CharField(max_length=40)
        level = CharField(max_length=20)
        duty = TextField(default="")
        parent = ForeignKeyField("self", null=True)
        position = IntegerField(default=0)
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "department"

    db.create_tables([Department])

    class AnswerTemplate(Model):
        id = BigAutoField()
        department = ForeignKeyField(Department)
        title = CharField(max_length=80)
        text = TextField()
        created_by = ForeignKeyField(Account, index=False)
        created_at = Instant()
        retired_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "answer_template"

    db.create_tables([AnswerTemplate])

    class Attempt(Model):
        id = BigAutoField()
        kind = CharField(max_length=20)
        subject = CharField(max_length=80)
        at = Instant()

        class Meta:
            database = db
            table_name = "attempt"
            indexes = ((("kind", "subject", "at"), False),)

    db.create_tables([Attempt])

    class Category(Model):
        id = BigAutoField()
        name = CharField(unique=True, max_length=80)
        section = CharField(max_length=20)
        position = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "category"

    db.create_tables([Category])

    class Board(Model):
        id = BigAutoField()
        slug = CharField(unique=True, max_length=40)
        name = CharField(max_length=80)
        description = TextField(default="")
        section = CharField(max_length=20)
        category = ForeignKeyField(Category)
        department = ForeignKeyField(Department, unique=True, null=True)
        position = IntegerField(default=0)
        screening = BooleanField(null=True)
        threads = IntegerField(default=0)
        posts = IntegerField(default=0)
        last_thread_id = BigIntegerField(null=True)
        last_at = Instant(null=True)
        last_name = CharField(max_length=40, default="")

        class Meta:
            database = db
            table_name = "board"

    db.create_tables([Board])

    class CalendarDay(Model):
        day = DateField(primary_key=True)
        working = BooleanField()
        name = CharField(max_length=40, default="")
        imported_at = Instant()

        class Meta:
            database = db
            table_name = "calendar_day"

    db.create_tables([CalendarDay])

    class CalendarYear(Model):
        year = IntegerField(primary_key=True)
        imported_at = Instant()

        class Meta:
            database = db
            table_name = "calendar_year"

    db.create_tables([CalendarYear])

    class Thread(Model):
        id = BigAutoField()
        board = ForeignKeyField(Board, index=False)
        title = CharField(max_length=120)
        kind = CharField(null=True, max_length=20)
        status = CharField(null=True, max_length=20)
        department = ForeignKeyField(Department, null=True, index=False)
        author = ForeignKeyField(Account, index=False)
        author_name = CharField(max_length=40)
        role = CharField(max_length=20)
        author_department = ForeignKeyField(Department, null=True, index=False)
        author_department_name = CharField(null=True, max_length=40)
        anonymous = BooleanField(default=False)
        channel = CharField(max_length=20, default="web")
        external_ref = CharField(unique=True, null=True, max_length=80)
        created_at = Instant()
        floors = IntegerField(default=1)
        supports = IntegerField(default=0)
        answers = IntegerField(default=0)
        last_at = Instant()
        last_name = CharField(max_length=40)
        hidden = BooleanField(default=False)
        public = BooleanField(default=True)
        disposition = CharField(null=True, max_length=20)
        duplicate_of = ForeignKeyField("self", null=True, index=False)
        accepted_by = ForeignKeyField(Account, null=True, index=False)
        accepted_at = Instant(null=True)
        next_due_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "thread"
            indexes = (
                (("board", "public", "last_at", "id"), False),
                (("board", "public", "created_at", "id"), False),
                (("board", "public", "supports", "id"), False),
                (("board", "status", "last_at", "id"), False),
                (("department", "status", "next_due_at", "id"), False),
                (("author", "created_at"), False),
                (("status", "created_at"), False),
            )

    db.create_tables([Thread])

    class Call(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, unique=True)
        operator = ForeignKeyField(Account, index=False)
        caller = TextField()
        phone = TextField()
        phone_masked = CharField(max_length=20)
        called_at = Instant()
        created_at = Instant()

        class Meta:
            database = db
            table_name = "hotline_call"

    db.create_tables([Call])

    class Callback(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread)
        cause = CharField(max_length=20)
        opened_at = Instant()
        due_at = Instant(null=True)
        explanation = TextField(null=True)
        not_before = Instant(null=True)
        done_by = ForeignKeyField(Account, null=True, index=False)
        done_at = Instant(null=True)
        outcome = CharField(null=True, max_length=20)
        remark = TextField(default="")

        class Meta:
            database = db
            table_name = "callback"
            indexes = ((("done_at", "opened_at"), False),)

    db.create_tables([Callback])

    class Clock(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread)
        department = ForeignKeyField(Department, index=False)
        kind = CharField(max_length=20)
        opened_at = Instant()
        due_at = Instant()
        met_at = Instant(null=True)
        met_by = CharField(null=True, max_length=40)
        explanation = TextField()
        provisional = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "clock"
            indexes = ((("department", "due_at"), False),)

    db.create_tables([Clock])

    class Cursor(Model):
        name = CharField(primary_key=True, max_length=40)
        position = BigIntegerField(default=0)
        moved_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "reader_cursor"

    db.create_tables([Cursor])

    class Draft(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        account = ForeignKeyField(Account)
        kind = CharField(max_length=20)
        text = TextField()
        saved_at = Instant()

        class Meta:
            database = db
            table_name = "draft"
            indexes = ((("thread", "account"), True),)

    db.create_tables([Draft])

    class Entry(Model):
        id = BigIntegerField(primary_key=True)
        at = Instant()
        deed = CharField(max_length=40)
        object = CharField(max_length=40)
        thread_id = BigIntegerField(null=True)
        post_id = BigIntegerField(null=True)
        actor_id = BigIntegerField(null=True)
        role = CharField(max_length=20)
        department_id = BigIntegerField(null=True)
        reason = CharField(null=True, max_length=40)
        data = TextField(null=True)
        salt = CharField(null=True, max_length=64)
        commitment = CharField(null=True, max_length=64)
        prior = CharField(null=True, max_length=64)
        leaf = TextField()

        class Meta:
            database = db
            table_name = "entry"
            indexes = ((("object", "id"), False), (("thread_id", "id"), False), (("deed", "id"), False))

    db.create_tables([Entry])

    class Extension(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread)
        clock = ForeignKeyField(Clock, index=False)
        department = ForeignKeyField(Department, index=False)
        asked_by = ForeignKeyField(Account, index=False)
        asked_at = Instant()
        until = Instant()
        reason = TextField()
        decided_by = ForeignKeyField(Account, null=True, index=False)
        decided_at = Instant(null=True)
        granted = BooleanField(null=True)
        remark = TextField(default="")

        class Meta:
            database = db
            table_name = "extension"
            indexes = ((("decided_at", "asked_at"), False),)

    db.create_tables([Extension])

    class Mute(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, index=False)
        event = CharField(max_length=40)

        class Meta:
            database = db
            table_name = "mute"
            indexes = ((("account", "event"), True),)

    db.create_tables([Mute])

    class Notification(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, index=False)
        entry_id = BigIntegerField()
        event = CharField(max_length=40)
        thread = ForeignKeyField(Thread, index=False)
        floor = IntegerField(null=True)
        at = Instant()
        read_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "notification"
            indexes = ((("account", "entry_id"), True), (("account", "id"), False))

    db.create_tables([Notification])

    class Post(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        floor = IntegerField()
        parent = ForeignKeyField("self", null=True, index=False)
        path = CharField(max_length=400)
        author = ForeignKeyField(Account, index=False)
        author_name = CharField(max_length=40)
        role = CharField(max_length=20)
        department = ForeignKeyField(Department, null=True, index=False)
        department_name = CharField(null=True, max_length=40)
        anonymous = BooleanField(default=False)
        kind = CharField(max_length=20)
        channel = CharField(max_length=20, default="web")
        created_at = Instant()
        revision = IntegerField(default=1)
        unsettled = BooleanField(default=False)
        hidden_at = Instant(null=True)
        hidden_role = CharField(null=True, max_length=20)
        hidden_reason = TextField(null=True)

        class Meta:
            database = db
            table_name = "post"
            indexes = ((("thread", "floor"), True), (("thread", "path"), False), (("author", "created_at"), False))

    db.create_tables([Post])

    class Rating(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        number = IntegerField()
        department = ForeignKeyField(Department)
        account = ForeignKeyField(Account, index=False)
        grade = IntegerField()
        text = TextField(default="")
        created_at = Instant()

        class Meta:
            database = db
            table_name = "rating"
            indexes = ((("thread", "number"), True),)

    db.create_tables([Rating])

    class RememberedAnswer(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, index=False)
        key = CharField(max_length=100)
        request_hash = CharField(max_length=64)
        status = IntegerField(null=True)
        body = TextField(null=True)
        created_at = Instant()

        class Meta:
            database = db
            table_name = "remembered_answer"
            indexes = ((("account", "key"), True),)

    db.create_tables([RememberedAnswer])

    class Revision(Model):
        id = BigAutoField()
        post = ForeignKeyField(Post, index=False)
        number = IntegerField()
        text = TextField()
        html = TextField()
        salt = CharField(max_length=64)
        commitment = CharField(max_length=64)
        editor = ForeignKeyField(Account, index=False)
        created_at = Instant()

        class Meta:
            database = db
            table_name = "revision"
            indexes = ((("post", "number"), True),)

    db.create_tables([Revision])

    class RoleGrant(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account)
        role = CharField(max_length=20)
        department_id = BigIntegerField(null=True)
        granted_by = ForeignKeyField(Account, null=True)
        granted_at = Instant()
        revoked_by = ForeignKeyField(Account, null=True)
        revoked_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "role_grant"
            indexes = ((("role", "department_id"), False),)

    db.create_tables([RoleGrant])

    class Session(Model):
        id = BigAutoField()
        key_hash = CharField(unique=True, max_length=64)
        account = ForeignKeyField(Account)
        created_at = Instant()
        expires_at = Instant()
        ended_at = Instant(null=True)
        second_factor = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "session"

    db.create_tables([Session])

    class Support(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        account = ForeignKeyField(Account, index=False)
        created_at = Instant()

        class Meta:
            database = db
            table_name = "support"
            indexes = ((("thread", "account"), True),)

    db.create_tables([Support])

    class Tally(Model):
        id = BigAutoField()
        board = ForeignKeyField(Board, index=False)
        day = DateField()
        threads = IntegerField(default=0)
        posts = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "tally"
            indexes = ((("board", "day"), True), (("day",), False))

    db.create_tables([Tally])

    class Token(Model):
        id = BigAutoField()
        key_hash = CharField(unique=True, max_length=64)
        account = ForeignKeyField(Account)
        created_at = Instant()
        expires_at = Instant()
        ended_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "token"

    db.create_tables([Token])

    class Watch(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        account = ForeignKeyField(Account)
        since = Instant()
        ended_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "watch"
            indexes = ((("thread", "account"), True),)

    db.create_tables([Watch])
