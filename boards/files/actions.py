"""Taking uploads, and forgetting those that became no part of a post."""

import secrets
from datetime import datetime, timedelta

from peewee import fn

from boards.files.accepting import Accepted, accept
from boards.files.models import PostFile, Upload
from boards.files.rules import REFUSALS, THUMBNAILS, shown_name
from boards.files.storage import Store, published_name, thumbnail_name
from forum.accounts.sanctions import refuse_suspended
from forum.messages import M
from forum.problems import Invalid, Unauthorized
from forum.roles import Actor
from forum.site_settings import FileQuota
from forum.store import db

KEPT = timedelta(days=2)  # how long an upload waits for its post
DAY = timedelta(days=1)
DEFAULT = FileQuota()
A_DAY = M("今天传的图片太多了，一天最多 %(most)s 张。")
IN_ALL = M("您传过的图片和文件已到上限（%(most)s MB），不能再加。")


def take(
    content: bytes,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    store: Store,
    pacing: bool = True,
    position: bool = False,
    quota: FileQuota = DEFAULT,
) -> Upload:
    """The Upload of a file's bytes, made anew and stored; officials may upload PDFs too.

    `position`: its owner agrees that the place of the photo is kept until it is posted. Raises Unauthorized, Forbidden, and
    Invalid for `pictures`.
    """
    accepted = prepare(content, name, actor=actor, store=store, position=position, quota=quota)
    return keep(accepted, name, actor=actor, now=now, pacing=pacing, quota=quota)


def prepare(
    content: bytes, name: str, *, actor: Actor, store: Store, position: bool = False, quota: FileQuota = DEFAULT
) -> Accepted:
    """The first part of `take`, before the transaction: the file made anew, its bytes stored. Raises as `take`."""
    if not actor.signed_in:
        raise Unauthorized()
    refuse_suspended(actor)
    if len(content) > quota.size * 1024**2:
        raise Invalid(pictures=REFUSALS["large"].with_values(most=quota.size))
    accepted = accept(content, shown_name(name), documents=actor.official, position=position)
    store.put(published_name(accepted.sha256), accepted.content)
    for side, thumbnail in accepted.thumbnails.items():
        store.put(thumbnail_name(accepted.sha256, side), thumbnail)
    return accepted


def keep(
    accepted: Accepted,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    pacing: bool = True,
    alt: str = "",
    quota: FileQuota = DEFAULT,
) -> Upload:
    """The second part of `take`: the Upload of an accepted file; raises Invalid for `pictures` beyond the quota."""
    latitude, longitude = accepted.position or (None, None)
    with db.write():
        if pacing and not actor.official:
            _refuse_beyond_day(actor, now, quota)
        _refuse_beyond_all(actor, accepted, quota)
        return Upload.create(
            key=secrets.token_urlsafe(16),
            account=actor.account,
            kind=accepted.kind.value,
            media=accepted.media,
            sha256=accepted.sha256,
            width=accepted.width,
            height=accepted.height,
            size=len(accepted.content),
            name=shown_name(name),
            alt=alt,
            latitude=latitude,
            longitude=longitude,
            created_at=now,
        )


def forget_old(now: datetime, store: Store) -> int:
    """Delete uploads that no post has taken in time, and their bytes where nothing else has the same; returns how many."""
    old = list(Upload.select(Upload.id, Upload.sha256).where(Upload.created_at < now - KEPT).limit(100))
    if not old:
        return 0
    with db.write():
        Upload.delete().where(Upload.id.in_([each.id for each in old])).execute()
    for sha256 in {each.sha256 for each in old}:
        if not _used(sha256):
            for name in (published_name(sha256), *(thumbnail_name(sha256, side) for side in THUMBNAILS)):
                store.drop(name)
    return len(old)


def _refuse_beyond_day(actor, now, quota):
    today = Upload.select().where(Upload.account == actor.account, Upload.created_at > now - DAY).count()
    if today >= quota.day:
        raise Invalid(pictures=A_DAY.with_values(most=quota.day))


def _refuse_beyond_all(actor, accepted, quota):
    """Raises Invalid where what the account has published, and what waits beside it, would be more than its quota."""
    posted = PostFile.select(fn.SUM(PostFile.size)).where(PostFile.account == actor.account).scalar() or 0
    its = PostFile.select(PostFile.sha256).where(PostFile.account == actor.account)
    waiting = Upload.select(fn.SUM(Upload.size)).where(Upload.account == actor.account, Upload.sha256.not_in(its))
    if posted + (waiting.scalar() or 0) + len(accepted.content) > quota.account * 1024**2:
        raise Invalid(pictures=IN_ALL.with_values(most=quota.account))


def _used(sha256):
    shown = (PostFile.sha256 == sha256) | (PostFile.shown_sha256 == sha256)
    return PostFile.select().where(shown).exists() or Upload.select().where(Upload.sha256 == sha256).exists()
