"""The addresses of GeoReport v2. Impersonal: the API key of an app counts, never who is signed in."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import peewee
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from boards.channels.api.answering import moment
from boards.channels.open311 import queries
from boards.channels.open311.actions import Submitted, prepare
from boards.channels.open311.formats import TYPES, Answer, written
from boards.channels.open311.keys import app_of
from boards.channels.open311.reading import KIND, read
from boards.channels.open311.rules import listed, read_ids, read_period, read_statuses
from boards.clocks.policy import Kind
from boards.rules.labels import KIND_LABELS
from forum.i18n.languages import translate
from forum.idempotency.actions import run_once
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Invalid, NotFound, Problem, Unavailable
from forum.web.addresses import absolute_url
from forum.web.door import EVERYONE, city, door, settings

PREFIX = "/open311/v2"
View = Callable[..., Any]
views = Blueprint("open311", __name__, url_prefix=PREFIX)

CHANGED = "2026-11-29T00:00:00+08:00"  # when what stands behind the addresses was changed last
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
UNKNOWN_JURISDICTION = M("没有这个 jurisdiction_id。")
ENOUGH_ERRORS = 20


def serve(rule: str, method: str = "GET") -> Callable[[View], View]:
    """Register a view of GeoReport v2 in both of its formats."""

    def register(view: View) -> View:
        @wraps(view)
        def in_format(actor, now, form, **values):
            if form not in TYPES:
                raise NotFound(M("只有 xml 和 json 两种格式。"))
            return view(actor, now, form=form, **values)

        return door(views, f"{rule}.<form>", allow=EVERYONE, impersonal=True, methods=[method])(in_format)

    return register


@serve("/discovery")
def discovery(actor, now, form):
    """Where the service is and how its keys are had."""
    site = city().site
    contact = "; ".join(filter(None, (site.host or site.city, site.phone or site.hotline, site.mail)))
    endpoint = {
        "specification": SPECIFICATION,
        "url": absolute_url(PREFIX),
        "changeset": CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    how = translate(M("api_key 由本站发给应用的开发者，请联系上面的单位。"))
    found = {"changeset": CHANGED, "contact": contact, "key_service": how, "endpoints": [endpoint]}
    return _answered(Answer("discovery", found), form)


@serve("/services")
def services(actor, now, form):
    """Every department that can be asked."""
    _check_jurisdiction(request.args)
    return _answered(Answer("services", [_service(board) for board in queries.service_boards()]), form)


@serve("/services/<slug>")
def service(actor, now, slug, form):
    """What may be said with a request to a department: its kind."""
    _check_jurisdiction(request.args)
    board = queries.service_board(slug)
    values = [{"key": kind.value, "name": translate(KIND_LABELS[kind])} for kind in Kind]
    kind = {
        "variable": True,
        "code": KIND.removeprefix("attribute[").removesuffix("]"),
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": translate(M("不填按投诉处理。")),
        "order": 1,
        "description": translate(M("问题的类别")),
        "values": values,
    }
    return _answered(Answer("service_definition", {"service_code": board.department.slug, "attributes": [kind]}), form)


@serve("/requests")
def requests(actor, now, form):
    """The requests with some numbers, or those of a period, at most 90 days and 1,000."""
    asked = _given(request.args)
    _check_jurisdiction(asked)
    if "service_request_id" in asked:
        found = queries.requests_named(read_ids(asked["service_request_id"]))
    else:
        period = read_period(asked.get("start_date", ""), asked.get("end_date", ""), now)
        statuses = read_statuses(asked.get("status", ""))
        found = queries.requests_asked(listed(asked.get("service_code", "")), statuses, period)
    return _answered(Answer("service_requests", [_told(each) for each in found]), form)


@serve("/requests/<id:thread_id>")
def one_request(actor, now, thread_id, form):
    """One request."""
    _check_jurisdiction(request.args)
    found = queries.requests_named([thread_id])
    if not found:
        raise NotFound(M("没有这个 service_request_id。"))
    return _answered(Answer("service_requests", [_told(found[0])]), form)


@serve("/tokens/<token>")
def token(actor, now, token, form):
    """The number of a request that was not public at once; empty until it is."""
    _check_jurisdiction(request.args)
    number = queries.request_of_token(token)
    told = {"service_request_id": number and str(number), "token": token}
    return _answered(Answer("service_requests", [told]), form)


@serve("/requests", method="POST")
def send(actor, now, form):
    """Ask for somebody; answers a number when the question is public at once, else a token."""
    given = _given(request.form)
    limited = settings().rate_limits
    app = app_of(given.get("api_key", ""), settings().channels, request.remote_addr, now, limited)
    _check_jurisdiction(given)
    if request.files:
        raise Invalid(media=M("不收文件，请用 media_url 给出图片的地址。"))
    secret = Encryptor(settings().secret_key)
    asking, put = prepare(read(given), app, now=now, city=city(), encryptor=secret)
    return _answered(Answer("service_requests", [json.loads(_once(asking, now, given, lambda: _sent(put())))]), form)


def _once(asking, now, given, act):
    """What `act()` returns, or returned when the same was sent before with the same Idempotency-Key."""
    if "Idempotency-Key" not in request.headers:
        return act()
    same = hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()
    return run_once(asking, now, request.headers["Idempotency-Key"], same, lambda: act, 200)[0]


def _sent(done: Submitted) -> str:
    """The answer to a request that was sent, as JSON."""
    if done.number:
        return json.dumps({"service_request_id": str(done.number), "service_notice": None, "account_id": None})
    waits = translate(M("问题等待审核，公开以后用 token 可以查到编号。"))
    return json.dumps({"token": done.token, "service_notice": waits, "account_id": None})


@views.errorhandler(Problem)
def refused(problem: Problem) -> Response:
    """A refusal as the standard has it: 403 for keys, 404 for what is not there, 400 for the rest."""
    told = problem.errors.items() if isinstance(problem, Invalid) else [("", problem.detail)]
    code = problem.status if problem.status in (403, 404, 405, 413, 429, 500, 503) else 400
    errors = [{"code": code, "description": _sentence(name, message)} for name, message in list(told)[:ENOUGH_ERRORS]]
    asked = (request.view_args or {}).get("form")
    response = _answered(Answer("errors", errors), asked if asked in TYPES else "xml", code)
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


@views.errorhandler(HTTPException)
def not_served(error: HTTPException) -> Response | HTTPException:
    """What Flask refuses, such as a body that is too large."""
    if error.code is None or error.code < 400:
        return error
    problem = Problem(M("请求没有完成：%(why)s", why=error.name))
    problem.status = error.code
    return refused(problem)


@views.errorhandler(peewee.OperationalError)
@views.errorhandler(peewee.InterfaceError)
def not_stored(error: peewee.PeeweeException) -> Response:
    """The store cannot take it now."""
    return refused(Unavailable())


def _answered(answer: Answer, form: str, code: int = 200) -> Response:
    response = Response(written(answer, form), status=code, content_type=TYPES[form])
    response.headers["Cache-Control"] = "no-store" if request.method == "POST" or code >= 400 else "public, no-cache"
    response.vary.update(("Cookie", "Accept-Language"))
    if request.method == "GET" and code == 200:
        response.add_etag()
        response.make_conditional(request)
    return response


def _sentence(name: str, message: object) -> str:
    said = translate(message)
    return f"{name}: {said}" if name else said


def _given(arguments: Mapping[str, str]) -> dict[str, str]:
    """The parameters that are not empty."""
    return {name: value for name, value in arguments.items() if value.strip()}


def _check_jurisdiction(arguments: Mapping[str, str]) -> None:
    """This site serves one city, so that no jurisdiction needs to be named; one that is must be this one."""
    asked = arguments.get("jurisdiction_id", "").strip()
    if asked and asked != urlsplit(settings().url).hostname:
        raise NotFound(UNKNOWN_JURISDICTION)


def _service(board):
    return {
        "service_code": board.department.slug,
        "service_name": board.department.name,
        "description": board.department.duty or board.description,
        "metadata": True,
        "type": "batch" if (city().screening if board.screening is None else board.screening) else "realtime",
        "keywords": board.department.short,
        "group": board.category.name,
    }


def _told(found):
    """A request with its times in the city's zone and whole addresses."""
    media = found["media_url"]
    whole = absolute_url(media) if media and media.startswith("/") else media
    times = {name: _time(found[name]) for name in ("requested_datetime", "updated_datetime", "expected_datetime")}
    return found | times | {"media_url": whole}


def _time(at: datetime | None) -> str | None:
    return moment(at) if at else None
