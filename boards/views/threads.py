"""A thread: reading it by floor, writing in it, and moving its case on."""

from flask import Blueprint, flash, redirect, render_template, request

from boards.actions import cases, passing, posts as writing
from boards.actions.speaking import speak
from boards.actions.threads import support as put_support
from boards.floors import page_of
from boards.pages import Link
from boards.writing_pages import ReplyPage
from boards.queries import posts as floors, thread as heads, thread_page as pages
from boards.queries.board import breadcrumb
from boards.queries.thread_page import Look, thread_page
from boards.status import PostKind
from forum.typed import EMPTY, again, ticked, typed
from forum.i18n import said
from forum.messages import M
from forum.problems import Conflict, Malformed, NotFound, Problem
from forum.text import BODY_LIMIT
from forum.web import EVERYONE, SIGNED_IN, city, door, own_path

views = Blueprint("threads", __name__, url_prefix="/threads")

MOST_DIGITS = 9


@door(views, "/<id:thread_id>", allow=EVERYONE)
def show(actor, now, thread_id):
    page = thread_page(thread_id, actor, now, city(), _look())
    return render_template("boards/thread.html", page=page, form=EMPTY)


@door(views, "/<id:thread_id>/floors/<id:floor>", allow=EVERYONE)
def floor(actor, now, thread_id, floor):
    return _to_floor(heads.get_thread(thread_id, actor), floor)


@door(views, "/<id:thread_id>/floors", allow=EVERYONE)
def jump(actor, now, thread_id):
    return _to_floor(heads.get_thread(thread_id, actor), _number("floor") or 1)


@door(views, "/<id:thread_id>/reply", allow=SIGNED_IN)
def reply(actor, now, thread_id):
    page = _reply_page(thread_id, actor, _number("parent"))
    return render_template("boards/reply.html", page=page, form=EMPTY)


@door(views, "/<id:thread_id>/posts", methods=["POST"], allow=SIGNED_IN)
def create_post(actor, now, thread_id):
    thread = heads.get_thread(thread_id, actor)
    values = typed("text", "kind", "parent", "anonymous")
    try:
        post = _write(thread, values, actor, now)
    except Problem as problem:
        page = _reply_page(thread_id, actor, _floor_or_none(values["parent"]), forgiving=True)
        return again("boards/reply.html", problem, values, page=page)
    return redirect(f"/threads/{thread_id}/floors/{post.floor}", 303)


@door(views, "/<id:thread_id>/publication", methods=["POST"], allow=SIGNED_IN)
def publication(actor, now, thread_id):
    passing.publish(heads.get_thread(thread_id, actor), actor=actor, now=now, city=city())
    return _back(thread_id, M("已通过审核，公开给所有人，时限开始计算。"))


@door(views, "/<id:thread_id>/acceptance", methods=["POST"], allow=SIGNED_IN)
def acceptance(actor, now, thread_id):
    back = own_path(request.form.get("next"), f"/threads/{thread_id}")
    try:
        cases.accept(heads.get_thread(thread_id, actor), actor=actor, now=now, city=city())
    except Conflict as conflict:
        if "next" not in request.form:
            raise
        flash(said(conflict.detail), "warning")
    else:
        flash(said(M("已受理。")), "done")
    return redirect(back, 303)


@door(views, "/<id:thread_id>/closure", methods=["POST"], allow=SIGNED_IN)
def closure(actor, now, thread_id):
    cases.close(heads.get_thread(thread_id, actor), actor=actor, now=now)
    return _back(thread_id, M("已办结。"))


@door(views, "/<id:thread_id>/support", methods=["POST"], allow=SIGNED_IN)
def support(actor, now, thread_id):
    counted = put_support(heads.get_thread(thread_id, actor), actor=actor, now=now)
    return _back(thread_id, M("已顶。") if counted else M("您已经顶过了。"))


@door(views, "/<id:thread_id>", methods=["DELETE"], allow=EVERYONE, endpoint="delete")
def delete(actor, now, thread_id):
    writing.delete(actor)


def _write(thread, values, actor, now):
    parent = _floor_or_none(values["parent"])
    return speak(
        thread, values["kind"] or PostKind.REPLY, actor=actor, now=now, city=city(), text=values["text"],
        parent=floors.post_at(thread, parent).id if parent else None, anonymous=ticked("anonymous"),
    )  # fmt: skip


def _look():
    asked = request.args
    return Look(
        page=_number("page") or 1, tree=asked.get("view") == "tree", root=_number("root"), only=_number("only"),
        after=asked.get("after"), newest_first=asked.get("order") == "desc",
    )  # fmt: skip


def _number(name):
    raw = request.args.get(name)
    if not raw:
        return None
    number = _floor_or_none(raw)
    if number is None:
        raise Malformed(M("“%(name)s”应当是一个数字。", name=name))
    return number


def _floor_or_none(raw):
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= MOST_DIGITS else None


def _to_floor(thread, number):
    if not 1 <= number <= thread.floors:
        raise NotFound(M("这个主题没有第 %(n)s 楼。", n=number))
    page = page_of(number)
    asked = f"?page={page}" if page > 1 else ""
    return redirect(f"/threads/{thread.id}{asked}#floor-{number}")


def _back(thread_id, message):
    flash(said(message), "done")
    return redirect(f"/threads/{thread_id}", 303)


def _reply_page(thread_id, actor, parent, forgiving=False):
    thread = heads.get_thread(thread_id, actor)
    choices = pages.writing(thread, actor, pages.verbs_for(actor, thread))
    if not choices and not forgiving:
        raise Conflict(pages.access.closed_to_replies(thread.status, thread.public))
    answered = [view for view in floors.floors_from(thread, actor, parent, 1) if view.floor == parent] if parent else []
    return ReplyPage(
        thread=Link(heads.title_of(thread, actor), f"/threads/{thread.id}"), breadcrumb=breadcrumb(thread.board),
        writing=choices, parent=answered[0] if answered else None, post_url=f"/threads/{thread.id}/posts",
        may_write_anonymously=not actor.official,
        anonymous_by_default=thread.anonymous and actor.account == thread.author_id, text_limit=BODY_LIMIT,
    )  # fmt: skip
