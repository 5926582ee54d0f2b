"""Reading and writing the private messages about a case, and what is done with a number that was shared in them."""

from functools import partial

from flask import Blueprint, render_template, request

from boards.contact import actions
from boards.contact.forms import ANSWER, LOOK, MESSAGE
from boards.contact.queries import contact_page
from boards.queries.thread.thread import get_thread
from boards.rules.offices.contact import Side
from boards.views.once import accept_once
from forum.fields import Form
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Forbidden, Invalid, NotFound, Problem
from forum.roles import Role
from forum.web.door import SIGNED_IN, allow_roles, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("contact", __name__, url_prefix="/threads/<id:thread_id>/contact")

PAGE = "boards/contact.html"
GONE = (Forbidden, NotFound)


@door(views, "", allow=SIGNED_IN)
def show(actor, now, thread_id):
    return _shown(contact_page(thread_id, actor, settings()))


@door(views, "", methods=["POST"], allow=SIGNED_IN)
def write(actor, now, thread_id):
    thread, form = get_thread(thread_id, actor), read_form(ANSWER)
    page = partial(contact_page, thread_id, actor, settings())
    with form_again_on(Problem, PAGE, form, except_for=GONE, page=page):
        url = accept_once(actor, now, lambda: _written(thread, form, actor, now))
    return flash_and_redirect(M("私信已发出，只有对方看得到。"), url)


@door(views, "/look", methods=["POST"], allow=allow_roles(Role.MODERATOR))
def look(actor, now, thread_id):
    thread, form = get_thread(thread_id, actor), read_form(LOOK)
    with form_again_on(Invalid, PAGE, form, page=lambda: contact_page(thread_id, actor, settings())):
        actions.look_at_texts(thread, form["reason"], actor=actor, now=now)
    return _shown(contact_page(thread_id, actor, settings(), opened_for=True))


@door(views, "/phone", methods=["POST"], allow=allow_roles(Role.SPOKESPERSON))
def phone(actor, now, thread_id):
    seen = actions.look_at_phone(get_thread(thread_id, actor), actor=actor, now=now, settings=settings())
    return _shown(contact_page(thread_id, actor, settings()), seen)


@door(views, "/withdrawal", methods=["POST"], allow=SIGNED_IN)
def withdraw(actor, now, thread_id):
    actions.withdraw_phone(get_thread(thread_id, actor), actor=actor)
    return _back(thread_id, M("已撤回，部门看不到您的号码了。"))


@door(views, "/sharing", methods=["POST"], allow=SIGNED_IN)
def share(actor, now, thread_id):
    department = whole_number(request.form.get("department", ""), ID_DIGITS)
    actions.share(get_thread(thread_id, actor), department, actor=actor, now=now)
    return _back(thread_id, M("承办部门现在能看到这段私信了。"))


def _written(thread, form, actor, now):
    given = {"actor": actor, "now": now, "settings": settings(), "share_phone": bool(form["phone"])}
    actions.write(thread, form["text"], **given)
    return f"/threads/{thread.id}/contact"


def _shown(page, seen=None):
    form = Form(LOOK if page.closed else ANSWER if page.side is Side.ASKER else MESSAGE)
    return render_template(PAGE, page=page, form=form, seen=seen)


def _back(thread_id, message):
    return flash_and_redirect(message, f"/threads/{thread_id}/contact")
