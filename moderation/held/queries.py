"""Posts that the word list holds and no moderator has decided on, oldest first."""

from datetime import datetime

import peewee

from boards.models.threads import Post, Revision, Thread
from boards.models.words import HeldPost
from boards.pages.parts import Link
from boards.queries.parts import shown
from boards.queries.parts.people import ANONYMOUS, author_columns
from boards.rules.text.word_list import BY_THE_SYSTEM
from forum.messages import M
from forum.problems import NotFound
from forum.store.cursors import COMPACT, NUMBER, Cursor
from forum.store.log import entry_data
from moderation.held.pages import HeldPage, HeldRow

PAGE = 30
CURSOR = Cursor[datetime, int](COMPACT, NUMBER)


def held_page(after: str | None = None) -> HeldPage:
    """The HeldPage from the cursor `after` on; raises Malformed for an invalid one."""
    rows = list(_rows(after).limit(PAGE + 1).dicts())
    more, rows = len(rows) > PAGE, rows[:PAGE]
    following = f"/moderation/held?after={CURSOR.encode(rows[-1]['held_at'], rows[-1]['id'])}" if more else None
    return HeldPage(tuple(map(_row, rows)), "/moderation/held" if after else None, following)


def get_held(held_id: int) -> HeldPost:
    """The HeldPost; raises NotFound."""
    found = HeldPost.get_or_none(HeldPost.id == held_id)
    if found is None:
        raise NotFound(M("没有这个扣下的帖子。"))
    return found


def _rows(after):
    rows = (
        HeldPost.select(
            HeldPost.id,
            HeldPost.words,
            HeldPost.held_at,
            Post.place_floor.alias("floor"),
            *author_columns(Post),
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
    title = shown.visible_title(row["title"], hidden=False)  # only moderators come here
    thread = Link(title, f"/threads/{row['thread_id']}/floors/{row['floor']}")
    name = ANONYMOUS if row["anonymous"] else row["author_name"]
    return HeldRow(row["id"], thread, row["floor"], name, row["text"], tuple(entry_data(row["words"])), row["held_at"])
