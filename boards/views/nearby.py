"""Where matters are: what is near a position, and the form by which the asker or a moderator corrects the place of a thread."""

from flask import Blueprint, render_template, request

from boards.actions.posts.locations import relocate as put
from boards.pages.locations import NearbyPage
from boards.queries.lists.nearby import nearby_page, place_of_thread, relocation_page
from boards.queries.thread.thread import get_thread
from boards.rules.locations.distance import RADII, RADIUS
from boards.rules.locations.position import Precision, read_position, swapped
from boards.views.forms import POSITION, RELOCATION
from boards.views.text_review import covered_texts, look_at, read_answers, texts_of
from forum.accounts import limits
from forum.fields import Form
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Forbidden, Invalid, NotFound, Problem
from forum.web.door import EVERYONE, SIGNED_IN, city, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.wenqu import wenqu

views = Blueprint("nearby", __name__)


@door(views, "/nearby", allow=EVERYONE)
def nearby(actor, now):
    """What is near a `thread`, or near a `position` (or `lat` and `lon`), within `radius` metres.

    Raises NotFound for a thread without a position, TooMany.
    """
    thread, radius = request.args.get("thread"), whole_number(request.args.get("radius", ""))
    radius = radius if radius in RADII else RADIUS
    limits.enforce_limit("nearby", actor.account or request.remote_addr, now, settings().rate_limits, wenqu().pace)
    if thread:
        at, of = place_of_thread(_number(thread), actor)
        return _shown(nearby_page(at, radius, now, city().site.map, settings().map_tiles, of), Form((POSITION,)))
    return _near_typed(_typed(), radius, now)


@door(views, "/threads/<id:thread_id>/location", allow=SIGNED_IN)
def location(actor, now, thread_id):
    page = relocation_page(thread_id, actor)
    return render_template("boards/location.html", page=page, form=Form(RELOCATION, page.values))


@door(views, "/threads/<id:thread_id>/location", methods=["POST"], allow=SIGNED_IN)
def relocate(actor, now, thread_id):
    """Correct where the matter of a thread is; with nothing typed it has no place any more."""
    page, form, answers = relocation_page(thread_id, actor), read_form(RELOCATION), read_answers()
    form = form.with_values(position=request.form.get("swap") or form["position"])
    texts = texts_of(form, "address", "reason")
    page = page.with_review(look_at(texts.values(), answers, actor), swapped(form["position"], city().site.map.area))
    with form_again_on(Problem, "boards/location.html", form, except_for=Forbidden, page=lambda: page):
        if page.review.asks:
            return render_template("boards/location.html", page=page, form=form)
        given = form.values | covered_texts(texts, answers)
        there = put(get_thread(thread_id, actor), given, actor=actor, now=now, city=city())
    return flash_and_redirect(M("地点已改。") if there else M("地点已撤下。"), f"/threads/{thread_id}")


def _typed():
    """The position of the address: `position`, or `lat` with `lon`, as other programs give them."""
    lat, lon = (request.args.get(name, "") for name in ("lat", "lon"))
    return request.args.get("swap") or request.args.get("position") or f"{lat}, {lon}".strip(", ")


def _near_typed(typed, radius, now):
    area, form = city().site.map.area, Form((POSITION,), {"position": typed} if typed else {})
    try:
        at = read_position(typed, Precision.POINT, area)
    except Invalid as problem:
        form = Form(form.fields, form.values, problem.errors)
        return _shown(NearbyPage(swapped=swapped(typed, area)), form), problem.status
    if at is None:
        return _shown(NearbyPage(), form)
    return _shown(nearby_page(at, radius, now, city().site.map, settings().map_tiles), form)


def _shown(page, form):
    return render_template("boards/nearby.html", page=page, form=form)


def _number(raw):
    number = whole_number(raw, ID_DIGITS)
    if not number:
        raise NotFound(M("没有这个主题。"))
    return number
