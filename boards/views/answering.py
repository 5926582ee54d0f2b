"""Writing in a thread: the form, the draft kept, a template put in, and a second look at official answers."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request

from boards.actions import drafts
from boards.actions.speaking import speak
from boards.actions.writing import citizens_draft
from boards.answer_pages import Doubts
from boards.placeholders import appended
from boards.queries.answering import doubts_about, reply_page, template_text
from boards.queries.posts import post_at
from boards.queries.thread import get_thread
from boards.second_look import SecondLook, covered, read, second_look
from boards.status import PostKind
from boards.views.looking import answers
from forum.i18n import said
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Problem
from forum.roles import Role
from forum.typed import EMPTY, Form, again, asked_number, ticked, typed
from forum.web import SIGNED_IN, city, door, holders

views = Blueprint("answering", __name__, url_prefix="/threads")
SPOKESPERSONS = holders(Role.SPOKESPERSON)


@door(views, "/<id:thread_id>/reply", allow=SIGNED_IN)
def reply(actor, now, thread_id):
    page = reply_page(get_thread(thread_id, actor), actor, now, city(), asked_number("parent"))
    return render_template("boards/reply.html", page=page, form=EMPTY)


@door(views, "/<id:thread_id>/reply", methods=["POST"], allow=SPOKESPERSONS)
def insert(actor, now, thread_id):
    """The form as it was typed, with the chosen template below the text."""
    thread, values = get_thread(thread_id, actor), _typed()
    chosen = whole_number(request.form.get("template", ""), ID_DIGITS)
    if chosen:
        values["text"] = appended(values["text"], template_text(chosen, thread, actor, now, city()))
    return _form(thread, actor, now, values)


@door(views, "/<id:thread_id>/draft", methods=["POST"], allow=SPOKESPERSONS)
def draft(actor, now, thread_id):
    """Keep a draft; `quiet` is what a script asks that saves while somebody writes."""
    thread, values = get_thread(thread_id, actor), _typed()
    try:
        kept = drafts.save(thread, actor=actor, now=now, text=values["text"], kind=values["kind"])
    except Problem as problem:
        return _refused(thread_id, actor, now, problem, values, read(values["text"]))
    if ticked("quiet"):
        return "", 204
    flash(said(M("草稿已保存，只有您看得到内容。") if kept else M("没有内容，不留草稿。")), "done")
    asked = f"?parent={values['parent']}" if whole_number(values["parent"]) else ""
    return redirect(f"/threads/{thread_id}/reply{asked}", 303)


@door(views, "/<id:thread_id>/posts", methods=["POST"], allow=SIGNED_IN)
def create_post(actor, now, thread_id):
    thread, values, answered = get_thread(thread_id, actor), _typed(), answers()
    text = read(values["text"])
    try:
        doubts, draft = _doubts(thread, actor, values), _drafted(values["kind"], covered(text, answered), actor)
        look = _look(text, draft, answered, actor)
        if doubts or look.asks:
            return _form(thread, actor, now, values, doubts, look)
        post = _write(thread, values | {"text": draft}, actor, now)
    except Problem as problem:
        return _refused(thread_id, actor, now, problem, values, text)
    if look.held:
        flash(said(M("已提交，审核通过后公开。")), "done")
    return redirect(f"/threads/{thread_id}/floors/{post.floor}", 303)


def _typed():
    values = typed("text", "kind", "parent", "anonymous", "confirmed", "seen")
    return values | {"remaining": request.form.getlist("remaining")}


def _doubts(thread, actor, values):
    found = doubts_about(thread, actor, values["kind"], values["text"], values["seen"].split())
    return Doubts((), found.questions) if values["confirmed"] else found


def _write(thread, values, actor, now):
    parent = whole_number(values["parent"])
    return speak(
        thread, values["kind"] or PostKind.REPLY, actor=actor, now=now, city=city(), text=values["text"],
        parent=post_at(thread, parent) if parent else None, anonymous=ticked("anonymous"),
        remaining=[whole_number(number, ID_DIGITS) or 0 for number in values["remaining"]],
    )  # fmt: skip


def _drafted(kind, text, actor):
    """The Draft by the rule of the action that takes it: a follow-up is a citizen's word, whoever writes it down for him."""
    return citizens_draft(text, not actor.official or kind == PostKind.FOLLOW_UP)


def _look(text, draft, answered, actor):
    masked, held = [word.text for word in draft.masked], bool(draft.held) and not actor.official
    return second_look([text], answered, masked=masked, held=held, offered=not actor.official)


def _form(thread, actor, now, values, doubts=Doubts(), look=SecondLook()):
    page = replace(reply_page(thread, actor, now, city(), whole_number(values["parent"]), doubts=doubts), look=look)
    return render_template("boards/reply.html", page=page, form=Form(values=values))


def _refused(thread_id, actor, now, problem, values, text):
    page = reply_page(get_thread(thread_id, actor), actor, now, city(), whole_number(values["parent"]), forgiving=True)
    look = second_look([text], answers(), offered=not actor.official)
    return again("boards/reply.html", problem, values, page=replace(page, look=look))
