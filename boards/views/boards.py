"""The board index, a board's list, and asking."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request

from boards import access
from boards.actions.threads import ask, checked
from boards.second_look import second_look
from boards.views.looking import answers, as_chosen, texts_of
from boards.writing_pages import ComposePage
from boards.queries.board import Wanted, board_page, breadcrumb, get_board
from boards.queries.departments import promise
from boards.queries.index import index_page
from boards.labels import KIND_LABELS
from boards.status import Section
from forum.typed import EMPTY, Form, again, ticked, typed
from forum.i18n import said
from forum.messages import M
from forum.problems import Forbidden, Problem, Unauthorized
from forum.sanctions import refuse_suspended
from forum.text import BODY_LIMIT, TITLE_LIMIT
from forum.web import EVERYONE, SIGNED_IN, city, door
from forum.wenqu import wenqu

views = Blueprint("boards", __name__)


@door(views, "/", allow=EVERYONE)
def index(actor, now):
    return render_template("boards/index.html", page=index_page(now, city()))


@door(views, "/boards/<slug>", allow=EVERYONE)
def board(actor, now, slug):
    asked = {name: request.args.get(name) or None for name in ("status", "kind", "before")}
    wanted = Wanted(sort=request.args.get("sort") or "latest", best=bool(request.args.get("best")), **asked)
    return render_template("boards/board.html", page=board_page(slug, wanted, actor, now, city()))


@door(views, "/boards/<slug>/new", allow=SIGNED_IN)
def compose(actor, now, slug):
    return render_template("boards/compose.html", page=_compose_page(_board(slug, actor)), form=EMPTY)


@door(views, "/boards/<slug>/threads", methods=["POST"], allow=SIGNED_IN)
def create_thread(actor, now, slug):
    board, answered = _board(slug, actor), answers()
    page = _compose_page(board)
    values = typed("title", "text", "kind", "anonymous", "considered")
    texts = texts_of(values, "title", "text")
    try:
        page = replace(page, look=second_look(texts.values(), answered, offered=not actor.official))
        title, draft, kind = checked(**as_chosen(texts, answered), kind=values["kind"], has_case=bool(page.kinds), citizen=not actor.official)
        page = _looked_at(page, texts, draft, answered, actor)
        page = replace(page, similar=None if values["considered"] else _similar(page, title, draft, now))
        if page.similar or page.look.asks:
            return render_template("boards/compose.html", page=page, form=Form(values))
        thread = ask(
            board, actor=actor, now=now, city=city(), title=title, text=draft, kind=kind, anonymous=ticked("anonymous"),
        )  # fmt: skip
    except (Forbidden, Unauthorized):
        raise
    except Problem as problem:
        return again("boards/compose.html", problem, values, page=page)
    flash(said(M("已提交，审核通过后公开。") if page.look.held or not thread.public else M("已发布。")), "done")
    return redirect(f"/threads/{thread.id}", 303)


def _looked_at(page, texts, draft, answered, actor):
    masked = [word.text for word in draft.masked]
    return replace(page, look=second_look(texts.values(), answered, masked=masked, held=bool(draft.held), offered=not actor.official))


def _similar(page, title, draft, now):
    """Answered questions like this one, before it is asked; None when there are none."""
    similar = wenqu().similar(title, draft.text, page.slug, now)
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
        slug=board.slug, name=board.name, department=board.department and board.department.name,
        breadcrumb=breadcrumb(board), kinds=tuple((kind.value, label) for kind, label in KIND_LABELS.items()) if has_case else (),
        promise=promise(city()) if has_case else (), screened=has_case and screened,
        title_limit=TITLE_LIMIT, text_limit=BODY_LIMIT,
    )  # fmt: skip
