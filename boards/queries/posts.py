"""Floors of a thread: a page by floor numbers, one author's, newest first, or the tree."""

from collections import Counter
from dataclasses import replace

import peewee

from boards import access
from boards.floors import DRAWN_DEPTH, LAST_STEP, STEP, depth_of, floor_label, floors_on, pages_of
from boards.models import Department, Post, Revision, Thread
from boards.pages import Hidden, PostView, Quote
from boards.queries import shown
from boards.queries.people import ANONYMOUS, SYSTEM_NAME, author
from boards.labels import POST_LABELS
from boards.status import OFFICIAL, PostKind
from boards.words import BY_THE_SYSTEM, HELD
from forum.messages import M
from forum.problems import NotFound
from forum.roles import LABELS, Role
from forum.text import excerpt

QUOTE_LENGTH = 60
TREE_POSTS = 60

Parent = Post.alias("parent")
ParentText = Revision.alias("parent_text")
Wrote = Post.alias("wrote")
Root = Post.alias("root")


def get_post(post_id, viewer):
    """(Post, Thread) when `viewer` may see the thread; raises NotFound."""
    post = Post.select(Post, Thread).join(Thread).where(Post.id == post_id).first()
    if post is None or not access.may_see_thread(viewer, post.thread.public, post.thread.author_id, post.thread.channel):
        raise NotFound(M("没有这个帖子。"))
    return post, post.thread


def post_at(thread, floor):
    """The Post on a floor; raises NotFound."""
    _refuse_unknown(thread, floor)
    return Post.get(Post.thread == thread.id, Post.floor == floor)


def page_of_floors(thread, viewer, page, newest_first=False):
    """The posts of one numbered page. Newest first counts the pages from the other end."""
    if newest_first:
        page = pages_of(thread.floors) + 1 - page
    first, last = floors_on(page)
    order = Post.floor.desc() if newest_first else Post.floor
    rows = post_query(thread).where(Post.floor.between(first, last)).order_by(order)
    return [post_view(row, viewer, thread) for row in rows.dicts()]


def floors_from(thread, viewer, first, limit):
    """At most `limit` posts from floor `first` on."""
    rows = post_query(thread).where(Post.floor >= first).order_by(Post.floor).limit(limit)
    return [post_view(row, viewer, thread) for row in rows.dicts()]


def floors_of_author(thread, viewer, floor, after, limit):
    """The posts of whoever wrote `floor`; an anonymous one is not followed to the named posts."""
    _refuse_unknown(thread, floor)
    wrote = (Wrote.thread == thread.id) & (Wrote.floor == floor)
    same = (Wrote.author == Post.author) & (Wrote.anonymous == Post.anonymous)
    rows = post_query(thread).join_from(Post, Wrote, on=wrote & same).where(Post.floor > after)
    return [post_view(row, viewer, thread) for row in rows.order_by(Post.floor).limit(limit).dicts()]


def tree(thread, viewer, root=None, after=None):
    """(posts, cursor) in the order of the tree, all of it or what answers floor `root`.

    What lies deeper than DRAWN_DEPTH is counted, not drawn. Raises NotFound without such a floor.
    """
    query = _branch(thread, root) if root else post_query(thread)
    if after:
        query = query.where(Post.path > after)
    rows = list(query.order_by(Post.path).limit(TREE_POSTS + 1).dicts())
    return _drawn(rows, viewer, thread)


def post_query(thread):
    """Posts of a thread with their text, their author's department and what they answer."""
    return (
        Post.select(
            Post.id, Post.floor, Post.path, Post.author.alias("author_id"), Post.author_name, Post.role,
            Post.anonymous, Post.kind, Post.channel, Post.created_at, Post.revision, Post.hidden_at,
            Post.hidden_role, Post.hidden_reason, Post.parent.alias("parent"), shown.text(), shown.html(),
            Revision.commitment, Post.department_name.alias("department_short"),
            Department.slug.alias("department_slug"), Parent.floor.alias("parent_floor"),
            Parent.author_name.alias("parent_name"), Parent.anonymous.alias("parent_anonymous"),
            Parent.hidden_at.alias("parent_hidden"),
            shown.opening(QUOTE_LENGTH * 2, ParentText).alias("parent_text"),
        )
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(Post, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Post.department)
        .join_from(Post, Parent, peewee.JOIN.LEFT_OUTER, on=Parent.id == Post.parent)
        .join_from(
            Parent, ParentText, peewee.JOIN.LEFT_OUTER,
            on=(ParentText.post == Parent.id) & (ParentText.number == Parent.revision),
        )
        .where(Post.thread == thread.id)
    )  # fmt: skip


def post_view(row, viewer, thread, depth=0):
    """The PostView of a dict of `post_query`."""
    row["asker"] = row["author_id"] == thread.author_id and row["anonymous"] == thread.anonymous
    seen = row["hidden_at"] is None or access.may_see_hidden(viewer, row["author_id"])
    kind = PostKind(row["kind"])
    return PostView(
        id=row["id"], floor=row["floor"], floor_label=floor_label(row["floor"]), author=author(viewer, row),
        kind=kind.value, kind_label=POST_LABELS.get(kind), html=row["html"] if seen else None,
        created_at=row["created_at"], revision=row["revision"], official=kind in OFFICIAL, quote=_quote(row),
        hidden=hidden_of(row), depth=depth, can=_can(row, viewer, thread), text=row["text"] if seen else None,
        parent=row["parent"], path=row["path"], commitment=row["commitment"],
    )  # fmt: skip


def hidden_of(row):
    """The placeholder of a hidden row, or None."""
    if row["hidden_at"] is None:
        return None
    if row["hidden_reason"] == HELD and row["hidden_role"] == BY_THE_SYSTEM:
        return Hidden(row["hidden_at"], SYSTEM_NAME, M("有需要人工看一眼的词，等待管理员审核"))
    return Hidden(row["hidden_at"], LABELS[Role(row["hidden_role"])], row["hidden_reason"])


def _quote(row):
    if not row["parent_floor"] or row["parent_floor"] == 1:
        return None
    name = ANONYMOUS if row["parent_anonymous"] else row["parent_name"]
    words = "" if row["parent_hidden"] else excerpt(row["parent_text"], QUOTE_LENGTH)
    return Quote(row["parent_floor"], name, words)


def _can(row, viewer, thread):
    can = set()
    if viewer.signed_in and not access.closed_to_replies(thread.status, thread.public):
        can.add("reply")
    if access.wrote(viewer, row["author_id"], row["channel"]) and row["hidden_at"] is None:
        can.add("edit")
    if viewer.has(Role.MODERATOR):
        can.add("restore" if row["hidden_at"] else "hide")
    return frozenset(can)


def _branch(thread, floor):
    _refuse_unknown(thread, floor)
    root = (Root.thread == Post.thread) & (Root.floor == floor)
    rows = post_query(thread).select_extend(Root.path.alias("root_path")).join_from(Post, Root, on=root)
    return rows.where(Post.path >= Root.path, Post.path < Root.path.concat(LAST_STEP))


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
    """Where the next page of the tree begins: a branch too deep to be drawn is left behind whole."""
    if len(rows) <= TREE_POSTS:
        return None
    following = rows[TREE_POSTS]["path"]
    return following[:longest] + LAST_STEP if len(following) > longest else rows[TREE_POSTS - 1]["path"]


def _with_unseen(view, count):
    return replace(view, unseen=count) if count else view
