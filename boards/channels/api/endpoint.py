"""Registers an endpoint of the API: permission, request, response, and thereby its OpenAPI operation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel

from boards.channels.api import answering, idempotency, reading
from boards.channels.api.base_schemas import Nothing
from forum.web.door import EVERYONE, Allow, BodyLimit, door

PREFIX = "/api/v1"

View = Callable[..., Any]


@dataclass(frozen=True)
class Endpoint:
    """The declaration of an endpoint. `location` is the URL of what it creates, with fields of the response in braces.

    A view that `drafts` makes the Drafts of the texts it gets and returns a function that posts them, so that with an
    Idempotency-Key only that function runs inside the write transaction.
    """

    rule: str
    method: str
    allow: Allow
    query: type[BaseModel] | None
    body: type[BaseModel] | None
    answer: type[BaseModel] | None
    status: int
    location: str | None
    drafts: bool = False

    @property
    def reads_body(self) -> bool:
        return self.method in ("POST", "PUT")

    @property
    def takes_key(self) -> bool:
        """Whether an Idempotency-Key is accepted: for POST by signed-in callers, so that no new token is ever stored."""
        return self.method == "POST" and self.allow is not EVERYONE


def api_blueprint(name: str) -> Blueprint:
    """A blueprint below PREFIX whose responses have the API's cache headers."""
    blueprint = Blueprint(name, __name__, url_prefix=PREFIX)
    blueprint.after_request(answering.add_cache_headers)
    return blueprint


def endpoint(
    blueprint: Blueprint,
    rule: str,
    *,
    method: str = "GET",
    allow: Allow = EVERYONE,
    query: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    answer: type[BaseModel] | None = None,
    status: int = 200,
    location: str | None = None,
    drafts: bool = False,
    largest_body: BodyLimit | None = None,
) -> Callable[[View], View]:
    """Register a view as an endpoint.

    It is called as view(actor, now, **url values, asked=..., body=...) and returns an `answer`, or with `drafts` a
    function that returns one.
    """
    call = Endpoint(rule, method, allow, query, body, answer, status, location, drafts)

    def register(view):
        @wraps(view)
        def answered(actor, now, **values):
            return _carry_out(call, view, actor, now, values)

        answered.call = call
        door(blueprint, rule, allow=allow, methods=[method], largest_body=largest_body)(answered)
        return view

    return register


def _carry_out(call, view, actor, now, values):
    if call.query:
        values["asked"] = reading.parameters(call.query)
    if call.reads_body:
        given = reading.body(call.body or Nothing)
        if call.body:
            values["body"] = given

    act = partial(view, actor, now, **values)
    prepare = act if call.drafts else lambda: act
    if call.takes_key and "Idempotency-Key" in request.headers:
        text, replayed = idempotency.run_once(
            actor, now, call.status, reading.fingerprint(given), lambda: _as_text(prepare())
        )
        return answering.response(call, text, replayed)
    return answering.response(call, _as_text(prepare())())


def _as_text(act):
    """A function that calls `act` and returns its answer as JSON, "" for None."""

    def answered():
        made = act()
        return made.model_dump_json(by_alias=True) if made is not None else ""

    return answered
