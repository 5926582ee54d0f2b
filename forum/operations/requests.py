"""The outermost layer of the program: gives each request an id, counts it, and writes its line of the log.

Nothing personal is counted or written: of the address only the rule of its route.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from flask import Flask, request

from forum.operations import metrics

log = logging.getLogger("wenqu.request")

NOTED = "wenqu.noted"  # in a request's environ: a dict with the rule of its route
HEADER = "X-Request-ID"
OFFERED = re.compile(r"[A-Za-z0-9._-]{8,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
CACHED, NOWHERE = "(cached page)", "(no route)"

request_id: ContextVar[str] = ContextVar("request_id", default="")

Program = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Noting:
    """Wraps `program`; an id that a request brings is taken when it comes by a trusted proxy."""

    def __init__(self, program: Program, trusted: bool) -> None:
        self.program, self._trusted = program, trusted

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        began, noted = time.perf_counter(), dict[str, str]()
        environ[NOTED] = noted
        name = self._id(environ)
        request_id.set(name)
        sent: list[str] = []

        def start_with_id(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            sent[:] = [status[:3]]
            return start(status, [*headers, (HEADER, name)], *more)

        parts = self.program(environ, start_with_id)
        seconds = time.perf_counter() - began
        _note(noted.get("rule", CACHED), environ.get("REQUEST_METHOD", ""), (sent or ["200"])[0], seconds)
        return parts

    def _id(self, environ: dict[str, Any]) -> str:
        offered = environ.get("HTTP_X_REQUEST_ID", "") if self._trusted else ""
        return offered if OFFERED.fullmatch(offered) else uuid4().hex[:16]


def install(app: Flask) -> None:
    """Note the rule of each request's route, for Noting, and give pages the id of their request."""

    @app.before_request
    def note_rule() -> None:
        if (noted := request.environ.get(NOTED)) is not None:
            noted["rule"] = request.url_rule.rule if request.url_rule else NOWHERE

    app.jinja_env.globals["request_id"] = request_id.get


def _note(rule: str, method: str, status: str, seconds: float) -> None:
    method = method if method in METHODS else "other"
    metrics.count(rule, method, f"{status[:1]}xx", seconds)
    if log.isEnabledFor(logging.INFO):
        about = {"rule": rule, "method": method, "status": int(status), "ms": round(seconds * 1000, 1)}
        log.info("%s %s %s", method, rule, status, extra={"about": about})
