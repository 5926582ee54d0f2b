"""Sends a feed: from the cache while nothing was recorded, and as a 304 while it says the same.

There is no Last-Modified: it counts in seconds, and no time of an entry tells that another one is gone.
"""

from collections.abc import Callable, Hashable
from typing import cast

from flask import Response, render_template, request
from werkzeug.http import generate_etag

from boards.channels.feeds.pages import Feed
from forum.i18n.languages import current_language
from forum.store import log
from forum.text.checks import without_characters_xml_lacks
from forum.web.addresses import absolute_url
from forum.web.delivery import compress
from forum.web.result_cache import ResultCache
from forum.wenqu import wenqu


def feed_response(make: Callable[[], Feed], *also: Hashable) -> Response:
    """The response of an impersonal view: the feed that `make()` gives, rendered once for each entry of the log.

    `also` is what the feed depends on besides.
    """
    key = request.full_path, current_language(), log.last_entry_number(), *also
    body, etag = cast(ResultCache, wenqu().feeds).get(key, lambda: _rendered(make()))
    response = Response(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.update(("Cookie", "Accept-Language"))  # by both a language is chosen
    response.set_etag(etag, weak=True)
    response.make_conditional(request)
    return compress.after_request(response)


def _rendered(feed: Feed) -> tuple[bytes, str]:
    text = render_template("parts/feed.xml", feed=feed, base=absolute_url(""))
    body = without_characters_xml_lacks(text).encode()
    return body, generate_etag(body)
