"""A spokesperson's desk, and the answer templates of the own departments."""

from dataclasses import fields, replace
from functools import partial

from flask import Blueprint, render_template, request

from boards.actions.cases import handing_on
from boards.actions.posts import answer_templates
from boards.queries.lists.departments import get_department
from boards.queries.office.answering import get_template, templates_page
from boards.queries.office.desk import desk_page
from boards.queries.office.desk_filter import PATH, DeskFilter
from boards.queries.office.handing_on import hand_on_page
from boards.queries.office.verb_page import hand_on_fields
from boards.rules.bulk import MOST, TRANSFER
from boards.views.forms import TEMPLATE
from boards.views.text_review import covered_texts, look_at, read_answers, texts_of
from boards.views.verbs import chosen_department
from forum.fields import Form
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Forbidden, Invalid, Problem
from forum.roles import Role
from forum.web.door import allow_roles, city, door, safe_redirect_target
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.wenqu import wenqu

views = Blueprint("desk", __name__, url_prefix="/desk")
SPOKESPERSONS = allow_roles(Role.SPOKESPERSON)


@door(views, "", allow=SPOKESPERSONS)
def show(actor, now):
    notices = wenqu().open_notices(actor.departments, now)
    return render_template("boards/desk.html", page=desk_page(actor, _asked(), now, city()), notices=notices)


@door(views, "/templates", allow=SPOKESPERSONS)
def templates(actor, now):
    return render_template("boards/templates.html", page=templates_page(actor), form=Form(TEMPLATE))


@door(views, "/templates", methods=["POST"], allow=SPOKESPERSONS)
def add_template(actor, now):
    form = read_form(TEMPLATE)
    with form_again_on(
        Problem, "boards/templates.html", form, except_for=Forbidden, page=lambda: templates_page(actor)
    ):
        answer_templates.add(
            _own(actor, form["department"]), actor=actor, now=now, title=form["title"], text=form["text"]
        )
    return _back(M("已添加，本部门的网络发言人都可以用。"))


@door(views, "/templates/<id:template_id>/retirement", methods=["POST"], allow=SPOKESPERSONS)
def retire_template(actor, now, template_id):
    answer_templates.retire(get_template(template_id), actor=actor, now=now)
    return _back(M("已停用，以前用它写的答复不受影响。"))


@door(views, "/transfers", allow=SPOKESPERSONS)
def hand_on(actor, now):
    """The form for the cases in the address."""
    page = hand_on_page(_numbers(request.args, "thread"), actor, now, _desk_address())
    return render_template("boards/hand_on.html", page=page, form=Form(hand_on_fields()))


@door(views, "/transfers", methods=["POST"], allow=SPOKESPERSONS)
def hand_on_submit(actor, now):
    """Hand on the ticked cases; the page tells what became of each, and keeps the form for those that did not go."""
    form, answers = read_form(hand_on_fields()), read_answers()
    page = partial(hand_on_page, _numbers(request.form, "listed"), actor, now, _desk_address())
    texts = texts_of(form, "explanation")
    review = look_at(texts.values(), answers, actor)
    if review.asks:
        return render_template("boards/hand_on.html", page=replace(page(), review=review), form=form)
    with form_again_on(Invalid, "boards/hand_on.html", form, page=page):
        outcomes = _handed_on(form.with_values(**covered_texts(texts, answers)), actor, now)
    left = form if any(not outcome.done for outcome in outcomes) else Form(form.fields)
    return render_template("boards/hand_on.html", page=page(outcomes), form=left)


def _handed_on(form, actor, now):
    numbers = _numbers(request.form, "thread")
    to = chosen_department(form) if form["way"] == TRANSFER else None
    given = {"to": to, "explanation": form["explanation"]}
    return handing_on.hand_on(numbers, form["way"], actor=actor, now=now, city=city(), **given)


def _numbers(sent, name):
    """The numbers of cases sent under `name`, as many as may be handed on at once and one more, which is refused."""
    numbers = [whole_number(raw, ID_DIGITS) for raw in sent.getlist(name)]
    return [number for number in numbers if number][: MOST + 1]


def _desk_address():
    return safe_redirect_target(request.values.get("next"), PATH)


def _asked():
    """The DeskFilter of the address."""
    given = {each.name: request.args.get(each.name, "").strip() for each in fields(DeskFilter)}
    return DeskFilter(**{name: value for name, value in given.items() if value})


def _own(actor, slug):
    """The id of the department in the form, or of the only one the actor speaks for."""
    return get_department(slug).id if slug else min(actor.departments)


def _back(message):
    return flash_and_redirect(message, "/desk/templates")
