"""The page of the public log, and its feed."""

from dataclasses import fields

from flask import Blueprint, render_template, request

from boards.channels.feeds.responses import feed_response
from forum.web.door import EVERYONE, city, door
from moderation.log.feed import feed_of
from moderation.log.queries import LogFilter, log_page

views = Blueprint("public_log", __name__)


@door(views, "/moderation/log", allow=EVERYONE)
def log(actor, now):
    return render_template("moderation/log.html", page=log_page(_filter(), city()))


@door(views, "/feeds/moderation.atom", allow=EVERYONE, impersonal=True)
def feed(actor, now):
    """The newest deeds of the log, chosen by the same filters, as an Atom feed (RFC 4287)."""
    asked = _filter()
    return feed_response(lambda: feed_of(log_page(asked, city())))


def _filter():
    return LogFilter(**{field.name: request.args.get(field.name, "").strip() for field in fields(LogFilter)})
