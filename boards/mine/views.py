"""The member's own pages, marking threads of a list as read, and watching boards and departments."""

import re

from flask import Blueprint, render_template, request

from boards.mine import actions
from boards.mine.history import clear_history, history_page, keep_history
from boards.mine.queries import places_page, replies_page
from boards.mine.questions import questions_page, ratings_page, watched_page
from boards.queries.lists.board import get_board
from boards.queries.lists.departments import get_department
from forum.messages import M
from forum.web.door import SIGNED_IN, door, safe_redirect_target
from forum.web.forms import flash_and_redirect

views = Blueprint("mine", __name__)
MARK = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})\.([0-9]{1,18})")
MOST_MARKS = 50  # threads of one page


@door(views, "/my", allow=SIGNED_IN)
def questions(actor, now):
    return render_template("mine/questions.html", page=questions_page(actor, now, request.args.get("after")))


@door(views, "/my/replies", allow=SIGNED_IN)
def replies(actor, now):
    return render_template("mine/replies.html", page=replies_page(actor, request.args.get("before")))


@door(views, "/my/watches", allow=SIGNED_IN)
def watches(actor, now):
    return render_template("mine/watches.html", page=watched_page(actor, now, request.args.get("after")))


@door(views, "/my/places", allow=SIGNED_IN)
def places(actor, now):
    return render_template("mine/places.html", page=places_page(actor))


@door(views, "/my/ratings", allow=SIGNED_IN)
def ratings(actor, now):
    return render_template("mine/ratings.html", page=ratings_page(actor, now, request.args.get("after")))


@door(views, "/my/history", allow=SIGNED_IN)
def history(actor, now):
    return render_template("mine/history.html", page=history_page(actor, now, request.args.get("after")))


@door(views, "/my/history/keeping", methods=["POST"], allow=SIGNED_IN)
def keep(actor, now):
    wanted = request.form.get("wanted") == "yes"
    keep_history(wanted, actor=actor, now=now)
    done = M("从现在起记下您看过的主题。") if wanted else M("不再记录，以前的也已清空。")
    return flash_and_redirect(done, "/my/history")


@door(views, "/my/history/clearing", methods=["POST"], allow=SIGNED_IN)
def clear(actor, now):
    clear_history(actor=actor)
    return flash_and_redirect(M("浏览记录已清空。"), "/my/history")


@door(views, "/my/reading", methods=["POST"], allow=SIGNED_IN)
def reading(actor, now):
    """Mark the threads of a list as read, as far as its page knew them; what is no mark of such a page is left out."""
    found = [MARK.fullmatch(raw) for raw in request.form.getlist("mark")[:MOST_MARKS]]
    marks = [tuple(map(int, each.groups())) for each in found if each]
    actions.mark_all_read(marks, actor=actor, now=now)
    return flash_and_redirect(M("已标为看过。"), safe_redirect_target(request.form.get("next"), "/my"))


@door(views, "/boards/<slug>/watch", methods=["POST"], allow=SIGNED_IN)
def watch_board(actor, now, slug):
    return _watch(get_board(slug), actor, now, f"/boards/{slug}")


@door(views, "/boards/<slug>/unwatch", methods=["POST"], allow=SIGNED_IN)
def unwatch_board(actor, now, slug):
    return _unwatch(get_board(slug), actor, f"/boards/{slug}")


@door(views, "/departments/<slug>/watch", methods=["POST"], allow=SIGNED_IN)
def watch_department(actor, now, slug):
    return _watch(get_department(slug), actor, now, f"/departments/{slug}")


@door(views, "/departments/<slug>/unwatch", methods=["POST"], allow=SIGNED_IN)
def unwatch_department(actor, now, slug):
    return _unwatch(get_department(slug), actor, f"/departments/{slug}")


def _watch(place, actor, now, address):
    actions.watch_place(place, actor=actor, now=now)
    return flash_and_redirect(M("已关注，有新问题会通知您。"), _back(address))


def _unwatch(place, actor, address):
    actions.unwatch_place(place, actor=actor)
    return flash_and_redirect(M("已取消关注。"), _back(address))


def _back(address):
    return safe_redirect_target(request.form.get("next"), address)
