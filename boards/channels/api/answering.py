"""The answers of the API: JSON with an ETag, a way to the next page, and headers that keep them out of shared caches."""

import json
from datetime import datetime
from typing import Any, overload
from urllib.parse import urlencode, urljoin

from flask import current_app, request
from pydantic import BaseModel
from werkzeug import Response

from forum.i18n import formats
from forum.web.door import city


def response(call: Any, text: str, replayed: bool = False) -> Response:
    """The response of a call with `text` as its JSON body."""
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
    """Answers depend on the token and the language; those to a token stay with their reader."""
    kept = "private, no-cache" if "Authorization" in request.headers else "no-cache"
    made.headers["Cache-Control"] = kept if request.method in ("GET", "HEAD") else "no-store"
    made.vary.update(("Authorization", "Accept-Language", "Cookie"))
    return made


@overload
def moment(at: None) -> None: ...


@overload
def moment(at: datetime) -> str: ...


def moment(at: datetime | None) -> str | None:
    """RFC 3339 in the city's time; None stays None."""
    return formats.iso(at, city().timezone) if at else None


def next_page(asked: BaseModel, **cursor: Any) -> str:
    """The address of the next page: the same parameters with another cursor."""
    kept = asked.model_dump(exclude_unset=True, by_alias=True) | cursor
    return urljoin(request.host_url, f"{request.path}?{urlencode(kept)}")
