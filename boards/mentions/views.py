"""Where a mention leads, and the names that are offered while one is typed."""

from flask import Blueprint, redirect, render_template, request

from boards.mentions.queries import named_page, names_that_begin
from forum.accounts import limits
from forum.numbers import ID_DIGITS, whole_number
from forum.text.mentions import mention_of
from forum.web.door import EVERYONE, SIGNED_IN, door, settings
from forum.wenqu import wenqu

views = Blueprint("mentions", __name__)


@door(views, "/named/<bearer>", allow=EVERYONE)
def named(actor, now, bearer):
    """To the public page of who bears the name; a choice when several bore it, and 404 with an explanation when nobody is known by it."""
    page = named_page(bearer)
    if len(page.bearers) == 1:
        return redirect(page.bearers[0].url)
    return render_template("mentions/named.html", page=page), 200 if page.bearers else 404


@door(views, "/names", allow=SIGNED_IN)
def names(actor, now):
    """The names that begin with ?q= as JSON, each with how it is mentioned; raises TooMany for more requests than typing makes."""
    limits.enforce_limit("names", actor.account, now, settings().rate_limits, wenqu().pace)
    thread = whole_number(request.args.get("thread", ""), ID_DIGITS)
    found = [(each, mention_of(each.name)) for each in names_that_begin(request.args.get("q", ""), thread)]
    return {
        "names": [{"name": each.name, "mention": written, "office": each.office} for each, written in found if written]
    }
