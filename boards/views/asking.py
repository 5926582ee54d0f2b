"""Asking the city: what, to whom, a check of how it will look; then a page that says what happens next."""

import hashlib
import json
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request

from boards.actions.city.structure import unrouted_board
from boards.actions.posts.threads import ask, check_question
from boards.actions.steps import clocks
from boards.clocks.explanations import explain
from boards.pages.asking import AskPage, DueTime, QuestionCheck
from boards.queries.lists.board import get_board
from boards.queries.lists.departments import PROMISE_LABELS, promise
from boards.queries.parts.department_options import board_options
from boards.queries.parts.people import ANONYMOUS
from boards.queries.thread.sent import sent_page
from boards.rules import access
from boards.rules.labels import KIND_LABELS
from boards.rules.status import Section
from boards.rules.text.department_names import choose_department
from boards.views.forms import QUESTION
from boards.views.text_review import covered_texts, look_at, read_answers, texts_of
from forum.accounts import limits
from forum.accounts.sanctions import refuse_suspended
from forum.fields import Form
from forum.messages import M
from forum.problems import Forbidden, Invalid, Problem, Unauthorized, collect_errors
from forum.text.checks import BODY_LIMIT, TITLE_LIMIT
from forum.web.door import EVERYONE, SIGNED_IN, city, door, settings
from forum.web.forms import form_again_on, read_form
from forum.wenqu import wenqu

views = Blueprint("asking", __name__)


@door(views, "/ask", allow=EVERYONE)
def form(actor, now):
    """The form with what the address gives: `q` or `title`, `text`, `board` or `unknown`.

    Raises TooMany for more requests than typing makes.
    """
    title = (request.args.get("q") or request.args.get("title", "")).strip()[:TITLE_LIMIT]
    page = _page()
    if title:
        limits.enforce_limit("similar", actor.account or request.remote_addr, now, settings().rate_limits, wenqu().pace)
        page = replace(page, similar=wenqu().similar(title, "", "", now))
    return render_template("boards/ask.html", page=page, form=_begun(title, page.similar))


@door(views, "/ask", methods=["POST"], allow=SIGNED_IN)
def submit(actor, now):
    """Show the question as it will look; send it once just that was looked at."""
    form, answers = read_form(QUESTION), read_answers()
    texts, page = texts_of(form, "title", "text"), _page()
    with form_again_on(Problem, "boards/ask.html", form, except_for=(Forbidden, Unauthorized), page=lambda: page):
        refuse_suspended(actor)
        board, (title, draft, kind) = _checked(form, covered_texts(texts, answers), page.options, actor)
        page = replace(page, review=look_at(texts.values(), answers, actor, draft))
        check = _check(form, board, title, draft, kind, actor, now)
        if page.review.asks or form["considered"] != check.digest:
            similar = (
                None if form["considered"] else wenqu().similar(title, draft.text, board.slug if board else "", now)
            )
            return render_template("boards/ask.html", page=replace(page, check=check, similar=similar), form=form)
        given = {"title": title, "text": draft, "kind": kind, "anonymous": bool(form["anonymous"])}
        thread = ask(board or unrouted_board(now), actor=actor, now=now, city=city(), **given)
    return redirect(f"/threads/{thread.id}/sent", 303)


@door(views, "/threads/<id:thread_id>/sent", allow=SIGNED_IN)
def sent(actor, now, thread_id):
    return render_template("boards/sent.html", page=sent_page(thread_id, actor, now, city()))


def _page():
    return AskPage(board_options(), promise(city()))


def _begun(title, similar):
    likely = similar.likely.slug if similar and similar.likely else ""
    given = {
        "title": title,
        "text": request.args.get("text", "").strip()[:BODY_LIMIT],
        "unknown": request.args.get("unknown", ""),
        "to": [request.args.get("board") or ("" if request.args.get("unknown") else likely)],
    }
    return Form(QUESTION, given)


def _checked(form, texts, options, actor):
    """(board, what `check_question` returns); the board is None where the moderators look for one.

    Raises Invalid with all errors at once.
    """
    errors = {}
    board = collect_errors(errors, lambda: _board(form, options, actor))
    checked = collect_errors(
        errors, lambda: check_question(**texts, kind=form["kind"], has_case=True, citizen=not actor.official)
    )
    if errors:
        raise Invalid(errors)
    return board, checked


def _board(form, options, actor):
    chosen = choose_department(form["to"], options, "to")
    if chosen and form["unknown"]:
        raise Invalid(to=M("您选了部门，又勾了“不知道该问谁”。请只留一个。"))
    if not chosen and not form["unknown"]:
        raise Invalid(to=M("请选一个部门；不知道该问谁，就勾下面那一项。"))
    if not access.may_start(actor, Section.DEPARTMENT):
        raise Forbidden(M("这个版块只有平台指定的人员可以发新主题。"))
    return get_board(chosen.slug) if chosen else None


def _check(form, board, title, draft, kind, actor, now):
    screening = city().screening if board is None or board.screening is None else board.screening
    waits = board is None or screening or bool(draft.held)
    return QuestionCheck(
        title=title,
        html=draft.html,
        kind_label=KIND_LABELS[kind],
        author=ANONYMOUS if form["anonymous"] else actor.name,
        department=board and board.department.name,
        waits=waits,
        due=() if waits else tuple(_due(kind, now)),
        digest=_digest(form),
    )


def _due(kind, now):
    for clock, by in clocks.due_times(kind, now, city()).items():
        if clock in PROMISE_LABELS:
            yield DueTime(PROMISE_LABELS[clock], by.due_at, tuple(explain(by.steps)), by.provisional)


def _digest(form):
    """A short name of all that was typed and chosen, so that nothing is published but what was looked at."""
    looked_at = {name: form[name] for name in ("kind", "title", "text", "anonymous", "to", "unknown")}
    canonical = json.dumps(looked_at, sort_keys=True).replace("\\r\\n", "\\n")
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
