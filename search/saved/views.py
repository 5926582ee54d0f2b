"""Saving a search from its page, and the list of one's own."""

from flask import Blueprint, render_template

from forum.fields import Field
from forum.messages import M
from forum.web.door import SIGNED_IN, door
from forum.web.forms import flash_and_redirect, read_form
from search.query.request import SearchRequest
from search.saved import actions

views = Blueprint("saved_searches", __name__, url_prefix="/search/saved")
FORM = tuple(Field(name) for name in ("q", "board", "status", "kind", "author", "first", "last"))


@door(views, "", allow=SIGNED_IN)
def index(actor, now):
    return render_template("search/saved.html", rows=actions.saved_searches(actor), most=actions.MOST)


@door(views, "", methods=["POST"], allow=SIGNED_IN)
def save(actor, now):
    asked = SearchRequest(**{name: value.strip() for name, value in read_form(FORM).values.items()})
    actions.save(asked, actor=actor, now=now)
    return flash_and_redirect(M("已保存，有新结果会通知您。"), "/search/saved")


@door(views, "/<id:saved_id>/removal", methods=["POST"], allow=SIGNED_IN)
def remove(actor, now, saved_id):
    actions.remove(saved_id, actor=actor)
    return flash_and_redirect(M("已删去。"), "/search/saved")
