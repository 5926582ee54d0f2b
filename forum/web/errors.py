"""Error handlers: every refusal is a page or problem+json (RFC 9457), never a traceback."""

import errno
import logging
from itertools import islice
from typing import Any
from urllib.parse import quote

import peewee
from flask import Flask, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from forum.i18n import languages
from forum.messages import M, N
from forum.problems import (
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NeverAllowed,
    NotFound,
    Problem,
    TooLarge,
    TooMany,
    Unauthorized,
    Unavailable,
)
from forum.store.sql.causes import cause_of, is_passing, told
from forum.web.door import answers_json, redirect_to_login
from forum.web.refused import NotSent, returned_form, typed_fields

log = logging.getLogger(__name__)

# The largest answer to a refused call of the API: what was sent comes back in part only.
MOST_ERRORS = 20
LONGEST_NAME = 100  # characters, as the following
LONGEST_ERROR = 500
LONGEST_DETAIL = 2000

OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})

OF_STATUS: dict[int, type[Problem]] = {
    problem.status: problem
    for problem in (
        Malformed,
        Unauthorized,
        Forbidden,
        NotFound,
        NeverAllowed,
        Conflict,
        TooLarge,
        TooMany,
        Unavailable,
    )
}


def install(app: Flask) -> None:
    """Register the handlers for problems, for HTTP errors and for errors of the database."""
    app.register_error_handler(Problem, problem_response)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(peewee.OperationalError, _store)
    app.register_error_handler(peewee.InterfaceError, _store)
    app.register_error_handler(OSError, _file)
    app.register_error_handler(peewee.DataError, _unfit)
    app.register_error_handler(Exception, _unexpected)


def log_refusal(problem: Problem) -> None:
    """Log a refusal of an official's request; citizens' mistakes are not logged."""
    actor = g.get("actor")  # not current_actor(), which reads the database: its failure may be the cause
    if actor and actor.official:
        log.warning("refused: %s %s by account %s: %s", request.method, logged_path(), actor.account, problem)


def logged_path() -> str:
    """The request's path for the log, on one line whatever it holds (ASVS 16.4.1)."""
    return quote(request.path, safe="/:@,;=+~")


def problem_response(problem: Problem) -> Response:
    """The response for a Problem."""
    if request.method not in ("GET", "HEAD"):
        log_refusal(problem)
    if problem.status == 401 and not answers_json() and request.method in ("GET", "HEAD"):
        return redirect_to_login()
    returned = returned_form(problem)
    if isinstance(returned, Response):
        return returned
    problem = returned
    response = _json(problem) if answers_json() else _page(problem)
    response.status_code = problem.status
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 405:
        response.headers["Allow"] = ", ".join(_methods())
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _methods() -> list[str]:
    """The methods for the Allow header (RFC 9110 section 10.2.1), without the one that was refused."""
    adapter = current_app.create_url_adapter(request)
    return sorted(set(adapter.allowed_methods() if adapter else ()) - {request.method})


def _json(problem: Problem) -> Response:
    language = languages.current_language()
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": languages.in_language(problem.title, language),
        "status": problem.status,
        "detail": languages.in_language(problem.detail, language),
    }
    if isinstance(problem, Invalid):
        body["errors"] = _named_errors(problem, language)
        body["detail"] = "；".join(body["errors"].values())
        if more := len(problem.errors) - len(body["errors"]):
            body["detail"] += "；" + languages.in_language(N("另有 %(n)s 处错误没有列出。", n=more), language)
    body["detail"] = _shortened(body["detail"], LONGEST_DETAIL)
    response = jsonify(body)
    response.content_type = "application/problem+json"
    return response


def _named_errors(problem: Invalid, language: str) -> dict[str, str]:
    """The first errors by field; the caller chose the names of unknown fields, so they may be long and many."""
    first = islice(problem.errors.items(), MOST_ERRORS)
    return {
        _shortened(field, LONGEST_NAME): _shortened(languages.in_language(message, language), LONGEST_ERROR)
        for field, message in first
    }


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _page(problem: Problem) -> Response:
    return make_response(
        render_template(
            "errors/error.html",
            status=problem.status,
            title=problem.title,
            detail=problem.detail,
            errors=getattr(problem, "errors", {}),
            retry_after=problem.retry_after,
            typed=typed_fields(),
        )
    )


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    problem: Problem
    if error.code == 415:
        problem = Malformed(M("请求的内容类型不对。"), title=M("内容类型不支持"))
        problem.status = 415
    else:
        problem = OF_STATUS.get(error.code, Problem)()
        problem.status = error.code
    return problem_response(problem)


def _forged(error: CSRFError) -> Response:
    if typed_fields():
        return problem_response(NotSent())
    return problem_response(Malformed(M("页面打开得太久，或者不是从本站提交的，这次没有提交。请返回刷新后再提交。")))


def _store(error: Exception) -> Response:
    log.warning("the store could not take it: %s", told(error))
    return problem_response(Unavailable())


def _file(error: OSError) -> Response:
    """A file could not be written or read: later, when the disk has room again or works again."""
    return _store(error) if cause_of(error) is error and error.errno in OF_THE_DISK else _unexpected(error)


def _unfit(error: peewee.PeeweeException) -> Response:
    log.exception("a value that the database cannot hold at %s %s", request.method, logged_path(), exc_info=error)
    return problem_response(Malformed())


def _unexpected(error: Exception) -> Response:
    if is_passing(error):
        return _store(error)
    log.exception("unexpected error at %s %s", request.method, logged_path(), exc_info=error)
    return problem_response(Problem())
