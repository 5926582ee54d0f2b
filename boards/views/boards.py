"""The board index, a board's list, and writing on a board."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for

from boards.actions.posts.threads import ask, check_question
from boards.pages.writing import ComposePage
from boards.queries.lists.board import board_page, get_board
from boards.queries.lists.board_filters import BoardFilters
from boards.queries.lists.departments import promise
from boards.queries.lists.front import front_lists
from boards.queries.lists.index import index_page
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.rules import access
from boards.rules.status import Section
from boards.views.folds import folds
from boards.views.forms import ASK, KINDS
from boards.views.text_review import covered_texts, look_at, read_answers, texts_of
from forum.accounts.sanctions import refuse_suspended
from forum.fields import Form
from forum.messages import M
from forum.problems import Forbidden, Problem, Unauthorized
from forum.text.checks import BODY_LIMIT, TITLE_LIMIT
from forum.web.door import EVERYONE, SIGNED_IN, city, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.wenqu import wenqu

views = Blueprint("boards", __name__)
# Where a question may have been asked before; a reporter's article or a notice is no question.
ASKING = (Section.DEPARTMENT, Section.DISCUSSION)


@door(views, "/", allow=EVERYONE)
def index(actor, now):
    page, lists = index_page(now, city()), front_lists(actor, now, city())
    return render_template("boards/index.html", page=page, lists=lists, folds=folds(request.cookies.get("folds", "")))


@door(views, "/boards", allow=EVERYONE)
def table(actor, now):
    return render_template("boards/table.html", page=index_page(now, city()))


@door(views, "/boards/<slug>", allow=EVERYONE)
def board(actor, now, slug):
    asked = {name: request.args.get(name) or None for name in ("status", "kind", "before")}
    wanted = BoardFilters(sort=request.args.get("sort") or "latest", best=bool(request.args.get("best")), **asked)
    return render_template("boards/board.html", page=board_page(slug, wanted, actor, now, city()))


@door(views, "/boards/<slug>/new", allow=SIGNED_IN)
def compose(actor, now, slug):
    board = _board(slug, actor)
    if board.section == Section.DEPARTMENT and board.department_id is None:
        return redirect(url_for("asking.form", unknown=1))
    return render_template("boards/compose.html", page=_compose_page(board), form=_begun_form())


@door(views, "/boards/<slug>/threads", methods=["POST"], allow=SIGNED_IN)
def create_thread(actor, now, slug):
    board, form, answers = _board(slug, actor), read_form(ASK), read_answers()
    page, texts = _compose_page(board), texts_of(form, "title", "text")
    with form_again_on(Problem, "boards/compose.html", form, except_for=(Forbidden, Unauthorized), page=lambda: page):
        page = replace(page, review=look_at(texts.values(), answers, actor))
        title, draft, kind = check_question(
            **covered_texts(texts, answers), kind=form["kind"], has_case=bool(page.kinds), citizen=not actor.official
        )
        page = replace(page, review=look_at(texts.values(), answers, actor, draft))
        page = replace(page, similar=None if form["considered"] else _similar(page, title, draft, now))
        if page.similar or page.review.asks:
            return render_template("boards/compose.html", page=page, form=form)
        anonymous = bool(form["anonymous"])
        thread = ask(board, actor=actor, now=now, city=city(), title=title, text=draft, kind=kind, anonymous=anonymous)
    message = M("已提交，审核通过后公开。") if page.review.held or not thread.public else M("已发布。")
    return flash_and_redirect(message, f"/threads/{thread.id}")


def _begun_form():
    """The form with the title and the text that the address gives."""
    limits = {"title": TITLE_LIMIT, "text": BODY_LIMIT}
    given = {name: request.args.get(name, "").strip()[:limit] for name, limit in limits.items()}
    return Form(ASK, {name: value for name, value in given.items() if value})


def _similar(page, title, draft, now):
    """Similar answered questions, shown before this one is asked; None when there are none."""
    similar = wenqu().similar(title, draft.text, page.slug, now) if page.asks else None
    return similar if similar and similar.offers else None


def _board(slug, actor):
    """The Board on which `actor` may ask; raises NotFound, Forbidden."""
    refuse_suspended(actor)
    board = get_board(slug)
    if not access.may_start(actor, board.section):
        raise Forbidden(M("这个版块只有平台指定的人员可以发新主题。"))
    return board


def _compose_page(board):
    has_case = board.section == Section.DEPARTMENT
    screened = city().screening if board.screening is None else board.screening
    return ComposePage(
        slug=board.slug,
        name=board.name,
        department=board.department and board.department.name,
        breadcrumb=breadcrumb(board),
        kinds=KINDS if has_case else (),
        promise=promise(city()) if has_case else (),
        screened=has_case and screened,
        asks=board.section in ASKING,
    )
