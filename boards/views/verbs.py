"""The verbs that need words: each has a form at a noun of its own, and comes back with what was typed."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request

from boards.actions import cohandling, declining, extensions, passing, ratings
from boards.models import Board, Thread
from boards.queries.thread import get_thread
from boards.queries.thread_page import FORMS
from boards.queries.verb_page import departments_by_slug, verb_page
from boards.second_look import second_look
from boards.status import Verb
from boards.views.looking import answers, as_chosen, texts_of
from forum.clock import read_local
from forum.i18n import said
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Forbidden, Invalid, Problem
from forum.typed import EMPTY, Form, again
from forum.web import SIGNED_IN, city, door

views = Blueprint("verbs", __name__, url_prefix="/threads")


def _transfer(thread, typed, **by):
    passing.transfer(thread, city=city(), to=_department(typed["to"]), explanation=typed["explanation"], **by)


def _return(thread, typed, **by):
    passing.give_back(thread, reason=typed["reason"], **by)


def _route(thread, typed, **by):
    passing.route(thread, city=city(), to=_department(typed["to"]), **by)


def _cohandle(thread, typed, **by):
    departments = departments_by_slug(request.form.getlist("departments"))
    cohandling.request(thread, city=city(), departments=departments, text=typed["text"], **by)


def _input(thread, typed, **by):
    cohandling.give_input(thread, text=typed["text"], **by)


def _extend(thread, typed, **by):
    extensions.ask_extension(thread, until=_moment(typed["until"]), reason=typed["reason"], **by)


def _decline(thread, typed, **by):
    declining.decline(thread, city=city(), code=typed["code"], text=typed["text"], **by)


def _rate(thread, typed, **by):
    grade = int(typed["grade"]) if typed["grade"] in ("1", "2", "3", "4", "5") else None
    ratings.rate(thread, city=city(), grade=grade, text=typed["text"], **by)


def _platform(thread, typed, **by):
    declining.answer_by_platform(thread, city=city(), text=typed["text"], **by)


def _duplicate(thread, typed, **by):
    number = whole_number(typed["of"].strip(), ID_DIGITS, ascii_only=False)
    of = None if number is None else Thread.get_or_none(Thread.id == number)
    declining.mark_duplicate(thread, of=of, **by)


def _discuss(thread, typed, **by):
    declining.open_discussion(thread, board=Board.get_or_none(Board.slug == typed["board"]), **by)


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
    Verb.MARK_DUPLICATE: _duplicate,
    Verb.OPEN_DISCUSSION: _discuss,
}


def _offer(verb, noun):
    """Register the form of a verb and its POST."""

    def form(actor, now, thread_id):
        return render_template("boards/verb.html", page=verb_page(thread_id, noun, actor), form=EMPTY)

    def submit(actor, now, thread_id):
        page, answered = verb_page(thread_id, noun, actor), answers()
        typed = {field.name: request.form.get(field.name, "") for field in page.fields}
        typed["departments"] = request.form.getlist("departments")
        texts = texts_of(typed, *(field.name for field in page.fields if field.kind == "area"))
        page = replace(page, look=second_look(texts.values(), answered, offered=not actor.official))
        if page.look.asks:
            return render_template("boards/verb.html", page=page, form=Form(typed))
        try:
            DO[verb](get_thread(thread_id, actor), typed | as_chosen(texts, answered), actor=actor, now=now)
        except Forbidden:
            raise
        except Problem as problem:
            return again("boards/verb.html", problem, typed, page=page)
        flash(said(M("已完成：%(what)s", what=page.heading)), "done")
        return redirect(f"/threads/{thread_id}", 303)

    door(views, f"/<id:thread_id>/{noun}", allow=SIGNED_IN, endpoint=noun)(form)
    door(views, f"/<id:thread_id>/{noun}", methods=["POST"], allow=SIGNED_IN, endpoint=f"{noun}_submit")(submit)


for _verb, _noun in FORMS.items():
    _offer(_verb, _noun)


def _department(slug):
    found = departments_by_slug([slug]) if slug else []
    return found[0] if found else None


def _moment(raw):
    """A local time from a datetime field, in the city's zone; raises Invalid."""
    moment = read_local(raw, city().timezone)
    if moment is None:
        raise Invalid(until=M("请填写日期和时间。"))
    return moment
