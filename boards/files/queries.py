"""Reading files: those of posts for pages, one to be sent, and the uploads that wait."""

import json
from collections.abc import Sequence
from typing import Any

from peewee import SQL, fn

from boards.files.models import PostFile, Upload
from boards.files.pages import FileView
from boards.models.threads import Post, Thread
from boards.rules import access
from forum.messages import M
from forum.problems import NotFound
from forum.roles import Actor
from forum.store import db

GONE = M("没有这个文件，或者它已经不公开了。")
COLUMNS = ("id", "number", "kind", "media", "sha256", "width", "height", "size", "name", "alt", "shown_sha256")


def files_column(post: Any = Post) -> Any:
    """A column of posts, named files: JSON of each one's files, read with it, so that pages need no further statement."""
    pairs = [part for name in COLUMNS for part in (SQL(f"'{name}'"), getattr(PostFile, name))]
    gathered, made = ("json_group_array", "json_object") if db.is_sqlite() else ("json_agg", "json_build_object")
    each = getattr(fn, made)(*pairs)
    return PostFile.select(getattr(fn, gathered)(each)).where(PostFile.post == post.id).alias("files")


def files_of(column: Any) -> tuple[FileView, ...]:
    """The FileViews of a value of `files_column`."""
    rows = json.loads(column) if isinstance(column, str) else column or ()
    return tuple(_view(row) for row in sorted(rows, key=lambda row: row["number"]))


def get_file(file_id: int, viewer: Actor) -> tuple[FileView, bool]:
    """(FileView, whether everybody may see it) of a file that `viewer` may see as he may its post; raises NotFound."""
    row = (
        PostFile.select(PostFile, Post, Thread)
        .join(Post, attr="of_post")
        .join(Thread, on=Thread.id == Post.place_thread, attr="place")
        .where(PostFile.id == file_id)
        .first()
    )
    if row is None or not _visible(row.of_post, viewer):
        raise NotFound(GONE)
    post = row.of_post
    return _view({name: getattr(row, name) for name in COLUMNS}), post.hidden_at is None and post.place.public


def get_upload(key: str, owner: Actor) -> Upload:
    """The owner's Upload; raises NotFound for anybody else's."""
    found = Upload.get_or_none(Upload.key == key, Upload.account == owner.account) if owner.signed_in else None
    if found is None:
        raise NotFound(GONE)
    return found


def uploads_of(keys: Sequence[str], owner: Actor) -> list[Upload]:
    """The owner's Uploads with these keys, in their order; others are left out."""
    if not keys or not owner.signed_in:
        return []
    rows = {row.key: row for row in Upload.select().where(Upload.key.in_(list(keys)), Upload.account == owner.account)}
    return [rows[key] for key in dict.fromkeys(keys) if key in rows]


def _visible(post, viewer):
    if post.seal_order_id is not None:
        return False
    thread = post.place
    if not access.may_see_thread(viewer, thread.public, thread.author_id, thread.channel):
        return False
    return post.hidden_at is None or access.may_see_hidden(viewer, post.author_id)


def _view(row):
    shown = row["shown_sha256"]
    values = {name: row[name] for name in COLUMNS if name != "shown_sha256"}
    return FileView(**{**values, "sha256": shown or row["sha256"]}, blurred=shown is not None)
