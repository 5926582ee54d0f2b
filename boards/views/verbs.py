"""The verbs with a form: each has an address of its own, and shows the form again as typed when it is refused."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template

from boards.actions.cases import (
    cohandling,
    declining,
    discussions,
    extensions,
    platform_answers,
    ratings,
    transfers,
)
from boards.models.threads import Board, Department
from boards.queries.office.verb_page import departments_by_slug, refuse_unratable, verb_page
from boards.queries.thread.thread import get_thread
from boards.queries.thread.thread_page import FORMS
from boards.rules.status import Verb
from boards.rules.text.department_names import choose_department, choose_departments
from boards.views.text_review import covered_texts, look_at, read_answers, texts_of
from forum.clock import parse_local
from forum.fields import Form
from forum.messages import M
from forum.problems import Forbidden, Invalid, Problem
from forum.web.door import SIGNED_IN, city, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("verbs", __name__, url_prefix="/threads")


def _transfer(thread, form, **by):
    transfers.transfer(thread, city=city(), to=chosen_department(form), explanation=form["explanation"], **by)


def _return(thread, form, **by):
    transfers.return_to_moderators(thread, reason=form["reason"], **by)


def _route(thread, form, **by):
    transfers.route(thread, city=city(), to=chosen_department(form), **by)


def _cohandle(thread, form, **by):
    chosen = choose_departments(form["departments"], form.declaration("departments").options, "departments")
    departments = departments_by_slug([option.slug for option in chosen])
    cohandling.request(thread, city=city(), departments=departments, text=form["text"], **by)


def _input(thread, form, **by):
    cohandling.give_input(thread, text=form["text"], **by)


def _extend(thread, form, **by):
    extensions.ask_extension(thread, until=_moment(form["until"]), reason=form["reason"], **by)


def _decline(thread, form, **by):
    declining.decline(thread, city=city(), code=form["code"], text=form["text"], **by)


def _rate(thread, form, **by):
    grade = int(form["grade"]) if form["grade"] in ("1", "2", "3", "4", "5") else None
    solved = {"yes": True, "no": False}.get(form["solved"])
    ratings.rate(thread, city=city(), grade=grade, text=form["text"], solved=solved, **by)


def _platform(thread, form, **by):
    platform_answers.answer_by_platform(thread, city=city(), text=form["text"], **by)


def _discuss(thread, form, **by):
    discussions.open_discussion(thread, board=Board.get_or_none(Board.slug == form["board"]), **by)


DO = {
    Verb.TRANSFER: _transfer,
    Verb.RETURN: _return,
    Verb.ROUTE: _route,
    Verb.COHANDLE: _cohandle,
    Verb.INPUT: _input,
    Verb.EXTEND: _extend,
    Verb.DECLINE: _decline,
    Verb.RATE: _rate,
    Verb.ANSWER_BY_PLATFORM: _platform,
    Verb.OPEN_DISCUSSION: _discuss,
}


def _offer(verb, noun):
    """Register the routes that show and submit a verb's form."""

    def show(actor, now, thread_id):
        if verb is Verb.RATE:
            refuse_unratable(thread_id, actor)
        page = verb_page(thread_id, noun, actor)
        return render_template("boards/verb.html", page=page, form=Form(page.fields))

    def submit(actor, now, thread_id):
        page, answers = verb_page(thread_id, noun, actor), read_answers()
        form = read_form(page.fields)
        texts = texts_of(form, *(field.name for field in page.fields if field.kind == "area"))
        page = replace(page, review=look_at(texts.values(), answers, actor))
        if page.review.asks:
            return render_template("boards/verb.html", page=page, form=form)
        with form_again_on(Problem, "boards/verb.html", form, except_for=Forbidden, page=page):
            filled = form.with_values(**covered_texts(texts, answers))
            DO[verb](get_thread(thread_id, actor), filled, actor=actor, now=now)
        return flash_and_redirect(M("已完成：%(what)s", what=page.heading), f"/threads/{thread_id}")

    door(views, f"/<id:thread_id>/{noun}", allow=SIGNED_IN, endpoint=noun)(show)
    door(views, f"/<id:thread_id>/{noun}", methods=["POST"], allow=SIGNED_IN, endpoint=f"{noun}_submit")(submit)


for _verb, _noun in FORMS.items():
    _offer(_verb, _noun)


def chosen_department(form: Form) -> Department | None:
    """The Department that is named or ticked in the field `to` of a form; raises Invalid for a name that is not clear."""
    options: Any = form.declaration("to").options
    chosen = choose_department(form["to"], options, "to")
    return departments_by_slug([chosen.slug])[0] if chosen else None


def _moment(raw):
    """A local time from a datetime field, in the city's zone; raises Invalid."""
    moment = parse_local(raw, city().timezone)
    if moment is None:
        raise Invalid(until=M("请填写日期和时间。"))
    return moment
