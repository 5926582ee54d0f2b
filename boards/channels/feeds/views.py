"""The addresses of the feeds; impersonal, so that everybody gets the same and shared caches may keep it."""

from flask import Blueprint, redirect

from boards.channels.feeds import questions
from boards.channels.feeds.responses import feed_response
from boards.channels.feeds.threads import thread_feed
from boards.queries.parts.places import MovedPermanently
from forum.web.door import EVERYONE, door

views = Blueprint("feeds", __name__, url_prefix="/feeds")


@door(views, "/site.atom", allow=EVERYONE, impersonal=True)
def site(actor, now):
    return feed_response(questions.site_feed)


@door(views, "/boards/<slug>.atom", allow=EVERYONE, impersonal=True)
def board(actor, now, slug):
    return feed_response(lambda: questions.board_feed(slug))


@door(views, "/departments/<slug>.atom", allow=EVERYONE, impersonal=True)
def department(actor, now, slug):
    return feed_response(lambda: questions.department_feed(slug))


@door(views, "/categories/<id:category_id>.atom", allow=EVERYONE, impersonal=True)
def category(actor, now, category_id):
    return feed_response(lambda: questions.category_feed(category_id))


@door(views, "/threads/<id:thread_id>.atom", allow=EVERYONE, impersonal=True)
def thread(actor, now, thread_id):
    try:
        return feed_response(lambda: thread_feed(thread_id))
    except MovedPermanently as elsewhere:
        return redirect(elsewhere.url, 301)
