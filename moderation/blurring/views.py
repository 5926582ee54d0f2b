"""The page on which a moderator blurs regions of a picture, and the download of the picture as it was posted."""

from flask import Blueprint, render_template

from boards.files.models import PostFile
from boards.files.queries import get_file
from boards.files.storage import Store
from boards.models.threads import Post
from boards.queries.parts.places import floor_address
from boards.rules.sealing import COVER_LABELS
from boards.uploads.views import NOT_KEPT, sent
from forum.fields import Field, Form
from forum.messages import M
from forum.problems import Problem
from forum.roles import Role
from forum.web.door import allow_roles, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.wenqu import wenqu
from moderation.blurring import actions
from moderation.blurring.rules import read_regions

views = Blueprint("blurring", __name__, url_prefix="/files")
MODERATORS = allow_roles(Role.MODERATOR)
OPENERS = allow_roles(Role.ADMINISTRATOR, Role.SUPERVISOR)
BLURRING = (
    Field(
        "regions",
        "area",
        M("哪些地方"),
        M("在图上拖一拖就框出来。也可以写：一行一处，四个百分数，从左边、从上边、宽、高，如“20 35 10 5”。"),
        rows=4,
    ),
    Field(
        "code", "select", M("打码的是什么"), options=tuple((code.value, label) for code, label in COVER_LABELS.items())
    ),
)


@door(views, "/<id:file_id>/blurring", allow=MODERATORS)
def choose(actor, now, file_id):
    return render_template("moderation/blurring.html", file=get_file(file_id, actor)[0], form=Form(BLURRING))


@door(views, "/<id:file_id>/blurring", methods=["POST"], allow=MODERATORS)
def blur(actor, now, file_id):
    view, form = get_file(file_id, actor)[0], read_form(BLURRING)
    with form_again_on(Problem, "moderation/blurring.html", form, file=lambda: view):
        file = PostFile.get_by_id(file_id)
        given = {"code": form["code"], "actor": actor, "now": now, "store": _store()}
        actions.blur(file, read_regions(form["regions"]), **given)
    return flash_and_redirect(M("已打码，原图封存，经手角色和理由已公开。"), _floor_of(file))


@door(views, "/<id:file_id>/original", methods=["POST"], allow=OPENERS)
def original(actor, now, file_id):
    """The picture as it was posted, as a download; each look is on record."""
    view, file = get_file(file_id, actor)[0], PostFile.get_by_id(file_id)
    return sent(actions.open_original(file, actor=actor, now=now, store=_store()), view, NOT_KEPT, "attachment")


def _store() -> Store:
    store: Store = wenqu().files  # type: ignore[assignment]
    return store


def _floor_of(file: PostFile) -> str:
    post = Post.get_by_id(file.post_id)
    return floor_address(post.place_thread, post.place_floor)
