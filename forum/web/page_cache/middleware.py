"""The WSGI middleware that answers guests from the cache, before Flask."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, request
from werkzeug.datastructures import ResponseCacheControl
from werkzeug.exceptions import HTTPException
from werkzeug.http import is_resource_modified, parse_cache_control_header, remove_entity_headers
from werkzeug.routing import RequestRedirect

from forum.web.page_cache.keeping import KEEPING, Keeping
from forum.web.page_cache.pages import LARGEST
from forum.web.page_cache.requests import key_of
from forum.wenqu import Wenqu

FOR_EACH_READER = "wenqu.for_each_reader"  # in a request's environ

Start = Callable[..., Any]
Program = Callable[[dict[str, Any], Start], Iterable[bytes]]


def cached(view: Callable[..., Any]) -> bool:
    """Whether a guarded view (forum.web.door.door) says that its pages may be cached."""
    return bool(getattr(view, "cached", False))


def for_each_reader(work: Callable[[dict[str, Any], datetime], None]) -> None:
    """Call `work(environ, now)` for each later request that is sent the page of this one."""
    request.environ[FOR_EACH_READER] = work


@dataclass(frozen=True)
class Response:
    """A response as a WSGI server is given it, and what a view does for each of its readers."""

    status: str
    headers: Sequence[tuple[str, str]]
    body: bytes
    for_each_reader: Any = None  # called with (environ, now)

    def header(self, name: str) -> str | None:
        """The value of a header."""
        return next((value for known, value in self.headers if known.lower() == name), None)

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return len(self.body)

    @property
    def lasting(self) -> bool:
        """Whether every guest is sent this response: forum.web.security has marked what is for one person."""
        caching = parse_cache_control_header(self.header("cache-control"), cls=ResponseCacheControl)
        everybodys = caching.no_cache is not None and not caching.private and not caching.no_store
        fixed = self.header("set-cookie") is None and self.header("etag") is not None
        return self.status.startswith("200") and everybodys and fixed and self.size <= LARGEST


class PageCache:
    """Answers a request with the page that was sent before where it would be made the same again, else by `program`."""

    def __init__(self, program: Program, app: Flask) -> None:
        self.program, self._app, self._keeping = program, app, Keeping(app)
        app.extensions[KEEPING] = self._keeping
        self.sent_again = 0  # pages so far
        self._addresses = app.url_map.bind("")

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None or not (self._keeping.knows(key) or self._is_cached(environ.get("PATH_INFO", ""))):
            return self.program(environ, start)
        response, found = self._keeping.get(key, self._wenqu.clock.now(), lambda: self._made(environ))
        if found:
            self._note_reader(response, environ)
        return _sent(response, environ, start)

    @property
    def _wenqu(self) -> Wenqu:
        program: Wenqu = self._app.extensions["wenqu"]
        return program

    def _is_cached(self, path: str) -> bool:
        try:
            endpoint, _ = self._addresses.match(path.encode("latin-1").decode(errors="replace"), method="GET")
        except (HTTPException, RequestRedirect):
            return False
        return cached(self._app.view_functions[endpoint])

    def _note_reader(self, response: Response, environ: dict[str, Any]) -> None:
        self.sent_again += 1
        if response.for_each_reader is not None:
            response.for_each_reader(environ, self._wenqu.clock.now())

    def _made(self, environ: dict[str, Any]) -> Response:
        """The whole response of the program."""
        return _response(self.program, {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"})


def _response(program: Program, environ: dict[str, Any]) -> Response:
    started: list[Any] = []
    parts = program(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    status, headers = started[-1]
    undated = [(name, value) for name, value in headers if name.lower() != "date"]  # the server dates each response
    return Response(status, undated, body, environ.get(FOR_EACH_READER))


def _sent(response: Response, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """The response, as a 304 to a browser that has it."""
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and response.status.startswith("200") and not is_resource_modified(environ, response.header("etag")):
        headers = list(response.headers)
        remove_entity_headers(headers)
        start("304 NOT MODIFIED", headers)
        return [b""]
    start(response.status, list(response.headers))
    return [response.body]
