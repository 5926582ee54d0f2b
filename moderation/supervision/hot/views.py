"""The public pages of the hot topics."""

from flask import Blueprint, render_template, request

from forum.web.door import EVERYONE, city, door
from moderation.supervision.hot.queries import hot_page, term_page

views = Blueprint("hot", __name__)


@door(views, "/hot", allow=EVERYONE, cached=True)
def show(actor, now):
    page = hot_page(actor, now, city(), _typed("department"))
    return render_template("moderation/hot.html", page=page)


@door(views, "/hot/threads", allow=EVERYONE)
def threads(actor, now):
    page = term_page(_typed("term"), _typed("department"), request.args.get("before"), actor, now)
    return render_template("moderation/hot_threads.html", page=page)


def _typed(name):
    return request.args.get(name, "").strip()[:40]
