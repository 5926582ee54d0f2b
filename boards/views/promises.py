"""The promises in official answers: a department's list, and one with the form in which its department says what became of it."""

from flask import Blueprint, render_template, request

from boards.actions.cases import promises as actions
from boards.queries.lists.departments import get_department
from boards.queries.lists.promises import get_promise, promise_page, promises_page
from boards.views.forms import PROMISE
from forum.fields import Form
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.web.door import EVERYONE, SIGNED_IN, city, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("promises", __name__)


@door(views, "/departments/<slug>/promises", allow=EVERYONE)
def index(actor, now, slug):
    state, before = request.args.get("state", "").strip()[:20], request.args.get("before")
    page = promises_page(get_department(slug), state, before, now, city())
    return render_template("boards/promises.html", page=page)


@door(views, "/promises/<id:promise_id>", allow=EVERYONE)
def show(actor, now, promise_id):
    page = promise_page(get_promise(promise_id, actor), actor, now, city())
    return render_template("boards/promise.html", page=page, form=Form(PROMISE))


@door(views, "/promises/<id:promise_id>/answer", methods=["POST"], allow=SIGNED_IN)
def answer(actor, now, promise_id):
    promise, form = get_promise(promise_id, actor), read_form(PROMISE)
    page = {"page": lambda: promise_page(get_promise(promise_id, actor), actor, now, city())}
    with form_again_on((Invalid, Conflict), "boards/promise.html", form, **page):
        given = {name: form[name] for name in ("outcome", "floor", "until", "text")}
        actions.answer(promise, actor=actor, now=now, city=city(), **given)
    return flash_and_redirect(M("已说明，现在就公开。"), f"/promises/{promise_id}")
