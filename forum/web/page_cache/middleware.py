"""The WSGI middleware that answers guests from the cache, before Flask."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, request
from werkzeug.datastructures import ResponseCacheControl
from werkzeug.exceptions import HTTPException
from werkzeug.http import is_resource_modified, parse_cache_control_header, remove_entity_headers
from werkzeug.routing import RequestRedirect

from forum.clock import whole_minute
from forum.store import db
from forum.store.sql.reads import digest, only_reads, recording_reads
from forum.store.sql.state import DatabaseState
from forum.web.page_cache.pages import LARGEST, Page, Pages, Response
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


class PageCache:
    """Answers a request with the page that was sent before where it would be made the same again, else by `program`."""

    def __init__(self, program: Program, app: Flask) -> None:
        self.program, self._app = program, app
        self._pages, self._state = Pages(), DatabaseState()
        self.sent_again = 0  # pages so far
        self._addresses = app.url_map.bind("")

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.program(environ, start)
        page = self._pages.get(key)
        if page is None and not self._is_cached(environ.get("PATH_INFO", "")):
            return self.program(environ, start)
        now, state = self._wenqu.clock.now(), self._state.current()
        if state is None:
            return self.program(environ, start)
        if page is not None and self._holds(key, page, now, state):
            self.sent_again += 1
            if page.response.for_each_reader is not None:
                page.response.for_each_reader(environ, now)
            return _sent(page.response, environ, start)
        return _sent(self._made(key, environ, now, state), environ, start)

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

    def _holds(self, key: Hashable, page: Page, now: datetime, state: Hashable) -> bool:
        """Whether a page would be made the same now: nothing was committed since, or nothing that it read has changed."""
        rules = self._wenqu.current_city
        if not page.made_at <= now < page.until or page.city is not rules.city or rules.is_due(now):
            return False
        if page.state == state:
            return True
        with db.connection():
            same = digest(page.reads) == page.digest
        if same:
            self._pages.put(key, page.found_the_same_in(state))
        return same

    def _made(self, key: Hashable, environ: dict[str, Any], now: datetime, state: Hashable) -> Response:
        """The response of the program, cached where each guest is sent the same."""
        whole = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
        with recording_reads() as recorded:
            response = _response(self.program, whole)
            if not (_may_be_cached(response) and only_reads(recorded)):
                return response
            with db.connection():
                until, reads = self._until(now), tuple(recorded)
                page = Page(response, now, until, self._wenqu.city, state, reads, digest(reads))
        if self._state.current() == state:
            self._pages.put(key, page)
        return response

    def _until(self, now: datetime) -> datetime:
        minute = whole_minute(now) + timedelta(minutes=1)
        turn = self._wenqu.next_turn(self._wenqu.city, now)
        return min(minute, turn) if turn else minute


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


def _may_be_cached(response: Response) -> bool:
    """Whether every guest is sent this response: forum.web.security has marked what is for one person."""
    caching = parse_cache_control_header(response.header("cache-control"), cls=ResponseCacheControl)
    everybodys = caching.no_cache is not None and not caching.private and not caching.no_store
    fixed = response.header("set-cookie") is None and response.header("etag") is not None
    return response.status.startswith("200") and everybodys and fixed and len(response.body) <= LARGEST


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
