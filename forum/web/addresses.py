"""Addresses of pages, worked out once: a page names some twenty, most of them the same on every page."""

from functools import lru_cache

from flask import request, url_for

MOST = 4096


def cached_url_for(endpoint, **values):
    """What Flask's url_for gives; kept for the plain ones, which depend on nothing else in the request than its root."""
    if endpoint.startswith(".") or any(name.startswith("_") for name in values):
        return url_for(endpoint, **values)
    return _kept(request.script_root, endpoint, tuple(values.items()))


@lru_cache(maxsize=MOST)
def _kept(root, endpoint, values):
    return url_for(endpoint, **dict(values))
