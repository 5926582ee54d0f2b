"""The front page, the board index, and the lists of threads, of a board and of all."""

from flask import Blueprint, render_template, request

from boards.queries.lists.board import board_page, threads_page
from boards.queries.lists.board_filters import BoardFilters
from boards.queries.lists.front import front_lists
from boards.queries.lists.index import index_page
from boards.views.folds import folds
from forum.web.door import EVERYONE, city, door

views = Blueprint("boards", __name__)


@door(views, "/", allow=EVERYONE, cached=True)
def index(actor, now):
    page, lists = index_page(now, city()), front_lists(actor, now, city())
    return render_template("boards/index.html", page=page, lists=lists, folds=folds(request.cookies.get("folds", "")))


@door(views, "/boards", allow=EVERYONE, cached=True)
def table(actor, now):
    return render_template("boards/table.html", page=index_page(now, city()))


@door(views, "/boards/<slug>", allow=EVERYONE, cached=True)
def board(actor, now, slug):
    return render_template("boards/board.html", page=board_page(slug, _wanted(), actor, now, city()))


@door(views, "/threads", allow=EVERYONE, cached=True)
def threads(actor, now):
    return render_template("boards/threads.html", page=threads_page(_wanted(), actor, now))


def _wanted():
    """The BoardFilters of the address."""
    asked = {name: request.args.get(name) or None for name in ("status", "kind", "before")}
    return BoardFilters(sort=request.args.get("sort") or "latest", best=bool(request.args.get("best")), **asked)
