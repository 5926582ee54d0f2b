"""Suggestions for the page on which a question is written, fetched while its title is typed."""

from flask import Blueprint, render_template, request

from forum.accounts import limits
from forum.web.door import SIGNED_IN, door, settings
from forum.wenqu import wenqu

views = Blueprint("before_asking", __name__)


@door(views, "/search/similar", allow=SIGNED_IN)
def similar(actor, now):
    """A fragment of HTML, empty when there is nothing to offer; raises TooMany for more requests than typing makes."""
    limits.enforce_limit("similar", actor.account, now, settings().rate_limits, wenqu().pace)
    q, board = request.args.get("q", ""), request.args.get("board", "")
    return render_template("search/similar.html", similar=wenqu().similar(q, "", board, now))
