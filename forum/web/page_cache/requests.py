"""Which requests are answered from the cache, and what of a request its page depends on."""

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any

from werkzeug.http import parse_cookie

from forum.i18n import posts as posts_in_script
from forum.i18n.languages import choose_language
from forum.web.device import COOKIE as DEVICE
from forum.web.result_cache import TYPE_COOKIE

CHOICES = (TYPE_COOKIE, posts_in_script.COOKIE, "folds")  # cookies by which a guest chooses what a page looks like
OURS = "wenqu"  # in the names of cookies that stand for one person


def key_of(environ: Mapping[str, Any]) -> Hashable | None:
    """The key of a guest's request for a page; None for every other request."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_AUTHORIZATION" in environ:
        return None
    chosen, guest = _chosen(environ.get("HTTP_COOKIE", ""), environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    return (*_place(environ), environ.get("HTTP_ACCEPT_ENCODING", ""), *chosen) if guest else None


def shared_key_of(environ: Mapping[str, Any]) -> tuple[Hashable, ...]:
    """What the page that a request asks for depends on, but for who asks."""
    chosen, _ = _chosen(environ.get("HTTP_COOKIE", ""), environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    return "members", *_place(environ), *chosen


def _place(environ: Mapping[str, Any]) -> tuple[Hashable, ...]:
    place = (environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
    return *place, environ["wsgi.url_scheme"]


@lru_cache(maxsize=4096)
def _chosen(cookies: str, languages: str) -> tuple[tuple[Hashable, ...], bool]:
    """(the language and the other choices, whether it is a guest's request: who has no cookie of their own)."""
    sent = parse_cookie(cookies)
    guest = not any(OURS in name and DEVICE not in name for name in sent)
    return (choose_language(sent.get("lang"), languages or None), *map(sent.get, CHOICES)), guest
