"""Departments, boards, threads, posts and the clocks of their cases."""

import peewee

from boards.rules.channel import Channel
from forum.accounts.models import Account
from forum.store.db import Instant, Model
from forum.store.sql.conditions import is_false, is_true


class Department(Model):
    """A unit of the city; the units form a tree."""

    id = peewee.BigAutoField()
    slug = peewee.CharField(max_length=40, unique=True)
    name = peewee.CharField(max_length=80)
    short = peewee.CharField(max_length=40)
    level = peewee.CharField(max_length=20)
    duty = peewee.TextField(default="")
    parent = peewee.ForeignKeyField("self", null=True)
    position = peewee.IntegerField(default=0)
    active = peewee.BooleanField(default=True)


class Category(Model):
    """A collapsible block of boards on the front page."""

    id = peewee.BigAutoField()
    name = peewee.CharField(max_length=80, unique=True)
    section = peewee.CharField(max_length=20)
    position = peewee.IntegerField(default=0)


class Board(Model):
    """A board: a department's own, or one of a section without clocks. `screening` None follows the site."""

    id = peewee.BigAutoField()
    slug = peewee.CharField(max_length=40, unique=True)
    name = peewee.CharField(max_length=80)
    description = peewee.TextField(default="")
    section = peewee.CharField(max_length=20)
    category = peewee.ForeignKeyField(Category)
    department = peewee.ForeignKeyField(Department, null=True, unique=True)
    position = peewee.IntegerField(default=0)
    screening = peewee.BooleanField(null=True)
    threads = peewee.IntegerField(default=0)
    posts = peewee.IntegerField(default=0)
    last_thread_id = peewee.BigIntegerField(null=True)
    last_at = Instant(null=True)
    last_name = peewee.CharField(max_length=40, default="")


class Thread(Model):
    """A thread; on a department's board it carries a case, whose `status` and `department` stand here.

    `floors` is the last floor number in use, `moved_out` how many of these floors stand in other threads now. `role` and
    `author_department` are the author's when the thread was started. `ended` closes an open discussion, `withheld` hides
    the whole thread. `shown_title` replaces `title` on pages where it is set, and is '' once the title is sealed;
    `title_withheld` is the JSON list of the title's covered segments. Pages read titles through boards.queries.parts.shown.
    """

    id = peewee.BigAutoField()
    board = peewee.ForeignKeyField(Board, index=False)
    title = peewee.CharField(max_length=120)
    kind = peewee.CharField(max_length=20, null=True)
    status = peewee.CharField(max_length=20, null=True)
    department = peewee.ForeignKeyField(Department, null=True, index=False)
    author = peewee.ForeignKeyField(Account, index=False)
    author_name = peewee.CharField(max_length=40)
    role = peewee.CharField(max_length=20)
    author_department = peewee.ForeignKeyField(Department, null=True, index=False)
    author_department_name = peewee.CharField(max_length=40, null=True)
    anonymous = peewee.BooleanField(default=False)
    channel = peewee.CharField(max_length=20, default=Channel.WEB.value)
    external_ref = peewee.CharField(max_length=80, null=True, unique=True)
    created_at = Instant()
    floors = peewee.IntegerField(default=1)
    supports = peewee.IntegerField(default=0)
    answers = peewee.IntegerField(default=0)
    last_at = Instant()
    last_name = peewee.CharField(max_length=40)
    hidden = peewee.BooleanField(default=False)
    public = peewee.BooleanField(default=True)
    disposition = peewee.CharField(max_length=20, null=True)
    duplicate_of = peewee.ForeignKeyField("self", null=True, index=False)
    accepted_by = peewee.ForeignKeyField(Account, null=True, index=False)
    accepted_at = Instant(null=True)
    next_due_at = Instant(null=True)
    shown_title = peewee.TextField(null=True)
    title_withheld = peewee.TextField(null=True)
    merged_into = peewee.ForeignKeyField("self", null=True, index=False)
    pinned = peewee.IntegerField(null=True)
    moved_out = peewee.IntegerField(default=0)
    locked = peewee.BooleanField(default=False)
    ended = peewee.BooleanField(default=False)
    highlighted = peewee.BooleanField(default=False)
    withheld = peewee.BooleanField(default=False)

    class Meta:
        indexes = (
            (("board", "public", "last_at", "id"), False),
            (("board", "public", "created_at", "id"), False),
            (("board", "public", "supports", "id"), False),
            (("board", "status", "last_at", "id"), False),
            (("department", "status", "next_due_at", "id"), False),
            (("author", "created_at"), False),
            (("author", "last_at", "id"), False),
            (("status", "created_at"), False),
            (("status", "disposition"), False),
            (("board", "pinned"), False),
            (("board", "highlighted", "last_at", "id"), False),
            (("department", "id"), False),
            (("created_at", "id"), False),
        )


PUBLIC, NOT_PUBLIC = is_true(Thread.public), is_false(Thread.public)
NOT_HIDDEN = is_false(Thread.hidden)
LISTED = PUBLIC & Thread.merged_into.is_null()
VISIBLE = LISTED & NOT_HIDDEN
Thread.add_index(Thread.index(Thread.id, where=NOT_PUBLIC, name="thread_not_public"))
_due = Thread.next_due_at.is_null(False)
Thread.add_index(Thread.index(Thread.next_due_at, Thread.id, where=_due, name="thread_due"))
Thread.add_index(Thread.index(Thread.board, Thread.next_due_at, Thread.id, where=_due, name="thread_board_due"))
Thread.add_index(Thread.index(Thread.merged_into, where=Thread.merged_into.is_null(False), name="thread_merged"))
_counted = (
    Thread.board,
    Thread.status,
    Thread.kind,
    Thread.highlighted,
    Thread.next_due_at,
    Thread.public,
    Thread.merged_into,
    Thread.hidden,
)
Thread.add_index(Thread.index(*_counted, where=LISTED, name="thread_counted"))
Thread.add_index(Thread.index(Thread.last_at, Thread.id, where=VISIBLE, name="thread_visible_last"))
Thread.add_index(Thread.index(Thread.supports, Thread.id, where=VISIBLE, name="thread_visible_supports"))


class Post(Model):
    """One floor of a thread. The text is in its revisions; `revision` is the number of the current one.

    `thread`, `floor` and `path` are where it was written and never change; `place_thread`, `place_floor` and
    `place_path` are where it stands now, which only a Placement changes. `unsettled` marks a question or a follow-up
    without a result. `hidden_whole`: it was hidden with its whole thread. `seal_order_id` is the SealOrder under which
    the text is sealed.
    """

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    floor = peewee.IntegerField()
    parent = peewee.ForeignKeyField("self", null=True, index=False)
    path = peewee.CharField(max_length=400)
    author = peewee.ForeignKeyField(Account, index=False)
    author_name = peewee.CharField(max_length=40)
    role = peewee.CharField(max_length=20)
    department = peewee.ForeignKeyField(Department, null=True, index=False)
    department_name = peewee.CharField(max_length=40, null=True)
    anonymous = peewee.BooleanField(default=False)
    kind = peewee.CharField(max_length=20)
    channel = peewee.CharField(max_length=20, default=Channel.WEB.value)
    created_at = Instant()
    revision = peewee.IntegerField(default=1)
    unsettled = peewee.BooleanField(default=False)
    hidden_at = Instant(null=True)
    hidden_role = peewee.CharField(max_length=20, null=True)
    hidden_reason = peewee.TextField(null=True)
    seal_order_id = peewee.BigIntegerField(null=True)
    hidden_code = peewee.CharField(max_length=20, null=True)
    hidden_whole = peewee.BooleanField(default=False)
    place_thread = peewee.BigIntegerField()
    place_floor = peewee.IntegerField()
    place_path = peewee.CharField(max_length=400)

    class Meta:
        indexes = (
            (("thread", "floor"), True),
            (("place_thread", "place_floor"), True),
            (("place_thread", "place_path"), False),
            (("place_thread", "author", "place_floor"), False),
            (("author", "created_at"), False),
        )


_closed = Post.hidden_at.is_null(False) | Post.seal_order_id.is_null(False)
Post.add_index(Post.index(Post.id, where=_closed, name="post_closed"))
# Written in full, so that SQLite and PostgreSQL see that the index serves.
AN_ANSWER = (Post.kind != peewee.SQL("'reply'")) & (Post.kind != peewee.SQL("'question'"))
Post.add_index(Post.index(Post.place_thread, Post.place_floor, where=AN_ANSWER, name="post_answers"))
SHOWN_ANSWER = Post.kind.in_(peewee.SQL("('first_reply', 'result')")) & Post.hidden_at.is_null()
Post.add_index(Post.index(Post.id, where=SHOWN_ANSWER, name="post_shown_answers"))
Post.add_index(Post.index(Post.parent, where=Post.parent.is_null(False), name="post_answering"))


class Revision(Model):
    """One version of a post's text, with its sanitised HTML and the salt of its commitment in the log. These never change.

    `rendering` is the version of the renderer (forum.text.markup) that made the HTML.
    `shown_text` and `shown_html` replace them on pages where they are set; `withheld` holds the parts that are not shown:
    a JSON list of numbers as in forum.store.commitments, or "all". Pages read texts through boards.queries.parts.shown.
    """

    id = peewee.BigAutoField()
    post = peewee.ForeignKeyField(Post, index=False)
    number = peewee.IntegerField()
    text = peewee.TextField()
    html = peewee.TextField()
    rendering = peewee.IntegerField(constraints=[peewee.SQL("DEFAULT 1")])
    salt = peewee.CharField(max_length=64)
    commitment = peewee.CharField(max_length=64)
    editor = peewee.ForeignKeyField(Account, index=False)
    created_at = Instant()
    withheld = peewee.TextField(null=True)
    shown_text = peewee.TextField(null=True)
    shown_html = peewee.TextField(null=True)

    class Meta:
        indexes = ((("post", "number"), True),)


class Clock(Model):
    """A time limit of a case for one department; lateness is computed from it, never stored.

    `kind` is a ClockKind, or "cohandling". `met_at` is when it ended, `met_by` the deed that ended it, and `outcome` how
    (boards.clocks.outcomes): only an `outcome` of "met" means that the department did in time what it asks for.
    """

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread)
    department = peewee.ForeignKeyField(Department, index=False)
    kind = peewee.CharField(max_length=20)
    opened_at = Instant()
    due_at = Instant()
    met_at = Instant(null=True)
    met_by = peewee.CharField(max_length=40, null=True)
    outcome = peewee.CharField(max_length=10, null=True)
    explanation = peewee.TextField()
    provisional = peewee.BooleanField(default=False)

    class Meta:
        indexes = ((("department", "due_at"), False),)


_running = Clock.met_at.is_null()
Clock.add_index(Clock.index(Clock.due_at, where=_running, name="clock_running"))
Clock.add_index(Clock.index(Clock.department, Clock.due_at, where=_running, name="clock_running_department"))


class Support(Model):
    """One account's support (顶) for one thread."""

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    account = peewee.ForeignKeyField(Account, index=False)
    created_at = Instant()

    class Meta:
        indexes = ((("thread", "account"), True),)


class SupportOrigin(Model):
    """That a thread was supported today from one address: a keyed hash of day, thread and address, deleted on the next day."""

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    day = peewee.DateField(index=True)
    origin = peewee.CharField(max_length=64)

    class Meta:
        table_name = "support_origin"
        indexes = ((("thread", "origin"), False),)


class Tally(Model):
    """How many threads and posts a board got in one local day; counted from the log by a reader."""

    id = peewee.BigAutoField()
    board = peewee.ForeignKeyField(Board, index=False)
    day = peewee.DateField()
    threads = peewee.IntegerField(default=0)
    posts = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("board", "day"), True), (("day",), False))
