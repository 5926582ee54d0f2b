"""The operators' pages: entering a call, the queue of calls that are owed, and who looked at which number."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request

from boards.actions.callbacks import close_callback
from boards.channels.hotline.actions import Caller, checked, enter, look
from boards.channels.hotline.queries import (
    call_of, callback_page, callbacks_page, entry_page, get_callback, looks_page,
)  # fmt: skip
from boards.queries.board import get_board
from boards.second_look import second_look
from boards.views.looking import answers, as_chosen, texts_of
from forum.clock import read_local
from forum.i18n import said
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.private import Box
from forum.problems import Conflict, Invalid, NotFound, Problem
from forum.roles import Role
from forum.typed import EMPTY, Form, again, typed
from forum.web import city, door, holders, settings

views = Blueprint("hotline", __name__, url_prefix="/hotline")
OPERATORS = holders(Role.OPERATOR)
OTHER = "other"
FIELDS = ("caller", "phone", "called_at", "kind", "title", "text", "board", "other_board")


@door(views, "", allow=OPERATORS)
def entry(actor, now):
    return render_template("hotline/entry.html", page=entry_page(now, city()), form=EMPTY)


@door(views, "/calls", methods=["POST"], allow=OPERATORS)
def create_call(actor, now):
    values = typed(*FIELDS)
    slug = values["other_board"] if values["board"] in ("", OTHER) else values["board"]
    texts, answered = texts_of(values, "title", "text"), answers()
    look = second_look(texts.values(), answered)
    if not slug or request.form.get("step") == "suggest" or look.asks:
        return _suggestions(values, look, now)
    try:
        thread = _enter(slug, values | as_chosen(texts, answered), actor, now)
    except Invalid as problem:
        return again("hotline/entry.html", problem, values, page=_page(values, look, now))
    flash(said(M("已发布为热线问题。") if thread.public else M("已提交，审核通过后公开。")), "done")
    return redirect(f"/threads/{thread.id}", 303)


@door(views, "/callbacks", allow=OPERATORS)
def callbacks(actor, now):
    return render_template("hotline/callbacks.html", page=callbacks_page(now, city()))


@door(views, "/callbacks/<id:callback_id>", allow=OPERATORS)
def callback(actor, now, callback_id):
    return _callback(get_callback(callback_id), now)


@door(views, "/callbacks/<id:callback_id>/look", methods=["POST"], allow=OPERATORS, endpoint="look")
def look_at(actor, now, callback_id):
    task = get_callback(callback_id)
    call = call_of(task.thread_id)
    if call is None:
        raise NotFound(M("这个问题不是从热线来的，没有电话号码。"))
    if task.done_at:
        raise Conflict(M("这个回访已经办完，不再显示号码。"))
    values = typed("reason")
    try:
        seen = look(call, actor=actor, now=now, box=_box(), reason=values["reason"])
    except Invalid as problem:
        return again("hotline/callback.html", problem, values, page=callback_page(task, now, city()))
    return _callback(task, now, seen=seen)


@door(views, "/callbacks/<id:callback_id>/closure", methods=["POST"], allow=OPERATORS)
def closure(actor, now, callback_id):
    task = get_callback(callback_id)
    values = typed("outcome", "again_at", "remark")
    again_at = read_local(values["again_at"], city().timezone)
    try:
        close_callback(
            task, actor=actor, now=now, outcome=values["outcome"], remark=values["remark"], again_at=again_at
        )
    except Problem as problem:
        return again("hotline/callback.html", problem, values, page=callback_page(get_callback(task.id), now, city()))
    flash(said(M("回访结果已记录。")), "done")
    return redirect("/hotline/callbacks", 303)


@door(views, "/looks", allow=holders(Role.SUPERVISOR))
def looks(actor, now):
    number = whole_number(request.args.get("before", ""), ID_DIGITS)
    return render_template("hotline/looks.html", page=looks_page(number))


def _page(values, look, now):
    return replace(entry_page(now, city(), _wanted(values)), look=look)


def _suggestions(values, look, now):
    page = _page(values, look, now)
    try:
        checked(_caller(values), now=now, **_question(values))
    except Invalid as problem:
        return again("hotline/entry.html", problem, values, page=page)
    return render_template("hotline/entry.html", page=page, form=Form(values))


def _enter(slug, values, actor, now):
    try:
        board = get_board(slug if slug.isprintable() else "")
    except NotFound:
        raise Invalid(board=M("没有这个版块，请重新选择。")) from None
    return enter(board, _caller(values), actor=actor, now=now, city=city(), box=_box(), **_question(values))


def _callback(task, now, seen=None):
    return render_template("hotline/callback.html", page=callback_page(task, now, city()), form=EMPTY, seen=seen)


def _caller(values):
    return Caller(values["caller"], values["phone"], read_local(values["called_at"], city().timezone))


def _question(values):
    return {name: values[name] for name in ("title", "text", "kind")}


def _wanted(values):
    return values["title"], values["text"]


def _box():
    return Box(settings().secret_key)
