"""The operators' pages: entering a call, the queue of open callbacks, and who was shown which number."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request

from boards.actions.cases.callbacks import close_callback
from boards.channels.hotline.actions import Caller, check_call, enter, look
from boards.channels.hotline.forms import CALL, CALLBACK
from boards.channels.hotline.queries import (
    call_of,
    callback_page,
    callbacks_page,
    entry_page,
    get_callback,
    looks_page,
)
from boards.queries.lists.board import get_board
from boards.queries.parts.department_options import board_options
from boards.rules.locations.position import swapped
from boards.rules.text.department_names import choose_department
from boards.rules.text.text_review import review_text
from boards.views.text_review import covered_texts, read_answers, texts_of
from forum.clock import parse_local
from forum.fields import Form
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.private import Encryptor
from forum.problems import Conflict, Invalid, NotFound, Problem
from forum.roles import Role
from forum.web.door import allow_roles, city, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("hotline", __name__, url_prefix="/hotline")
OPERATORS = allow_roles(Role.OPERATOR)
OTHER = "other"


@door(views, "", allow=OPERATORS)
def entry(actor, now):
    return render_template("hotline/entry.html", page=entry_page(now, city()), form=Form(CALL))


@door(views, "/calls", methods=["POST"], allow=OPERATORS)
def create_call(actor, now):
    form, answers = read_form(CALL), read_answers()
    form = form.with_values(position=request.form.get("swap") or form["position"])
    texts = texts_of(form, "title", "text", "address")
    look = review_text(texts.values(), answers)
    with form_again_on(Invalid, "hotline/entry.html", form, page=lambda: _page(form, look, now)):
        slug = _chosen_board(form)
    if not slug or request.form.get("step") == "suggest" or look.asks:
        return _suggestions(form, look, now)
    with form_again_on(Invalid, "hotline/entry.html", form, page=lambda: _page(form, look, now)):
        thread = _enter(slug, form.with_values(**covered_texts(texts, answers)), actor, now)
    message = M("已发布为热线问题。") if thread.public else M("已提交，审核通过后公开。")
    return flash_and_redirect(message, f"/threads/{thread.id}")


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
    form = read_form(CALLBACK)
    with form_again_on(Invalid, "hotline/callback.html", form, page=lambda: callback_page(task, now, city())):
        seen = look(call, actor=actor, now=now, encryptor=_box(), reason=form["reason"])
    return _callback(task, now, seen=seen)


@door(views, "/callbacks/<id:callback_id>/closure", methods=["POST"], allow=OPERATORS)
def closure(actor, now, callback_id):
    task, form = get_callback(callback_id), read_form(CALLBACK)
    again_at = parse_local(form["again_at"], city().timezone)
    with form_again_on(
        Problem, "hotline/callback.html", form, page=lambda: callback_page(get_callback(task.id), now, city())
    ):
        close_callback(task, actor=actor, now=now, outcome=form["outcome"], remark=form["remark"], again_at=again_at)
    return flash_and_redirect(M("回访结果已记录。"), "/hotline/callbacks")


@door(views, "/looks", allow=allow_roles(Role.SUPERVISOR))
def looks(actor, now):
    number = whole_number(request.args.get("before", ""), ID_DIGITS)
    return render_template("hotline/looks.html", page=looks_page(number))


def _chosen_board(form):
    """The slug of the board that is ticked among the suggested ones, or named as another one; None without one."""
    if form["board"] not in ("", OTHER):
        return form["board"]
    other = choose_department(form["other_board"], board_options(), "other_board")
    return other and other.slug


def _page(form, look, now):
    other_way = swapped(form["position"], city().site.map.area)
    return replace(entry_page(now, city(), _wanted(form)), review=look, swapped=other_way)


def _suggestions(form, look, now):
    page = _page(form, look, now)
    with form_again_on(Invalid, "hotline/entry.html", form, page=page):
        check_call(_caller(form), now=now, area=city().site.map.area, **_question(form))
    return render_template("hotline/entry.html", page=page, form=form)


def _enter(slug, form, actor, now):
    try:
        board = get_board(slug if slug.isprintable() else "")
    except NotFound:
        raise Invalid(board=M("没有这个版块，请重新选择。")) from None
    return enter(board, _caller(form), actor=actor, now=now, city=city(), encryptor=_box(), **_question(form))


def _callback(task, now, seen=None):
    return render_template(
        "hotline/callback.html", page=callback_page(task, now, city()), form=Form(CALLBACK), seen=seen
    )


def _caller(form):
    return Caller(form["caller"], form["phone"], parse_local(form["called_at"], city().timezone))


def _question(form):
    said: dict[str, Any] = {name: form[name] for name in ("title", "text", "kind")}
    return said | {"place": {name: form[name] for name in ("address", "position", "rough")}}


def _wanted(form):
    return form["title"], form["text"]


def _box():
    return Encryptor(settings().secret_key)
