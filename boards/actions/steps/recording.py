"""Stores posts and their revisions. Called by the actions inside their transaction."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any, cast

import peewee

from boards.actions.steps import holds, word_check
from boards.clocks.city import City
from boards.files.attachments import Attachment, attach
from boards.models.threads import LISTED, Board, Department, Post, Revision, Thread
from boards.queries.parts.covering import carry_over
from boards.rules.channel import Channel
from boards.rules.floors import path_of
from boards.rules.status import PostKind
from boards.rules.text.word_list import ListedWord, WordList
from forum.accounts import limits
from forum.messages import M, Message
from forum.problems import Conflict, Invalid
from forum.roles import ActingRole, Actor
from forum.store import db, log
from forum.store.commitments import commit_to_text
from forum.store.log import Deed
from forum.text.checks import BODY_LIMIT, check_body, check_text
from forum.text.markup import VERSION, plain_text_html, render

_TAG = re.compile(r"<[^<>]*>")
ASKING = frozenset({PostKind.QUESTION, PostKind.FOLLOW_UP})
POSTS = limits.Rows(Post.author, Post.created_at)
THREADS = limits.Rows(Thread.author, Thread.created_at)
NEXT_FLOOR = "UPDATE thread SET floors = floors + 1, last_at = %s, last_name = %s WHERE id = %s"


@dataclass(frozen=True)
class Draft:
    """Checked text with its HTML, made before the transaction begins, since rendering takes time.

    `held` are the words because of which it waits for a moderator, `masked` those that were replaced by stars. `files` are
    published with it.
    """

    text: str
    html: str
    held: tuple[ListedWord, ...] = ()
    masked: tuple[ListedWord, ...] = ()
    files: tuple[Attachment, ...] = ()


def official_draft(
    raw: str | Draft, field: str = "text", listed: WordList | None = None, limit: int = BODY_LIMIT, minimum: int = 1
) -> Draft:
    """The Draft of an official text of `minimum` to `limit` characters (a Draft is returned as it is); raises Invalid for `field`."""
    return (
        raw
        if isinstance(raw, Draft)
        else _worded(word_check.check_official_text(check_text(field, raw, limit, minimum), listed), field, minimum > 0)
    )


def citizen_draft(raw: str | Draft, citizen: bool = True, field: str = "text", listed: WordList | None = None) -> Draft:
    """The Draft of a text that is not official; a citizen's may be held by the word list. Raises Invalid, also for refused words."""
    if isinstance(raw, Draft) or not citizen:
        return official_draft(raw, field, listed=listed)
    return _worded(word_check.check_citizen_text(check_body(raw, field), field, listed), field)


def plain_draft(raw: str) -> Draft:
    """The Draft of an imported text that is not Markdown, and so is shown as it was typed; raises Invalid."""
    text = check_body(raw)
    return Draft(text, plain_text_html(text))


def _worded(worded, field, with_words=False):
    """The Draft of a checked text; raises Invalid for one that must be `with_words` and shows no letter and no digit."""
    html = render(worded.text)
    shown = unescape(_TAG.sub("", html))
    if with_words and not any(map(str.isalnum, shown)):
        raise Invalid({field: M("请用文字写清楚，不能只有符号。")})
    return Draft(worded.text, html, worded.held, worded.masked)


def check_post_rate(actor: Actor, now: datetime, city: City) -> int:
    """How many posts of a netizen the limit of posts counts already; raises TooMany when it is reached.

    Call in the transaction that adds the post. Officials have no limit.
    """
    return 0 if actor.official or not city.pacing else POSTS.count("post", actor.account, now)


def check_question_rate(actor: Actor, now: datetime, city: City) -> None:
    """Raises TooMany when a netizen exceeds the limit of questions. Call in the transaction that adds the thread."""
    if not actor.official:
        limits.enforce_limit("question", cast(int, actor.account), now, city.pacing, THREADS)


def insert_post(
    thread: Thread,
    draft: Draft,
    kind: PostKind,
    *,
    actor: Actor,
    now: datetime,
    acting_role: ActingRole,
    author: Actor | None = None,
    parent: Post | None = None,
    anonymous: bool = False,
    channel: Channel = Channel.WEB,
    title: str | None = None,
    closed: Callable[[Thread], Message | None] | None = None,
) -> Post:
    """Add a post on the next floor of `thread`, with its first revision and log entry; returns the Post.

    It is shown under the name of `author`, by default the actor's own; the log names the actor. `closed(thread)` is the
    reason why the thread, read in this transaction, accepts no post, or None; raises Conflict with it.
    """
    author = author or actor
    if kind is not PostKind.QUESTION:
        thread = _take_floor(thread, author, now, anonymous)
    if reason := closed and closed(thread):
        raise Conflict(reason)
    floor = thread.floors
    path = path_of(floor, _above(parent))
    post = Post.create(
        thread=thread.id,
        floor=floor,
        parent=parent and parent.id,
        path=path,
        author=author.account,
        author_name=author.name,
        role=acting_role.role.value,
        department=acting_role.department,
        department_name=department_name(acting_role),
        anonymous=anonymous,
        kind=kind.value,
        channel=channel.value,
        created_at=now,
        unsettled=bool(thread.status) and kind in ASKING,
        place_thread=thread.id,
        place_floor=floor,
        place_path=path,
    )
    commitment = insert_revision(post, 1, draft, actor=actor, now=now, title=title)
    files = attach(post, draft.files, author.account, now)
    log.record(
        Deed.POST_CREATE,
        ("post", post.id),
        actor=actor,
        now=now,
        acting_role=acting_role,
        post=post.id,
        revision=1,
        commitment=commitment,
        place=f"{thread.id}/{floor}",
        files=files,
        made_now=True,
    )
    _count(thread, kind, author, now, anonymous)
    if draft.held and thread.public:
        holds.hold(post, 1, draft.held, now)
    return post


def count_as_public(thread: Thread, now: datetime) -> dict[str, Any]:
    """Count a question that has become public on its board; returns the values for its log entry."""
    _add_to_board(thread, 1, thread.floors, last_thread_id=thread.id, last_at=now, last_name=thread.last_name)
    return {"unveiled": thread.floors}


def move_thread_counts(before: Thread, after: Thread) -> dict[str, Any]:
    """Move the counts of a public thread to another board; returns the values for its log entry, which are none."""
    _add_to_board(before, -1, before.moved_out - before.floors)
    _add_to_board(after, 1, after.floors - after.moved_out)
    refresh_last_thread(before.board_id)
    refresh_last_thread(after.board_id)
    return {}


def move_post_counts(before: Thread, after: Thread, posts: int, threads: int = 0) -> None:
    """Move the counts of `posts` posts from the thread `before` to `after`.

    `threads` is -1 when `before` ends by that, 1 when `after` begins.
    """
    _add_to_board(before, min(threads, 0), -posts)
    _add_to_board(after, max(threads, 0), posts)
    refresh_last_thread(before.board_id)
    refresh_last_thread(after.board_id)


def refresh_last_thread(board_id: int) -> None:
    """Store in a board its thread with the latest post, which the front page shows."""
    there = Thread.select(Thread.id, Thread.last_at, Thread.last_name).where(Thread.board == board_id, LISTED)
    id, at, name = there.order_by(Thread.last_at.desc(), Thread.id.desc()).tuples().first() or (None, None, "")
    Board.update(last_thread_id=id, last_at=at, last_name=name).where(Board.id == board_id).execute()


def department_name(acting_role: ActingRole) -> str | None:
    """The current short name of the department of a role; None without one."""
    if acting_role.department is None:
        return None
    return Department.select(Department.short).where(Department.id == acting_role.department).scalar()


def refuse_anonymous_official(actor: Actor, anonymous: bool) -> None:
    """Raises Invalid when an official asks to be anonymous."""
    if anonymous and actor.official:
        raise Invalid(anonymous=M("有职务的账号不能匿名发表。"))


def insert_revision(
    post: Post, number: int, draft: Draft, *, actor: Actor, now: datetime, title: str | None = None
) -> str:
    """Add a revision of a post; returns its commitment for the log, which for a question includes the title."""
    salt, commitment = commit_to_text(draft.text, title)
    covered = carry_over(post, draft.text, draft.html, VERSION) if number > 1 else {}
    Revision.create(
        post=post.id,
        number=number,
        text=draft.text,
        html=draft.html,
        rendering=VERSION,
        salt=salt,
        commitment=commitment,
        editor=actor.account,
        created_at=now,
        **covered,
    )
    return commitment


def parent_of(thread: Thread, parent: Post | int | None) -> Post | None:
    """The Post that a reply answers, given as Post or id; None for None. Raises Invalid for one that is not in this thread."""
    if parent is None:
        return None
    found = parent
    if not isinstance(found, Post):
        found = Post.get_or_none(Post.id == parent, Post.place_thread == thread.id)
    if found is None or found.place_thread != thread.id:
        raise Invalid(parent=M("要回复的楼层不在这个主题里。"))
    return found


def name_in_lists(author: Actor, anonymous: bool) -> str:
    """The name that lists show for what `author` writes; empty means anonymous."""
    return "" if anonymous else author.name


def _above(parent):
    return parent.place_path if parent and parent.place_floor != 1 else None


def _take_floor(thread, author, now, anonymous):
    """The updated Thread, whose last floor is that of the new post."""
    given = db.INSTANT.db_value(now), name_in_lists(author, anonymous), thread.id
    (thread,) = Thread.read_all(db.raw(f"{NEXT_FLOOR} RETURNING {Thread.columns()}", given))
    return thread


def _count(thread, kind, author, now, anonymous):
    """Add the post to its board's counts; they cover public posts only, so one that waits for screening is left out."""
    if thread.public:
        asked = int(kind is PostKind.QUESTION)
        _add_post_to_board(thread.board_id, asked, thread.id, now, name_in_lists(author, anonymous))


@db.composed
def _add_post_to_board(board, asked, thread, at, name):
    """One post more, and it is the last one when it is the board's newest: imported posts come in any order."""
    newest = Board.last_at.is_null() | (Board.last_at <= at)
    last = {"last_thread_id": thread, "last_at": at, "last_name": name}
    changed = {column: peewee.Case(None, [(newest, value)], getattr(Board, column)) for column, value in last.items()}
    counted = Board.update(posts=Board.posts + 1, threads=Board.threads + asked, **changed)
    return counted.where(Board.id == board).returning(Board.id)


def _add_to_board(thread, threads, posts, **last):
    counted = Board.update(posts=Board.posts + posts, threads=Board.threads + threads, **last)
    counted.where(Board.id == thread.board_id).execute()


def resolve_anonymity(thread: Thread, actor: Actor, anonymous: bool) -> bool:
    """Whether a post of `actor` is anonymous: an anonymous asker's always is in that thread, or it would reveal the name."""
    return anonymous or (thread.anonymous and thread.author_id == actor.account)
