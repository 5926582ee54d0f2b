"""What is one's own on a page that is otherwise everybody's: a template writes `edge("name")`, and each reader gets theirs.

While a shared page is made, an edge is a mark that nobody can guess; otherwise it is its value at once.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import g
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from forum.i18n import formats
from forum.i18n.languages import translate
from forum.i18n.posts import with_lang
from forum.idempotency.actions import new_key
from forum.messages import M
from forum.roles import Actor
from forum.web.door import current_actor

_SECRET = secrets.token_hex(16)
_MARK = re.compile(f"{_SECRET}-([a-z_]+)-")
MOST_COUNTED = 999
ALWAYS_AS_LONG = frozenset({"csrf", "key"})  # edges whose values have the same length at every request

Fill = Callable[[Actor], Any]


def edge(name: str) -> Any:
    """The value of an edge for this request's reader, or its mark."""
    return Markup(f"{_SECRET}-{name}-") if g.get("shared") else _fill_of(name)(current_actor())


def csrf_token() -> Any:
    """Flask-WTF's token of the session, as an edge."""
    return edge("csrf")


def once_key() -> Any:
    """A key that nobody has used, as an edge."""
    return edge("key")


def pieces(html: str) -> Sequence[str]:
    """A page with marks as what stands between them and, in every second place, the name of an edge."""
    return _MARK.split(html)


def filled(name: str, actor: Actor) -> str:
    """The HTML of an edge for a member."""
    return str(escape(_fill_of(name)(actor)))


def own_edges(fills: Mapping[str, Fill]) -> None:
    """Name further edges of the page that this request asks for."""
    g.own_edges = fills


def _fill_of(name: str) -> Fill:
    return _EVERY_PAGE.get(name) or g.own_edges[name]


def _unread(actor: Actor) -> Markup:
    if not actor.unread:
        return Markup()
    number = formats.number(actor.unread) if actor.unread <= MOST_COUNTED else f"{MOST_COUNTED}+"
    return Markup('<span class="count">%s<span class="vh"> %s</span></span>') % (number, translate(M("条未读")))


_EVERY_PAGE: dict[str, Fill] = {
    "csrf": lambda actor: generate_csrf(),
    "key": lambda actor: new_key(),
    "name": lambda actor: with_lang(actor.name),
    "unread": _unread,
    "unread_dot": lambda actor: Markup(' class="dot"') if actor.unread else Markup(),
}
