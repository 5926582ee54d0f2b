"""The addresses of files: those of posts, shown to whom their post is shown, and one's own uploads."""

import re

from flask import Blueprint, Response, render_template, request

from boards.files.accepting import thumbnail
from boards.files.pages import SHOWN, FileView
from boards.files.queries import GONE, get_file, get_upload
from boards.files.rules import ENDINGS, LARGEST_REQUEST, THUMBNAILS
from boards.files.storage import Store, published_name, thumbnail_name
from boards.uploads.forms import pending_file, take_or_message
from forum.i18n.languages import translate
from forum.messages import M, Message
from forum.problems import Invalid, NotFound
from forum.web.door import EVERYONE, SIGNED_IN, BodyLimit, door
from forum.wenqu import wenqu

views = Blueprint("files", __name__)
NAME = re.compile(rf"([0-9a-f]{{{SHOWN}}})(?:-(\d{{1,4}}))?\.(?:{'|'.join(ENDINGS.values())})")
# What a browser opens by itself runs nothing and loads nothing.
HARMLESS = "sandbox; default-src 'none'"
FOR_GOOD = "private, max-age=31536000, immutable"  # no cache in front may give out what is hidden later
NOT_KEPT = "private, no-store"


def _too_large(actor, now):
    """The answer says all; nothing is on record."""


WITH_FILES = BodyLimit(LARGEST_REQUEST, SIGNED_IN, _too_large)


@door(views, "/files/<id:file_id>/<name>", allow=EVERYONE)
def show(actor, now, file_id, name):
    """The file or its thumbnail under the name that its hash gives it; raises NotFound where its post's text is not shown."""
    file, public = get_file(file_id, actor)
    named = NAME.fullmatch(name)
    if not named or not file.sha256.startswith(named[1]) or not name.endswith(ENDINGS[file.media]):
        raise NotFound(GONE)
    content = _bytes(file.sha256, int(named[2]) if named[2] else None, file.is_picture)
    return sent(content, file, FOR_GOOD if public else NOT_KEPT)


@door(views, "/uploads/<key>", allow=SIGNED_IN)
def preview(actor, now, key):
    """The thumbnail of one's own upload."""
    upload = get_upload(key, actor)
    if not upload.width:
        raise NotFound(GONE)
    response = Response(_bytes(upload.sha256, THUMBNAILS[0], True), mimetype=upload.media)
    return _guarded(response, "inline", NOT_KEPT)


@door(views, "/uploads", methods=["POST"], allow=SIGNED_IN, largest_body=WITH_FILES)
def upload(actor, now):
    """One file that the page's script sends as soon as it is chosen; answers with its part of the form. Raises Invalid."""
    chosen = request.files.get("pictures")
    if not chosen:
        raise Invalid(pictures=M("没有收到文件。"))
    with chosen.stream as content:
        made = take_or_message(content.read(), chosen.filename or "", actor, now)
    if isinstance(made, Message):
        return translate(made), 422, {"Content-Type": "text/plain; charset=utf-8"}
    place = {"X-Place": f"{made.latitude},{made.longitude}"} if made.latitude is not None else {}
    return render_template("boards/pending_file.html", it=pending_file(made)), 201, place


def sent(content: bytes, file: FileView, caching: str, disposition: str = "") -> Response:
    """The response with a file: a picture is shown, a document saved; neither may run or load anything."""
    ending = ENDINGS[file.media]
    disposition = disposition or ("inline" if file.is_picture else "attachment")
    return _guarded(
        Response(content, mimetype=file.media), f'{disposition}; filename="wenqu-{file.id}.{ending}"', caching
    )


def _guarded(response, disposition, caching):
    response.headers["Content-Disposition"] = disposition
    response.headers["Content-Security-Policy"] = HARMLESS
    response.headers["Cache-Control"] = caching
    return response


def _bytes(sha256: str, side: int | None, picture: bool) -> bytes:
    """The published file, or its thumbnail, which is made again where the store has lost it; raises NotFound."""
    store: Store = wenqu().files  # type: ignore[assignment]
    if side is not None and (side not in THUMBNAILS or not picture):
        raise NotFound(GONE)
    found = store.get(thumbnail_name(sha256, side) if side else published_name(sha256))
    if found is None and side:
        found = _made_again(store, sha256, side)
    if found is None:
        raise NotFound(GONE)
    return found


def _made_again(store, sha256, side):
    published = store.get(published_name(sha256))
    if published is None:
        return None
    content = thumbnail(published, side)
    store.put(thumbnail_name(sha256, side), content)
    return content
