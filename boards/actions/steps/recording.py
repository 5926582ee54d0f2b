"""Putting text on record: a post and its revisions. Used by every action that writes; each call is inside a transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import peewee

from boards.actions.steps import holds, word_check
from boards.clocks.city import City
from boards.models.threads import Board, Department, Post, Revision, Thread
from boards.queries.parts.covering import carry_over
from boards.rules.channel import Channel
from boards.rules.floors import path_of
from boards.rules.status import PostKind
from boards.rules.text.word_list import ListedWord, WordList
from forum.accounts import limits
from forum.messages import M, Message
from forum.problems import Conflict, Invalid
from forum.roles import ActingRole, Actor
from forum.store import log
from forum.store.commitments import commit_to_text
from forum.store.log import Deed
from forum.text.checks import BODY_LIMIT, check_body, check_text
from forum.text.markup import plain_text_html, render

ASKING = frozenset({PostKind.QUESTION, PostKind.FOLLOW_UP})
POSTS = limits.Rows(Post.author, Post.created_at)
THREADS = limits.Rows(Thread.author, Thread.created_at)


@dataclass(frozen=True)
class Draft:
    """Checked text with its HTML, made before the transaction begins, since rendering takes time.

    `held` are the words for which it is to wait until a moderator has looked, `masked` those that became stars.
    """

    text: str
    html: str
    held: tuple[ListedWord, ...] = ()
    masked: tuple[ListedWord, ...] = ()


def official_draft(
    raw: str | Draft, field: str = "text", listed: WordList | None = None, limit: int = BODY_LIMIT, minimum: int = 1
) -> Draft:
    """A Draft of an office's word, of `minimum` to `limit` characters, or the one it is already; raises Invalid, which names `field`."""
    return (
        raw
        if isinstance(raw, Draft)
        else _worded(word_check.check_official_text(check_text(field, raw, limit, minimum), listed))
    )


def citizen_draft(raw: str | Draft, citizen: bool = True, field: str = "text", listed: WordList | None = None) -> Draft:
    """A Draft of what somebody says for himself; a citizen's words are held or refused by the word list. Raises Invalid."""
    if isinstance(raw, Draft) or not citizen:
        return official_draft(raw, field, listed=listed)
    return _worded(word_check.check_citizen_text(check_body(raw, field), field, listed))


def plain_draft(raw: str) -> Draft:
    """A Draft of old text that was never meant as Markdown: shown as it was typed; raises Invalid."""
    text = check_body(raw)
    return Draft(text, plain_text_html(text))


def _worded(worded):
    return Draft(worded.text, render(worded.text), worded.held, worded.masked)


def check_post_rate(actor: Actor, now: datetime, city: City) -> None:
    """Raises TooMany when a netizen posts faster than the limit; inside the write that adds the post. Officials have none."""
    if not actor.official:
        limits.enforce_limit("post", cast(int, actor.account), now, city.pacing, POSTS)


def check_question_rate(actor: Actor, now: datetime, city: City) -> None:
    """Raises TooMany when a netizen asks faster than the limit; inside the write that adds the thread."""
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
    """The next floor of `thread`, with its first revision and its entry; returns the Post.

    It stands under `author`'s name, the actor's own when none is given; the log names the actor. `closed(thread)` is the
    reason why the thread as it is now takes no post, or None; raises Conflict with it.
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
        made_now=True,
    )
    _count(thread, kind, author, now, anonymous)
    if draft.held and thread.public:
        holds.hold(post, 1, draft.held, now)
    return post


def count_as_public(thread: Thread, now: datetime) -> dict[str, Any]:
    """A question that waited has become public: its board counts it from now on. Returns what the log says of it."""
    _add_to_board(thread, 1, thread.floors, last_thread_id=thread.id, last_at=now, last_name=thread.last_name)
    return {"unveiled": thread.floors}


def move_thread_counts(before: Thread, after: Thread) -> dict[str, Any]:
    """A public thread goes to another board, and what the boards count with it; the log has nothing to add."""
    _add_to_board(before, -1, before.moved_out - before.floors)
    _add_to_board(after, 1, after.floors - after.moved_out)
    refresh_last_thread(before.board_id)
    refresh_last_thread(after.board_id)
    return {}


def move_post_counts(before: Thread, after: Thread, posts: int, threads: int = 0) -> None:
    """`posts` posts of the thread `before` stand in `after` now; `threads` is -1 when `before` ends by that, 1 when
    `after` begins."""
    _add_to_board(before, min(threads, 0), -posts)
    _add_to_board(after, max(threads, 0), posts)
    refresh_last_thread(before.board_id)
    refresh_last_thread(after.board_id)


def refresh_last_thread(board_id: int) -> None:
    """Let a board's line on the front page show the thread that was written in last."""
    there = Thread.select(Thread.id, Thread.last_at, Thread.last_name).where(
        Thread.board == board_id, Thread.public, Thread.merged_into.is_null()
    )
    id, at, name = there.order_by(Thread.last_at.desc(), Thread.id.desc()).tuples().first() or (None, None, "")
    Board.update(last_thread_id=id, last_at=at, last_name=name).where(Board.id == board_id).execute()


def department_name(acting_role: ActingRole) -> str | None:
    """The short name of the department a hat speaks for, as it is now; None without one."""
    if acting_role.department is None:
        return None
    return Department.select(Department.short).where(Department.id == acting_role.department).scalar()


def refuse_anonymous_official(actor: Actor, anonymous: bool) -> None:
    """Raises Invalid: who holds an office stands by what he writes."""
    if anonymous and actor.official:
        raise Invalid(anonymous=M("有职务的账号不能匿名发表。"))


def insert_revision(
    post: Post, number: int, draft: Draft, *, actor: Actor, now: datetime, title: str | None = None
) -> str:
    """One more state of a post's text; returns its commitment for the log. A title is committed to with the question."""
    salt, commitment = commit_to_text(draft.text, title)
    covered = carry_over(post, draft.text, draft.html) if number > 1 else {}
    Revision.insert(
        post=post.id,
        number=number,
        text=draft.text,
        html=draft.html,
        salt=salt,
        commitment=commitment,
        editor=actor.account,
        created_at=now,
        **covered,
    ).execute()
    return commitment


def parent_of(thread: Thread, parent: Post | int | None) -> Post | None:
    """The Post of this thread that a reply answers, given itself or by its id; None for none. Raises Invalid for one that isn't there."""
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
    """The Thread as it is with one floor more, which is this post's."""
    taken = Thread.update(floors=Thread.floors + 1, last_at=now, last_name=name_in_lists(author, anonymous))
    (thread,) = taken.where(Thread.id == thread.id).returning(Thread).execute()
    return thread


def _count(thread, kind, author, now, anonymous):
    """What waits for screening is not counted: a board's numbers are those of what everybody can see."""
    if thread.public:
        _add_to_board(
            thread,
            kind is PostKind.QUESTION,
            1,
            last_thread_id=_if_newest(thread.id, Board.last_thread_id, now),
            last_at=_if_newest(Board.last_at.db_value(now), Board.last_at, now),
            last_name=_if_newest(name_in_lists(author, anonymous), Board.last_name, now),
        )


def _if_newest(value, column, now):
    """What is imported comes in any order; the board's last post is the latest by its own time."""
    return peewee.Case(None, [(Board.last_at.is_null() | (Board.last_at <= now), value)], column)


def _add_to_board(thread, threads, posts, **last):
    counted = Board.update(posts=Board.posts + posts, threads=Board.threads + threads, **last)
    counted.where(Board.id == thread.board_id).execute()


def resolve_anonymity(thread: Thread, actor: Actor, anonymous: bool) -> bool:
    """Who asked anonymously answers anonymously in that thread; another choice would give the name away."""
    return anonymous or (thread.anonymous and thread.author_id == actor.account)
