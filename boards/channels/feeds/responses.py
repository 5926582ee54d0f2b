"""Sends a feed: from the cache while nothing was recorded, and as a 304 while it says the same.

There is no Last-Modified: it counts in seconds, and no time of an entry tells that another one is gone.
"""

import re
from collections.abc import Callable, Hashable
from typing import cast

from flask import Response, render_template, request
from werkzeug.http import generate_etag

from boards.channels.feeds.pages import Feed
from forum.i18n.languages import current_language
from forum.store import log
from forum.web.addresses import absolute_url
from forum.web.delivery import compress
from forum.web.result_cache import ResultCache
from forum.wenqu import wenqu

# What XML 1.0 cannot hold, not even escaped (W3C XML 1.0, 2.2 Characters).
NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


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
    body = NO_CHARACTERS.sub("", text).encode()
    return body, generate_etag(body)
