"""Responses of the API: JSON with an ETag, a link to the next page, and headers that keep shared caches from storing them."""

import json
from datetime import datetime
from typing import Any, overload
from urllib.parse import urlencode

from flask import current_app, request
from pydantic import BaseModel
from werkzeug import Response

from forum.i18n import formats
from forum.web.addresses import absolute_url
from forum.web.door import city


def response(call: Any, text: str, replayed: bool = False) -> Response:
    """The response of an endpoint with `text` as its JSON body."""
    made = current_app.response_class(text, call.status, mimetype="application/json" if text else None)
    if not text:
        made.headers.pop("Content-Type", None)
    if call.location:
        made.headers["Location"] = call.location.format(**json.loads(text))
    if replayed:
        made.headers["Idempotent-Replayed"] = "true"
    if call.method != "GET":
        return made
    made.add_etag()
    return made.make_conditional(request)


def add_cache_headers(made: Response) -> Response:
    """Set Vary and Cache-Control: a response depends on token and language; with a token it is private."""
    caching = "private, no-cache" if "Authorization" in request.headers else "no-cache"
    made.headers["Cache-Control"] = caching if request.method in ("GET", "HEAD") else "no-store"
    made.vary.update(("Authorization", "Accept-Language", "Cookie"))
    return made


@overload
def moment(at: None) -> None: ...


@overload
def moment(at: datetime) -> str: ...


def moment(at: datetime | None) -> str | None:
    """A time in RFC 3339 in the city's zone; None for None."""
    return formats.iso(at, city().timezone) if at else None


def next_page(asked: BaseModel, **cursor: Any) -> str:
    """The URL of the next page: the same parameters with another cursor."""
    parameters = asked.model_dump(exclude_unset=True, by_alias=True) | cursor
    return absolute_url(f"{request.path}?{urlencode(parameters)}")
