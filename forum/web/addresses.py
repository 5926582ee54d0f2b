"""Addresses: url_for with a cache, since a page builds some twenty of them, and absolute URLs, which begin with WENQU_URL.

The Host header of a request comes from whoever sends it and is never repeated.
"""

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import redirect, request, url_for
from werkzeug import Response
from werkzeug.routing import RequestRedirect

from forum.numbers import whole_number
from forum.web.static_files import hashed_name
from forum.wenqu import wenqu

MOST = 4096


def cached_url_for(endpoint: str, **values: Any) -> str:
    """Flask's url_for; cached for endpoints and values that depend on nothing in the request but its script root."""
    if endpoint == "static":
        values["filename"] = hashed_name(values["filename"])
    if endpoint.startswith(".") or any(name.startswith("_") for name in values):
        return url_for(endpoint, **values)
    return _cached(request.script_root, endpoint, tuple(values.items()))


def absolute_url(path: str) -> str:
    """The URL under which everybody reaches a path of this site."""
    return wenqu().settings.url + path


def canonical_url() -> str:
    """The one URL of the page asked for: of its query, only the number of a page after the first belongs to it.

    That of another order, or of the floors of a merged thread, counts other pages.
    """
    other = request.args.keys() & {"order", "of"}
    page = None if other else whole_number(request.args.get("page", ""), 6)
    return absolute_url(quote(request.script_root + request.path) + (f"?page={page}" if page and page > 1 else ""))


def redirect_within_site() -> Response | None:
    """The redirect to the address that the router prefers (of `//boards` to `/boards`); the router's own names the Host header."""
    asked = request.routing_exception
    if not isinstance(asked, RequestRedirect):
        return None
    return redirect("/" + asked.new_url.removeprefix(request.host_url).lstrip("/"), asked.code)


@lru_cache(maxsize=MOST)
def _cached(root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))
