"""Reads the profile of an account as everybody sees it, in a fixed number of statements."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from boards.models.threads import PUBLIC, Post, Revision, Thread
from boards.profiles.pages import ProfilePage, ProfilePost
from boards.queries.parts import shown
from boards.queries.parts.places import floor_address
from boards.queries.parts.sorted_rows import moment_key, sorted_rows
from boards.rules.labels import POST_LABELS
from boards.rules.status import PostKind
from forum.accounts.models import Account
from forum.messages import M
from forum.personal.names import former_names
from forum.problems import NotFound
from forum.roles import Actor
from forum.store.sql.conditions import is_false
from forum.text.checks import excerpt
from forum.text.portraits import portrait

PAGE = 20
EXCERPT = 120  # characters of a post
NOBODY = M("没有这个用户，或者还没有公开的帖子。")


def profile_page(profile: str, viewer: Actor, before: str | None = None) -> ProfilePage:
    """The ProfilePage; raises NotFound, and Malformed for a bad cursor.

    Others than the holder find none of a closed account, nor one without a public post under its name: who wrote only
    anonymously is named nowhere.
    """
    account = Account.get_or_none(Account.profile_id == profile, Account.closed_at.is_null())
    if account is None:
        raise NotFound(NOBODY)
    newest_first = moment_key(Post.created_at)
    rows, cursor = sorted_rows(_posts(account), newest_first, (Post.id,), before, PAGE, descending=True)
    if not (rows or before or viewer.account == account.id):
        raise NotFound(NOBODY)
    address = f"/users/{profile}"
    return ProfilePage(
        name=account.display_name,
        portrait=portrait(account.public_id),
        since=account.created_at,
        former=former_names(account.id),
        rows=tuple(map(_row, rows)),
        own=viewer.account == account.id,
        older=f"{address}?{urlencode({'before': cursor})}" if cursor else None,
        newest=address if before else None,
    )


def public_posts(account: Any) -> Any:
    """The posts of an account, or of that in a column, that everybody may read under its name."""
    return _public(Post.select(Post.id), account)


def _public(query: Any, account: Any) -> Any:
    there = Post.hidden_at.is_null() & Post.seal_order_id.is_null() & PUBLIC & is_false(Thread.withheld)
    return query.join(Thread, on=Thread.id == Post.place_thread).where(
        Post.author == account, is_false(Post.anonymous), there
    )


def _posts(account: Account) -> Any:
    columns = (
        Post.id,
        Post.kind,
        Post.floor,
        Post.place_thread,
        Post.place_floor,
        Post.department_name,
        Post.created_at,
        shown.title_column(),
        Thread.hidden,
        shown.excerpt_column(EXCERPT + 1),
    )
    latest = (Revision.post == Post.id) & (Revision.number == Post.revision)
    return _public(Post.select(*columns), account).join_from(Post, Revision, on=latest)


def _row(row: Mapping[str, Any]) -> ProfilePost:
    return ProfilePost(
        title=shown.visible_title(row["title"], row["hidden"]),
        url=floor_address(row["place_thread"], row["place_floor"]),
        floor=row["place_floor"],
        kind_label=M("发起") if row["floor"] == 1 else POST_LABELS.get(PostKind(row["kind"])),
        office=row["department_name"],
        text=excerpt(row["text"], EXCERPT),
        at=row["created_at"],
    )
