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
    chosen = _chosen(environ.get("HTTP_COOKIE", ""), environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    if chosen is None:
        return None
    place = (environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
    return *place, environ["wsgi.url_scheme"], environ.get("HTTP_ACCEPT_ENCODING", ""), *chosen


@lru_cache(maxsize=4096)
def _chosen(cookies: str, languages: str) -> tuple[Hashable, ...] | None:
    """The language and the other choices of a guest; None for whoever has a cookie of their own."""
    sent = parse_cookie(cookies)
    if any(OURS in name and DEVICE not in name for name in sent):
        return None
    return choose_language(sent.get("lang"), languages or None), *map(sent.get, CHOICES)
