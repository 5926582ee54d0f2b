"""Blurring regions of a picture. The file that is shown is replaced; the one that was posted stays, for those who may open it."""

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime

from PIL import Image

from boards.files import decoding
from boards.files.accepting import thumbnail
from boards.files.models import PostFile
from boards.files.rules import THUMBNAILS, FileKind
from boards.files.storage import Store, published_name, thumbnail_name
from boards.models.threads import Post
from boards.rules.sealing import CoverReason
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid, NotFound
from forum.roles import Actor, Role
from forum.store import db, log
from forum.store.log import Deed
from moderation.blurring.rules import Region, in_pixels
from moderation.guards import as_moderator

BLOCKS = 3  # of a region's width and height: too few to read a plate or to know a face


def blur(file: PostFile, regions: Sequence[Region], *, actor: Actor, now: datetime, store: Store, code: str) -> None:
    """Replace what is shown of a picture; `code` is a CoverReason. Raises Invalid, NotFound, Forbidden, Conflict."""
    acting_role = as_moderator(actor)
    if code not in tuple(CoverReason):
        raise Invalid(code=M("请选择打码的是什么。"))
    before = file.shown_sha256 or file.sha256
    sha256 = _keep(_blurred(_picture(file, before, store), regions), store)
    with db.write():
        _refuse_sealed(file)
        same = PostFile.shown_sha256.is_null() if file.shown_sha256 is None else PostFile.shown_sha256 == before
        if not PostFile.update(shown_sha256=sha256).where(PostFile.id == file.id, same).execute():
            raise Conflict(M("这张图刚才已经改过，请看一看再打码。"))
        log.record(
            Deed.POST_BLUR,
            ("post", file.post_id),
            actor=actor,
            now=now,
            acting_role=acting_role,
            post=file.post_id,
            reason=code,
            files=(sha256,),
            number=file.number,
            regions=[list(region) for region in regions],
            before=before,
        )


def open_original(file: PostFile, *, actor: Actor, now: datetime, store: Store) -> bytes:
    """The bytes of a blurred picture as it was posted; the access is logged. Raises Forbidden, NotFound."""
    if not actor.has(Role.ADMINISTRATOR, Role.SUPERVISOR):
        raise Forbidden(M("打码以前的图只给系统管理员和督办看。"))
    content = _bytes(file.sha256, store)
    with db.write():
        log.record(
            Deed.PRIVATE_LOOK,
            ("post", file.post_id),
            actor=actor,
            now=now,
            thread_id=file.thread_id,
            why=f"打码以前的图 {file.number}",
        )
    return content


def _picture(file, sha256, store):
    if file.kind != FileKind.PICTURE:
        raise Conflict(M("只有图片可以打码；文件请屏蔽整楼。"))
    return _bytes(sha256, store)


def _bytes(sha256, store):
    content = store.get(published_name(sha256))
    if content is None:
        raise NotFound(M("这个文件不见了。"))
    return content


def _refuse_sealed(file):
    if Post.select(Post.seal_order_id).where(Post.id == file.post_id).scalar() is not None:
        raise Conflict(M("这一楼已依签批封存，图片谁也看不到。"))


def _blurred(content, regions):
    """The picture with each region in a few squares of one colour."""
    with Image.open(io.BytesIO(content), formats=("WEBP",)) as opened:
        made = decoding.scaled(opened, max(opened.size))
    for region in regions:
        box = in_pixels(region, *made.size)
        part = made.crop(box)
        coarse = part.resize((BLOCKS, BLOCKS), Image.Resampling.BOX)
        made.paste(coarse.resize(part.size, Image.Resampling.NEAREST), box)
    return decoding.webp(made)


def _keep(content, store):
    sha256 = hashlib.sha256(content).hexdigest()
    store.put(published_name(sha256), content)
    for side in THUMBNAILS:
        store.put(thumbnail_name(sha256, side), thumbnail(content, side))
    return sha256
