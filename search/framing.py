"""The results page around its results: drawn once for readers who see the same, with what a request brings put in at its edges.

Header, form and footer cost twice as much to draw as ten results, and differ from one search to the next by the query alone.
"""

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from flask import current_app, g, render_template, request, session
from jinja2.filters import do_truncate
from markupsafe import Markup, escape

from forum.i18n.languages import current_language
from forum.i18n.posts import COOKIE as SCRIPT
from forum.roles import Actor
from forum.web.addresses import canonical_url
from forum.web.members.edges import edge, filled, own_edges, pieces
from forum.web.members.somebody import Somebody, anybody, is_plain, one_person
from forum.web.result_cache import TYPE_COOKIE, result_cache
from forum.wenqu import wenqu
from search.feeds import feed_path
from search.query import filters
from search.query.request import SearchRequest

IN_TITLE, IN_HEADER, IN_FORM = 60, 200, 1000  # characters of a query that are shown there


def framed(asked: SearchRequest, results: Markup, actor: Actor) -> str:
    """The whole results page of this request."""
    values = _values(asked, results)
    own_edges({name: partial(_same, value) for name, value in values.items()})
    if "_flashes" in session or any(map(g.get, ("kept", "not_sent", "unshown"))):
        return _drawn(asked)
    reader = _reader(actor)
    city = wenqu().city  # another one once it has another calendar
    _, frame = result_cache().get(
        _key(asked, reader), lambda: (city, pieces(_of_reader(reader, asked))), lambda kept: kept[0] is city
    )
    told = {name: _html(name, values, actor) for name in set(frame[1::2])}
    return "".join(told[piece] if place % 2 else piece for place, piece in enumerate(frame))


def _same(value: Any, actor: Actor) -> Any:
    """What stands at an edge for whoever asks."""
    return value


def _values(asked: SearchRequest, results: Markup) -> dict[str, Any]:
    """What stands at the edges of this request's page."""
    return {
        "results": results,
        "asked_in_title": _cut(asked.q, IN_TITLE),
        "asked_in_header": _cut(request.args.get("q", ""), IN_HEADER, ""),
        "asked": _cut(asked.q, IN_FORM, ""),
        "asked_whole": asked.q,
        "feed": feed_path(asked) if asked.q else "",
        "here": request.full_path.rstrip("?"),
    }


def _cut(text: str, length: int, end: str = "...") -> str:
    return text if len(text) <= length else do_truncate(current_app.jinja_env, text, length, True, end)


def _html(name: str, values: Mapping[str, Any], actor: Actor) -> str:
    return escape(values[name]) if name in values else filled(name, actor)


def _reader(actor: Actor) -> Somebody:
    """For whom a frame is drawn: a guest, a member, or one with roles."""
    if not actor.signed_in:
        return Somebody(actor, "guest")
    return anybody() if is_plain(actor) else one_person(actor)


def _key(asked: SearchRequest, reader: Somebody) -> tuple[Hashable, ...]:
    """All that a frame depends on: whether there is a query, and not which."""
    chosen = (request.cookies.get(name) for name in (TYPE_COOKIE, SCRIPT))
    place = canonical_url(), request.args.get("script")
    return "frame", replace(asked, q=asked.q and "?", at=""), reader.key, current_language(), *chosen, *place


def _of_reader(reader: Somebody, asked: SearchRequest) -> str:
    with _framing(reader.actor):
        return _drawn(asked)


def _drawn(asked: SearchRequest) -> str:
    choices = {"statuses": filters.STATUS_NAMES.items(), "kinds": filters.KIND_NAMES.items()}
    return render_template("search/results.html", asked=asked, **choices)


@contextmanager
def _framing(reader: Actor) -> Iterator[None]:
    """A block whose templates show the page to `reader`, with marks at its edges."""
    actor = g.actor
    g.actor, g.shared, g.framed = reader, True, True
    g.address = edge("here")
    try:
        yield
    finally:
        g.actor, g.shared, g.framed = actor, False, False
        del g.address
