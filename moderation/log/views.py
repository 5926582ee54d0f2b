"""The page of the public log, and its feed."""

from dataclasses import fields

from flask import Blueprint, make_response, render_template, request

from forum.web.addresses import absolute_url
from forum.web.door import EVERYONE, city, door
from moderation.log.queries import LogFilter, log_page

views = Blueprint("public_log", __name__)


@door(views, "/moderation/log", allow=EVERYONE)
def log(actor, now):
    return render_template("moderation/log.html", page=log_page(_filter(), city()))


@door(views, "/feeds/moderation.atom", allow=EVERYONE)
def feed(actor, now):
    """The newest deeds of the log, chosen by the same filters, as an Atom feed (RFC 4287)."""
    page = log_page(_filter(), city())
    made = make_response(render_template("moderation/log.xml", page=page, base=absolute_url(""), now=now))
    made.content_type = "application/atom+xml; charset=utf-8"
    return made


def _filter():
    return LogFilter(**{field.name: request.args.get(field.name, "").strip() for field in fields(LogFilter)})
