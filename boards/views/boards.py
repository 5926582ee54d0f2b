"""The front page, the board index, and the lists of threads, of a board and of all."""

from flask import Blueprint, render_template, request
from markupsafe import Markup

from boards.queries.lists.board import board_page, threads_page
from boards.queries.lists.board_filters import BoardFilters
from boards.queries.lists.front import front_lists, own_questions
from boards.queries.lists.index import index_page
from boards.queries.lists.own import own_of_list
from boards.views.folds import folds
from forum.web.door import EVERYONE, city, door
from forum.web.members.pages import Made, page_of

views = Blueprint("boards", __name__)


@door(views, "/", allow=EVERYONE, cached=True)
def index(actor, now):
    def made(reader, own):
        page, lists = index_page(now, city()), front_lists(now, city())
        chosen = folds(request.cookies.get("folds", ""))
        return Made(render_template("boards/index.html", page=page, lists=lists, folds=chosen))

    def own(reader):
        rows = own_questions(reader, now)
        return Markup(render_template("boards/own_questions.html", rows=rows)) if rows else ""

    return page_of(actor, made, edges={"own_questions": own})


@door(views, "/boards", allow=EVERYONE, cached=True)
def table(actor, now):
    return page_of(actor, lambda reader, own: Made(render_template("boards/table.html", page=index_page(now, city()))))


@door(views, "/boards/<slug>", allow=EVERYONE, cached=True)
def board(actor, now, slug):
    wanted = _wanted()

    def made(reader, own):
        page = board_page(slug, wanted, reader, now, city(), own)
        return Made(render_template("boards/board.html", page=page), page.listed)

    return page_of(actor, made, own_of_list)


@door(views, "/threads", allow=EVERYONE, cached=True)
def threads(actor, now):
    wanted = _wanted()

    def made(reader, own):
        page = threads_page(wanted, reader, now, own)
        return Made(render_template("boards/threads.html", page=page), page.listed)

    return page_of(actor, made, own_of_list)


def _wanted():
    """The BoardFilters of the address."""
    asked = {name: request.args.get(name) or None for name in ("status", "kind", "before")}
    return BoardFilters(sort=request.args.get("sort") or "latest", best=bool(request.args.get("best")), **asked)
