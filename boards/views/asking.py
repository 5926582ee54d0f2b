"""Asking the city, or starting a thread on a board: one form, a check of how it will look, and the page after sending."""

import hashlib
import json
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for

from boards.actions.city.structure import unrouted_board
from boards.actions.posts.locations import check_location, held_with
from boards.actions.posts.threads import ask, check_question
from boards.actions.steps import clocks, recording
from boards.clocks.explanations import explain
from boards.drafts.forms import begin, discard_sent
from boards.drafts.rules import Place, PlaceKind
from boards.pages.asking import AskPage, ChosenBoard, DueTime, QuestionCheck
from boards.queries.lists.board import get_board
from boards.queries.lists.departments import PROMISE_LABELS, promise
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.parts.department_options import board_options
from boards.queries.parts.people import ANONYMOUS
from boards.queries.thread.locations import view_of
from boards.queries.thread.sent import sent_page
from boards.rules import access
from boards.rules.labels import KIND_LABELS
from boards.rules.locations.position import swapped
from boards.rules.status import Section
from boards.rules.text.department_names import choose_department
from boards.uploads.forms import begun_files, read_files, with_files
from boards.uploads.views import WITH_FILES
from boards.views.forms import HELD_AS_NEW, QUESTION
from boards.views.once import accept_once, accepted_before
from boards.views.text_review import covered_texts, look_at, read_answers, texts_of
from forum.accounts import limits
from forum.accounts.sanctions import refuse_suspended
from forum.fields import Form
from forum.i18n.languages import translate
from forum.messages import M
from forum.problems import Forbidden, Invalid, Problem, Unauthorized, collect_errors
from forum.text.checks import BODY_LIMIT, TITLE_LIMIT
from forum.web.door import EVERYONE, SIGNED_IN, city, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.wenqu import wenqu

views = Blueprint("asking", __name__)
# Where a question may have been asked before; a reporter's article or a notice is no question.
ASKING = (Section.DEPARTMENT, Section.DISCUSSION)
# `considered` of a form that was written without a network: its writer was told that it is sent without the look at it.
UNSEEN = "unseen"
NOT_HERE = M("这个版块只有平台指定的人员可以发新主题。")


@door(views, "/ask", allow=EVERYONE)
def form(actor, now):
    """The form with what the address gives: `q` or `title`, `text`, `board` or `unknown`.

    Raises TooMany for more requests than typing makes.
    """
    page, slug = _page(), request.args.get("board")
    if slug and slug not in [option.slug for option in page.options]:
        return redirect(url_for("asking.form_of_board", **{**request.args, "board": None, "slug": slug}))
    return _begun(page, slug or "", actor, now)


@door(views, "/ask", methods=["POST"], allow=SIGNED_IN, largest_body=WITH_FILES)
def submit(actor, now):
    """Show the question as it will look; send it once just that was looked at."""
    return _submitted(_page(), actor, now)


@door(views, "/boards/<slug>/new", allow=EVERYONE)
def form_of_board(actor, now, slug):
    """The same form for a board: with its department chosen, or without the choice where the board takes no questions."""
    board = _board(slug, actor)
    if board.section == Section.DEPARTMENT and board.department_id is None:
        return redirect(url_for("asking.form", **{**request.args, "unknown": 1}))
    return _begun(_page(board), slug, actor, now)


@door(views, "/boards/<slug>/new", methods=["POST"], allow=SIGNED_IN, largest_body=WITH_FILES)
def submit_to_board(actor, now, slug):
    return _submitted(_page(_board(slug, actor)), actor, now)


@door(views, "/threads/<id:thread_id>/sent", allow=SIGNED_IN)
def sent(actor, now, thread_id):
    return render_template("boards/sent.html", page=sent_page(thread_id, actor, now, city()))


def _board(slug, actor):
    """The Board on which `actor` may begin to write; raises NotFound, Forbidden, Unauthorized."""
    refuse_suspended(actor)
    board = get_board(slug)
    if not access.may_begin(actor, board.section):
        raise Forbidden(NOT_HERE) if actor.signed_in else Unauthorized()
    return board


def _page(board=None):
    has_case = board is None or board.section == Section.DEPARTMENT
    return AskPage(
        action=url_for("asking.submit") if board is None else url_for("asking.submit_to_board", slug=board.slug),
        options=board_options() if has_case else (),
        promise=promise(city()) if has_case else (),
        board=board and ChosenBoard(board.slug, board.name, breadcrumb(board), has_case),
        similar_asked=board is None or board.section in ASKING,
        screened=has_case and _screens(board),
    )


def _begun(page, slug, actor, now):
    if not any(request.args.get(name) for name in ("q", "title", "text", "board", "unknown", "shared")):
        begun = begin(QUESTION, _place_of(page), actor, now)
        if begun.values:
            return render_template("boards/ask.html", page=replace(page, files=begun_files(actor)), form=begun)
    title = (request.args.get("q") or request.args.get("title", "")).strip()[:TITLE_LIMIT]
    if title and page.similar_asked:
        limits.enforce_limit("similar", actor.account or request.remote_addr, now, settings().rate_limits, wenqu().pace)
        page = replace(page, similar=wenqu().similar(title, "", slug, now))
    page = replace(page, files=begun_files(actor))
    return render_template("boards/ask.html", page=page, form=_begun_form(title, slug, page.similar))


def _begun_form(title, slug, similar):
    likely = similar.likely.slug if similar and similar.likely else ""
    given = {
        "title": title,
        "text": request.args.get("text", "").strip()[:BODY_LIMIT],
        "unknown": request.args.get("unknown", ""),
        "to": [slug or ("" if request.args.get("unknown") else likely)],
    }
    return Form(QUESTION, given)


def _submitted(page, actor, now):
    form, answers = _read_form(page), read_answers()
    texts, sent = texts_of(form, "title", "text", "address"), read_files(actor, now)
    form = _with_place_of_photo(form, sent)
    page = replace(page, files=sent.field(actor), swapped=swapped(form["position"], _area()))
    with form_again_on(Problem, "boards/ask.html", form, except_for=(Forbidden, Unauthorized), page=lambda: page):
        if address := accepted_before(actor, now):
            return redirect(address, 303)
        refuse_suspended(actor)
        looked_at = (*texts.values(), *sent.texts)
        page = replace(page, review=look_at(looked_at, answers, actor))
        checked = _checked(form, covered_texts(texts, answers), sent, answers, page, actor)
        board, (title, draft, kind), location = checked
        draft = held_with(draft, location)
        page = replace(page, review=look_at(looked_at, answers, actor, draft))
        check = _check(form, page, board, title, draft, kind, actor, now)
        check = replace(check, location=location and view_of(location.address, location.position, location.precision))
        if page.review.asks or form["considered"] not in (check.digest, UNSEEN):
            similar = _similar(form, page, board, title, draft, now)
            return render_template("boards/ask.html", page=replace(page, check=check, similar=similar), form=form)
        given = {
            "title": title,
            "text": draft,
            "kind": kind,
            "anonymous": bool(form["anonymous"]),
            "location": location,
        }
        address = accept_once(actor, now, lambda: _asked_at(page, _ask(board, form, given, actor, now)))
    if page.has_case:
        return redirect(address, 303)
    return flash_and_redirect(M("已提交，审核通过后公开。") if page.review.held else M("已发布。"), address)


def _with_place_of_photo(form, sent):
    """The form with the position of its first photo that has one, where the asker agreed to that and typed none; asked once."""
    at = sent.position if form["use_place"] and not form["position"].strip() else ""
    return form.with_values(position=at, use_place="") if at else form


def _ask(board, form, given, actor, now):
    thread = ask(board or unrouted_board(now), actor=actor, now=now, city=city(), **given)
    discard_sent(form, actor)
    if thread.hidden and not given["text"].held:
        flash(translate(HELD_AS_NEW), "warning")
    return thread


def _place_of(page):
    return Place(PlaceKind.BOARD, page.board.slug) if page.board else Place(PlaceKind.ASK)


def _asked_at(page, thread):
    return f"/threads/{thread.id}/sent" if page.has_case else f"/threads/{thread.id}"


def _read_form(page):
    """The form; `instead` and `swap` are buttons that name another department and position, and a board's own form asks that board."""
    form, instead = read_form(QUESTION), request.form.get("instead")
    form = form.with_values(position=request.form.get("swap") or form["position"])
    if instead:
        return form.with_values(to=[instead], unknown="")
    return form if form["to"] or not page.has_case or page.board is None else form.with_values(to=[page.board.slug])


def _similar(form, page, board, title, draft, now):
    """Similar answered questions, unless they were considered before."""
    if form["considered"] or not page.similar_asked:
        return None
    return wenqu().similar(title, draft.text, board.slug if board else "", now)


def _checked(form, texts, sent, answers, page, actor):
    """(board, what `check_question` and `check_location` return); the board is None where the moderators look for one.

    Raises Invalid with all errors at once.
    """
    errors, citizen = {}, not actor.official
    question = {"title": texts["title"], "text": texts["text"], "kind": form["kind"]}
    place = {"address": texts["address"], "position": form["position"], "rough": form["rough"]}
    board = collect_errors(errors, lambda: _board_asked(form, page, actor))
    checked = collect_errors(errors, lambda: check_question(**question, has_case=page.has_case, citizen=citizen))
    location = collect_errors(errors, lambda: check_location(place, _area(), citizen))
    draft = checked[1] if checked else recording.Draft("", "")
    draft = collect_errors(errors, lambda: with_files(draft, sent, answers, actor))
    if errors:
        raise Invalid(errors)
    return board, (checked[0], draft, checked[2]), location


def _area():
    return city().site.map.area


def _board_asked(form, page, actor):
    if not page.has_case:
        return get_board(page.board.slug)
    chosen = choose_department(form["to"], page.options, "to")
    if chosen and form["unknown"]:
        raise Invalid(to=M("您选了部门，又勾了“不知道该问谁”。请只留一个。"))
    if not chosen and not form["unknown"]:
        raise Invalid(to=M("请选一个部门；不知道该问谁，就勾下面那一项。"))
    if not access.may_start(actor, Section.DEPARTMENT):
        raise Forbidden(NOT_HERE)
    return get_board(chosen.slug) if chosen else None


def _check(form, page, board, title, draft, kind, actor, now):
    waits = bool(draft.held) or (page.has_case and (board is None or _screens(board)))
    return QuestionCheck(
        title=title,
        html=draft.html,
        kind_label=KIND_LABELS[kind] if kind else None,
        author=ANONYMOUS if form["anonymous"] else actor.name,
        place=_place(board),
        routed=board is not None,
        waits=waits,
        due=() if waits or not page.has_case else tuple(_due(kind, now)),
        digest=_digest(form, board, draft.files),
    )


def _place(board):
    if board is None:
        return M("由平台管理员分派")
    return board.department.name if board.department else board.name


def _screens(board):
    return city().screening if board is None or board.screening is None else board.screening


def _due(kind, now):
    for clock, by in clocks.due_times(kind, now, city()).items():
        if clock in PROMISE_LABELS:
            yield DueTime(PROMISE_LABELS[clock], by.due_at, tuple(explain(by.steps)), by.provisional)


def _digest(form, board, files):
    """A short name of all that was typed and chosen, so that nothing is published but what was looked at."""
    looked_at = {name: form[name] for name in ("kind", "title", "text", "anonymous", "address", "position", "rough")}
    looked_at["board"] = board.slug if board else None
    if files:
        looked_at["files"] = [[each.sha256, each.alt] for each in files]
    canonical = json.dumps(looked_at, sort_keys=True).replace("\\r\\n", "\\n")
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
