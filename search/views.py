"""The results page, and the same through the API."""

import time
from dataclasses import replace
from typing import cast

from flask import Blueprint, render_template, request
from markupsafe import Markup

from boards.channels.api.answering import moment
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.channels.feeds.responses import feed_response
from forum.i18n.languages import current_language, translate
from forum.i18n.posts import converting
from forum.web.addresses import absolute_url
from forum.web.door import EVERYONE, city, door
from forum.web.result_cache import guest_page_key, result_cache
from forum.wenqu import wenqu
from search import schemas
from search.engines.base import Engine
from search.feeds import MOST, feed_path, search_feed
from search.framing import framed
from search.marks import listed, shown
from search.queries import grouped_repeats, search_page, state
from search.query import filters
from search.query.request import SearchRequest

views = Blueprint("search", __name__)
api = api_blueprint("api_search")

PAGE = 10


@door(views, "/search", allow=EVERYONE)
def show(actor, now):
    asked = _typed(PAGE)
    key = current_language(), converting(), asked, state(engine(), actor, now)
    page = guest_page_key()
    if page is None:  # only the results are cached; the rest of the page is the viewer's own
        return framed(asked, _cached(key, now, lambda: _results(*key[2:], actor, now))[0], actor)
    return _cached((page, key), now, lambda: _whole(asked, *_results(*key[2:], actor, now), actor))[0]


@door(views, "/feeds/search.atom", allow=EVERYONE, impersonal=True)
def feed(actor, now):
    """What the search of the same address finds, the newest first, as an Atom feed (RFC 4287)."""
    asked = replace(_typed(MOST), sort="date", at="")
    when = state(engine(), actor, now)
    until = now.replace(second=0, microsecond=0)  # a case becomes overdue without an entry of the log
    return feed_response(
        lambda: search_feed(search_page(asked, engine(), actor, now, city(), when, places(when))), when, until
    )


@endpoint(api, "/search", query=schemas.SearchAsked, answer=schemas.Found)
def search(actor, now, asked):
    """Search every public post; `q` is the language of the search box."""
    began = time.perf_counter()
    when = state(engine(), actor, now)
    page = search_page(_asked(asked), engine(), actor, now, city(), when, places(when))
    took = round((time.perf_counter() - began) * 1000)
    return schemas.Found(
        items=[_item(hit) for hit in page.hits],
        next=page.following and _next(page.following),
        total=page.total,
        more=page.more,
        took_ms=took,
        notes=[translate(note) for note in page.notes],
        loose=page.loose,
        rebuilding=page.rebuilding,
    )


def _typed(limit):
    """The SearchRequest of the address."""
    names = {
        "q": "q",
        "board": "board",
        "status": "status",
        "kind": "kind",
        "author": "author",
        "first": "from",
        "last": "to",
        "at": "at",
    }
    given = request.args.to_dict()  # a MultiDict is slow for names that are missing
    typed = {name: given.get(known, "").strip() for name, known in names.items()}
    sort = given.get("sort", "")
    return SearchRequest(**typed, sort=sort if sort in filters.SORTS else "relevance", limit=limit)


def _whole(asked, results, until, actor):
    return framed(asked, results, actor), until


def _results(asked, when, actor, now):
    """(the part of the page that can be cached, the time from which a case in it is overdue)."""
    page = grouped_repeats(search_page(asked, engine(), actor, now, city(), when, places(when)))
    how = result_cache().get(
        ("how", current_language(), page.empty), lambda: Markup(render_template("search/how.html", opened=page.empty))
    )
    return Markup(
        render_template(
            "search/found.html", page=page, hits=shown(page.hits), listed=listed, how=how, feed=feed_path(page.asked)
        )
    ), page.until


def _cached(key, now, make):
    """(result, until) from the cache, made again once `until` has come."""
    return result_cache().get(key, make, lambda thing: thing[1] is None or now < thing[1])


def places(when):
    """Every board, read once in this process and again when there is a new one; boards never change."""
    return result_cache().get(("boards", when.board), filters.Places)


def engine() -> Engine:
    """The search engine of this program."""
    return cast(Engine, wenqu().engine)


def _asked(asked):
    given = asked.model_dump(exclude={"first", "last"}, exclude_none=True)
    days = {name: getattr(asked, name).isoformat() for name in ("first", "last") if getattr(asked, name)}
    return SearchRequest(**given, **days)


def _next(following):
    return absolute_url("/api/v1" + following)


def _item(hit):
    return schemas.Hit(
        thread=hit.thread,
        post=hit.post,
        floor=hit.floor,
        title="".join(translate(piece.text) for piece in hit.title),
        snippet="".join(piece.text for piece in hit.passage),
        status=hit.status,
        official=hit.official,
        board=hit.board.url.rpartition("/")[2],
        created_at=moment(hit.created_at),
        others=hit.others,
    )
