"""Posts that the word list held: a moderator lets one go, or hides it for good with a reason."""

from datetime import datetime

import peewee

from boards.models.threads import Post, Revision, Thread
from boards.models.words import HeldPost
from boards.pages.parts import Link
from boards.queries.parts import shown
from boards.queries.parts.people import ANONYMOUS
from boards.rules import lengths
from boards.rules.text.word_list import BY_THE_SYSTEM, HELD
from forum.messages import M
from forum.problems import Conflict, NotFound
from forum.roles import ActingRole, Actor, Role
from forum.store import db, log
from forum.store.cursors import COMPACT, NUMBER, Cursor
from forum.store.log import Deed, entry_data
from forum.text.checks import check_text
from forum.text.reasons import Reason
from moderation.guards import as_moderator
from moderation.hiding.actions import SHOWN
from moderation.words.pages import HeldPage, HeldRow

PAGE = 30
CURSOR = Cursor[datetime, int](COMPACT, NUMBER)
MOVED_ON = M("已经有人处理过了，没有改动。")


def release(held: HeldPost, *, actor: Actor, now: datetime) -> None:
    """Show a held post to everybody; its author and who is answered are told."""
    as_moderator(actor)
    with db.write():
        post = _decide(held, actor, now, released=True)
        _change(post, Thread.withheld, **SHOWN)
        _note(Deed.POST_RESTORE, post, actor, now, reason=HELD)


def keep_hidden(held: HeldPost, *, actor: Actor, now: datetime, reason: str) -> None:
    """Leave a held post hidden, with a reason that is public, as any post that a moderator hides. Raises Invalid without one."""
    as_moderator(actor)
    reason = check_text("reason", reason, lengths.REASON)
    with db.write():
        post = _decide(held, actor, now, released=False)
        code = str(Reason.OTHER)
        _change(post, True, hidden_at=now, hidden_role=Role.MODERATOR.value, hidden_reason=reason, hidden_code=code)
        _note(Deed.POST_HIDE, post, actor, now, reason=code, text=reason)


def get_held(held_id: int) -> HeldPost:
    """The HeldPost; raises NotFound."""
    found = HeldPost.get_or_none(HeldPost.id == held_id)
    if found is None:
        raise NotFound(M("没有这个扣下的帖子。"))
    return found


def held_page(after: str | None = None) -> HeldPage:
    """The HeldPage from the cursor `after` on; raises Malformed for one that is none."""
    rows = list(_rows(after).limit(PAGE + 1).dicts())
    more, rows = len(rows) > PAGE, rows[:PAGE]
    following = f"/moderation/held?after={CURSOR.encode(rows[-1]['held_at'], rows[-1]['id'])}" if more else None
    return HeldPage(tuple(map(_row, rows)), "/moderation/held" if after else None, following)


def _decide(held, actor, now, released):
    """The Post, when nobody has decided before and it still is as the system hid it; else Conflict."""
    decided = HeldPost.update(decided_by=actor.account, decided_at=now, released=released)
    open_still = decided.where(HeldPost.id == held.id, HeldPost.decided_at.is_null()).execute()
    post = Post.get_by_id(held.post_id)
    if not open_still or post.hidden_role != BY_THE_SYSTEM:
        raise Conflict(MOVED_ON)
    return post


def _change(post, title_hidden, **columns):
    Post.update(**columns).where(Post.id == post.id).execute()
    if post.floor == 1:
        Thread.update(hidden=title_hidden).where(Thread.id == post.thread_id).execute()


def _note(deed, post, actor, now, **given):
    log.record(
        deed,
        ("post", post.id),
        actor=actor,
        now=now,
        acting_role=ActingRole(Role.MODERATOR),
        post=post.id,
        floor=post.floor,
        **given,
    )


def _rows(after):
    rows = (
        HeldPost.select(
            HeldPost.id,
            HeldPost.words,
            HeldPost.held_at,
            Post.place_floor.alias("floor"),
            Post.author_name,
            Post.anonymous,
            shown.text_column(),
            Thread.id.alias("thread_id"),
            shown.title_column(),
        )
        .join(Post)
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(Post, Thread, on=Thread.id == Post.place_thread)
        .where(HeldPost.decided_at.is_null(), Post.hidden_role == BY_THE_SYSTEM)
        .order_by(HeldPost.held_at, HeldPost.id)
    )
    if not after:
        return rows
    at, number = CURSOR.decode(after)
    return rows.where(peewee.Tuple(HeldPost.held_at, HeldPost.id) > peewee.Tuple(HeldPost.held_at.db_value(at), number))


def _row(row):
    thread = Link(shown.visible_title(row["title"]), f"/threads/{row['thread_id']}/floors/{row['floor']}")
    name = ANONYMOUS if row["anonymous"] else row["author_name"]
    return HeldRow(row["id"], thread, row["floor"], name, row["text"], tuple(entry_data(row["words"])), row["held_at"])
