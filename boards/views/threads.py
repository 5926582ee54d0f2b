"""A thread: reading it by floor, and moving its case on."""

from flask import Blueprint, flash, redirect, render_template, request

from boards.actions.cases import handling, transfers
from boards.actions.posts import posts as post_actions
from boards.actions.posts.reading import mark_read
from boards.actions.posts.threads import SameAddress, support as put_support
from boards.pages.structured import structured_data
from boards.queries.parts.places import MovedPermanently, floor_address, floor_url
from boards.queries.thread import thread as heads
from boards.queries.thread.own import own_of_thread
from boards.queries.thread.thread_page import FloorSelection, thread_page
from boards.views.forms import REPLY
from boards.views.viewing import count_view, support_origin
from forum.fields import Form
from forum.i18n.languages import translate
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Conflict, Invalid
from forum.web.addresses import absolute_url
from forum.web.door import EVERYONE, SIGNED_IN, city, door, safe_redirect_target
from forum.web.forms import asked_number, flash_and_redirect
from forum.web.members.pages import Made, page_of
from forum.wenqu import wenqu

views = Blueprint("threads", __name__, url_prefix="/threads")


@door(views, "/<id:thread_id>", allow=EVERYONE, cached=True)
def show(actor, now, thread_id):
    selection = _selection()

    def made(reader, own):
        page = thread_page(thread_id, reader, now, city(), selection, own)
        described = None if reader.signed_in else structured_data(page, absolute_url, translate)
        topics = wenqu().topics_of(page.gathered) if page.gathered else ()
        html = render_template("boards/thread.html", page=page, form=Form(REPLY), described=described, topics=topics)
        return Made(html, (thread_id, page.floors, page.last_entry))

    try:
        shown = page_of(actor, made, own_of_thread)
    except MovedPermanently as elsewhere:
        return redirect(elsewhere.url, 301)
    count_view(thread_id, actor, now)
    return shown


@door(views, "/<id:thread_id>/floors/<id:floor>", allow=EVERYONE)
def floor(actor, now, thread_id, floor):
    return _to_floor(heads.get_thread(thread_id, actor), floor)


@door(views, "/<id:thread_id>/floors", allow=EVERYONE)
def jump(actor, now, thread_id):
    """Leads to the floor that was typed, beyond the last one to the last."""
    thread = heads.get_thread(thread_id, actor)
    return _to_floor(thread, min(asked_number("floor") or 1, thread.floors))


@door(views, "/<id:thread_id>/reading", methods=["POST"], allow=SIGNED_IN)
def reading(actor, now, thread_id):
    """Keep how far the actor has read; with `quiet`, as the script sends it, the response is empty. Raises Invalid."""
    number = whole_number(request.form.get("floor", ""))
    if not number:
        raise Invalid(floor=M("请写楼号。"))
    entry = whole_number(request.form.get("entry", ""), ID_DIGITS) or 0
    floor = mark_read(heads.get_thread(thread_id, actor), number, actor=actor, now=now, entry=entry)
    if request.form.get("quiet"):
        return "", 204
    flash(translate(M("已记下，下次从 %(floor)s 楼后面看起。", floor=floor)), "done")
    return redirect(floor_address(thread_id, floor), 303)


@door(views, "/<id:thread_id>/publication", methods=["POST"], allow=SIGNED_IN)
def publication(actor, now, thread_id):
    transfers.publish(heads.get_thread(thread_id, actor), actor=actor, now=now, city=city())
    return _back(thread_id, M("已通过审核，公开给所有人，时限开始计算。"))


@door(views, "/<id:thread_id>/acceptance", methods=["POST"], allow=SIGNED_IN)
def acceptance(actor, now, thread_id):
    back = safe_redirect_target(request.form.get("next"), f"/threads/{thread_id}")
    try:
        handling.accept(heads.get_thread(thread_id, actor), actor=actor, now=now, city=city())
    except Conflict as conflict:
        if "next" not in request.form:
            raise
        flash(translate(conflict.detail), "warning")
    else:
        flash(translate(M("已受理。")), "done")
    return redirect(back, 303)


@door(views, "/<id:thread_id>/closure", methods=["POST"], allow=SIGNED_IN)
def closure(actor, now, thread_id):
    handling.close(heads.get_thread(thread_id, actor), actor=actor, now=now)
    return _back(thread_id, M("已办结。"))


@door(views, "/<id:thread_id>/support", methods=["POST"], allow=SIGNED_IN)
def support(actor, now, thread_id):
    thread = heads.get_thread(thread_id, actor)
    try:
        counted = put_support(thread, actor=actor, now=now, origin=support_origin(thread_id, now))
    except SameAddress as merged:
        flash(translate(merged.detail), "warning")
        return redirect(f"/threads/{thread_id}", 303)
    return _back(thread_id, M("已顶。") if counted else M("您已经顶过了。"))


@door(views, "/<id:thread_id>", methods=["DELETE"], allow=EVERYONE, endpoint="delete")
def delete(actor, now, thread_id):
    post_actions.delete(actor)


def _selection():
    asked = request.args
    return FloorSelection(
        page=asked_number("page") or 1,
        tree=asked.get("view") == "tree",
        root=asked_number("root"),
        only=asked_number("only"),
        after=asked.get("after"),
        newest_first=asked.get("order") == "desc",
        of=asked_number("of"),
    )


def _to_floor(thread, number):
    url, moved = floor_url(thread, number)
    return redirect(url, 301 if moved else 302)


def _back(thread_id, message):
    return flash_and_redirect(message, f"/threads/{thread_id}")
