"""What helps with writing: drafts on the server, and a preview by the renderer of what is posted."""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from boards.actions.steps.recording import citizen_draft
from boards.drafts import actions as drafts
from boards.drafts.forms import DRAFT, encryptor
from boards.drafts.queries import drafts_page
from boards.drafts.rules import Place, PlaceKind, read_mark, read_place
from boards.queries.lists.board import get_board
from boards.queries.thread.thread import get_thread
from boards.uploads.forms import named_files, read_files
from boards.uploads.views import WITH_FILES
from forum.accounts import limits
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Actor
from forum.web.door import EVERYONE, SIGNED_IN, door, settings
from forum.web.forms import flash_and_redirect, read_form
from forum.wenqu import wenqu

views = Blueprint("writing", __name__)
BOTH = M("草稿已保存。另一台设备上也存了一份，两份都留着，都在“我的草稿”里。")


@door(views, "/drafts", allow=SIGNED_IN)
def own(actor, now):
    return render_template("boards/drafts.html", page=drafts_page(actor, now, encryptor()))


@door(views, "/drafts", methods=["POST"], allow=SIGNED_IN, largest_body=WITH_FILES)
def save(actor, now):
    """Save what was typed as a draft; with `quiet`, as the script sends it, the response is its mark as JSON.

    Raises Malformed, NotFound, TooLarge, TooMany, and Conflict when there are too many drafts.
    """
    place = read_place(request.form.get("place", ""))
    form = read_form(DRAFT)
    _check_place(place, actor)
    limits.enforce_limit("draft", actor.account, now, settings().rate_limits, wenqu().pace)
    given = {"actor": actor, "now": now, "encryptor": encryptor(), "mark": read_mark(form["draft"])}
    saved = drafts.save(place, form.values, form=form["once"], **given)
    if request.form.get("quiet"):
        return {"draft": str(saved.mark), "both": saved.both}
    if saved.mark.id is None:
        return flash_and_redirect(M("没有内容，不留草稿。"), place.address())
    message = BOTH if saved.both else M("草稿已保存，只有您看得到；在别的设备上登录也能接着写。")
    files = urlencode(named_files(read_files(actor, now)))
    return flash_and_redirect(message, place.address(saved.mark.id) + (f"&{files}" if files else ""))


@door(views, "/drafts/<id:draft_id>/deletion", methods=["POST"], allow=SIGNED_IN)
def deletion(actor, now, draft_id):
    drafts.discard(draft_id, actor=actor)
    return flash_and_redirect(M("草稿已删除。"), "/drafts")


@door(views, "/preview", methods=["POST"], allow=EVERYONE)
def preview(actor, now):
    """A text as it will look, for the script that shows it during writing. Nothing is stored. Raises TooMany."""
    limits.enforce_limit("preview", actor.account or request.remote_addr, now, settings().rate_limits, wenqu().pace)
    try:
        html, problem = citizen_draft(request.form.get("text", ""), not actor.official).html, None
    except Invalid as invalid:
        html, problem = "", next(iter(invalid.errors.values()))
    return render_template("boards/preview.html", html=html, problem=problem)


def _check_place(place: Place, actor: Actor) -> None:
    if place.kind is PlaceKind.THREAD:
        get_thread(int(place.key), actor)
    elif place.kind is PlaceKind.BOARD:
        get_board(place.key)
