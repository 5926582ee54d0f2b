"""Floors of a thread: a page by floor numbers, one author's, newest first, or the tree."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import peewee

from boards.files.queries import files_column, files_of
from boards.models.orders import SealOrder
from boards.models.threads import Department, Post, Revision, Thread
from boards.pages.posts import Gap, Hidden, PostView, Quote
from boards.queries.parts import shown
from boards.queries.parts.people import ANONYMOUS, SYSTEM_NAME, author, author_columns, name_columns
from boards.queries.thread.write_choices import acts_on
from boards.rules import access
from boards.rules.floors import DRAWN_DEPTH, LAST_STEP, STEP, depth_of, floor_label, floor_range, page_count
from boards.rules.labels import POST_LABELS
from boards.rules.status import OFFICIAL, PostKind
from boards.rules.text.word_list import BY_THE_SYSTEM, HELD
from forum.accounts.models import Account
from forum.messages import M
from forum.problems import NotFound
from forum.roles import LABELS, Actor, Role
from forum.store.db import composed
from forum.text.checks import excerpt
from forum.text.reasons import reason_text

QUOTE_LENGTH = 60
TREE_POSTS = 60

Parent = Post.alias("parent")
ParentText = Revision.alias("parent_text")
Wrote = Post.alias("wrote")
Root = Post.alias("root")


def get_post(post_id: int, viewer: Actor) -> tuple[Post, Thread]:
    """(Post, Thread in which it stands) when `viewer` may see it; raises NotFound."""
    post = next(iter(_posts(post_id)), None)
    if post is None or not access.may_see_thread(viewer, post.place.public, post.place.author_id, post.place.channel):
        raise NotFound(M("没有这个帖子。"))
    return post, post.place


@composed
def _posts(post_id):
    joined = Post.select(Post, Thread).join(Thread, on=Thread.id == Post.place_thread, attr="place")
    return joined.where(Post.id == post_id)


def post_at(thread: Thread, floor: int) -> Post:
    """The Post on a floor; raises NotFound."""
    _refuse_unknown(thread, floor)
    found = Post.get_or_none(Post.place_thread == thread.id, Post.place_floor == floor)
    if found is None:
        raise NotFound(M("第 %(n)s 楼已经移到别的主题。", n=floor))
    return found


def quotable_text(thread: Thread, floor: int) -> str:
    """The text of a floor as everybody may read it; "" while it is hidden or sealed. Raises NotFound."""
    post = post_at(thread, floor)
    return "" if post.hidden_at or post.seal_order_id else shown.current_text(post)


def page_of_floors(thread: Thread, viewer: Actor, page: int, newest_first: bool = False) -> list[PostView | Gap]:
    """The posts of a numbered page, with a Gap for each that was moved; pages count from the end when newest first."""
    if newest_first:
        page = page_count(thread.floors) + 1 - page
    first, last = floor_range(page)
    views = [post_view(row, viewer, thread) for row in _between(thread.id, first, last)]
    shown = _with_gaps(views, thread.id, first, min(last, thread.floors))
    return shown[::-1] if newest_first else shown


@composed
def _between(thread, first, last):
    floors = Post.place_floor.between(first, last)
    return post_query(thread).where(floors).order_by(Post.place_floor).dicts()


def floors_of_merged(thread: Thread, viewer: Actor, merged: Thread, page: int) -> list[PostView | Gap]:
    """The posts that came from the merged thread `merged`, by the floors they had there, with a Gap for the others."""
    first, last = floor_range(page)
    rows = post_query(thread.id).where(Post.thread == merged.id, Post.floor.between(first, last)).order_by(Post.floor)
    views = [replace(view, anchor=view.first_floor) for view in _views(rows, viewer, thread)]
    return _with_gaps(views, merged.id, first, min(last, merged.floors))


def floors_from(thread: Thread, viewer: Actor, first: int, limit: int) -> list[PostView]:
    """At most `limit` posts from floor `first` on."""
    rows = post_query(thread.id).where(Post.place_floor >= first).order_by(Post.place_floor).limit(limit)
    return _views(rows, viewer, thread)


def floors_of_author(thread: Thread, viewer: Actor, floor: int, after: int, limit: int) -> list[PostView]:
    """The posts of the author of floor `floor`, at most `limit`; an anonymous author's named posts are left out.

    Raises NotFound without such a floor.
    """
    _refuse_unknown(thread, floor)
    # As values, not as a join: SQLite would read every floor of the thread.
    author, anonymous = (
        Wrote.select(column).where(Wrote.place_thread == thread.id, Wrote.place_floor == floor)
        for column in (Wrote.author, Wrote.anonymous)
    )
    same = (Post.author == author) & (Post.anonymous == anonymous)
    rows = post_query(thread.id).where(same, Post.place_floor > after)
    return _views(rows.order_by(Post.place_floor).limit(limit), viewer, thread)


def tree(
    thread: Thread, viewer: Actor, root: int | None = None, after: str | None = None
) -> tuple[list[PostView], str | None]:
    """(posts, cursor) in the order of the tree: of the whole tree, or of the branch of floor `root`.

    Posts deeper than DRAWN_DEPTH are counted, not shown. Raises NotFound without such a floor.
    """
    query = _branch(thread, root) if root else post_query(thread.id)
    if after:
        query = query.where(Post.place_path > after)
    rows = list(query.order_by(Post.place_path).limit(TREE_POSTS + 1).dicts())
    return _drawn(rows, viewer, thread)


def post_query(thread: Any) -> peewee.ModelSelect:
    """The query `posts_with_text`, limited to the posts of the thread with that number."""
    return posts_with_text().where(Post.place_thread == thread)


def posts_with_text() -> peewee.ModelSelect:
    """A query of posts with their text, their author's department and the post that they answer."""
    return (
        Post.select(
            Post.id,
            Post.place_floor.alias("floor"),
            Post.place_path.alias("path"),
            Post.thread.alias("first_thread"),
            Post.floor.alias("first_floor"),
            *author_columns(Post),
            Account.public_id,
            Account.profile_id,
            Post.kind,
            Post.channel,
            Post.created_at,
            Post.revision,
            Post.hidden_at,
            Post.hidden_role,
            Post.hidden_reason,
            Post.hidden_code,
            Post.parent.alias("parent"),
            shown.text_column(),
            shown.html_column(),
            Revision.commitment,
            Revision.rendering,
            Post.department_name.alias("department_short"),
            Department.slug.alias("department_slug"),
            Parent.place_floor.alias("parent_floor"),
            Parent.place_thread.alias("parent_thread"),
            *name_columns(Parent, "parent"),
            Parent.hidden_at.alias("parent_hidden"),
            Parent.seal_order_id.alias("parent_sealed"),
            *shown.columns_of_order(),
            shown.excerpt_column(QUOTE_LENGTH * 2, ParentText).alias("parent_text"),
            files_column(),
        )
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(Post, Account, on=Account.id == Post.author)
        .join_from(Post, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Post.department)
        .join_from(Post, SealOrder, peewee.JOIN.LEFT_OUTER, on=SealOrder.id == Post.seal_order_id)
        .join_from(Post, Parent, peewee.JOIN.LEFT_OUTER, on=Parent.id == Post.parent)
        .join_from(
            Parent,
            ParentText,
            peewee.JOIN.LEFT_OUTER,
            on=(ParentText.post == Parent.id) & (ParentText.number == Parent.revision),
        )
    )


def post_view(row: dict[str, Any], viewer: Actor, thread: Thread, depth: int = 0) -> PostView:
    """The PostView of a dict of `post_query`."""
    row["asker"] = row["author_id"] == thread.author_id and row["anonymous"] == thread.anonymous
    sealed = shown.sealed_of(row)
    visible = not sealed and (row["hidden_at"] is None or access.may_see_hidden(viewer, row["author_id"]))
    kind = PostKind(row["kind"])
    return PostView(
        id=row["id"],
        floor=row["floor"],
        floor_label=floor_label(row["floor"]),
        author=author(viewer, row),
        kind=kind.value,
        kind_label=POST_LABELS.get(kind),
        html=row["html"] if visible else None,
        created_at=row["created_at"],
        revision=row["revision"],
        official=kind in OFFICIAL,
        quote=_quote(row, thread),
        hidden=hidden_of(row),
        depth=depth,
        can=acts_on(row, viewer, thread),
        text=row["text"] if visible else None,
        parent=row["parent"],
        path=row["path"],
        commitment=row["commitment"],
        rendering=row["rendering"],
        first_thread=row["first_thread"],
        first_floor=row["first_floor"],
        moved_here=row["first_thread"] != thread.id,
        sealed=sealed,
        files=files_of(row["files"]) if visible else (),
    )


def hidden_of(row: Mapping[str, Any]) -> Hidden | None:
    """The placeholder of a hidden row, or None."""
    if row["hidden_at"] is None:
        return None
    if row["hidden_reason"] == HELD and row["hidden_role"] == BY_THE_SYSTEM:
        return Hidden(row["hidden_at"], SYSTEM_NAME, M("有需要人工看一眼的词，等待管理员审核"), waits=True)
    return Hidden(
        row["hidden_at"], LABELS[Role(row["hidden_role"])], reason_text(row["hidden_code"], row["hidden_reason"])
    )


def _views(rows, viewer, thread):
    return [post_view(row, viewer, thread) for row in rows.dicts()]


def _with_gaps(views, thread, first, last):
    """The views with a Gap for each floor of `thread` from `first` to `last` that is not among them."""
    there = {view.anchor or view.floor: view for view in views}
    if len(there) == last - first + 1:
        return views
    return [there.get(floor) or Gap(floor, f"/threads/{thread}/floors/{floor}") for floor in range(first, last + 1)]


def _quote(row, thread):
    here = row["parent_thread"] == thread.id
    if not row["parent_floor"] or (here and row["parent_floor"] == 1):
        return None
    name = ANONYMOUS if row["parent_anonymous"] else row["parent_name"]
    words = "" if row["parent_hidden"] else excerpt(row["parent_text"], QUOTE_LENGTH)
    return Quote(
        row["parent_floor"], name, words, None if here else row["parent_thread"], row["parent_sealed"] is not None
    )


def _branch(thread, floor):
    _refuse_unknown(thread, floor)
    root = (Root.place_thread == Post.place_thread) & (Root.place_floor == floor)
    rows = post_query(thread.id).select_extend(Root.place_path.alias("root_path")).join_from(Post, Root, on=root)
    return rows.where(Post.place_path >= Root.place_path, Post.place_path < Root.place_path.concat(LAST_STEP))


def _refuse_unknown(thread, floor):
    if not 1 <= floor <= thread.floors:
        raise NotFound(M("这个主题没有第 %(n)s 楼。", n=floor))


def _drawn(rows, viewer, thread):
    base = depth_of(rows[0].get("root_path", "")) if rows else 0
    longest = (base + DRAWN_DEPTH) * STEP
    deep = Counter(row["path"][:longest] for row in rows if len(row["path"]) > longest)
    shown = [row for row in rows[:TREE_POSTS] if len(row["path"]) <= longest]
    views = [post_view(row, viewer, thread, depth_of(row["path"]) - base) for row in shown]
    return [_with_unseen(view, deep[view.path]) for view in views], _cursor(rows, longest)


def _cursor(rows, longest):
    """The cursor of the tree's next page: a branch that is too deep to be shown is skipped as a whole."""
    if len(rows) <= TREE_POSTS:
        return None
    following = rows[TREE_POSTS]["path"]
    return following[:longest] + LAST_STEP if len(following) > longest else rows[TREE_POSTS - 1]["path"]


def _with_unseen(view, count):
    return replace(view, unseen=count) if count else view
