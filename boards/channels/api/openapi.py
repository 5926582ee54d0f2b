"""The OpenAPI 3.1 document, generated from the registered endpoints."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

from flask import Flask, current_app
from pydantic.json_schema import models_json_schema

from boards.channels.api import base_schemas, schemas
from boards.channels.api.endpoint import api_blueprint, endpoint
from forum.problems import (
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NeverAllowed,
    NotFound,
    TooLarge,
    TooMany,
    Unauthorized,
    Unavailable,
)
from forum.web.door import EVERYONE

api = api_blueprint("api_openapi")

SCHEMA = "#/components/schemas/{model}"
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
ARGUMENT_SCHEMAS = {
    "id": {"type": "integer", "minimum": 1, "maximum": base_schemas.LARGEST_ADDRESS},
    "": {"type": "string"},
}
EMPTY = {"type": "string", "maxLength": 0}
UNSUPPORTED = 415
REASONS = {
    Malformed.status: "malformed request or wrong parameter",
    Unauthorized.status: "no login, or a token that does not count",
    Forbidden.status: "not yours to do",
    NotFound.status: "unknown",
    NeverAllowed.status: "never allowed, and the answer says why",
    Conflict.status: "the state has moved on",
    TooLarge.status: "the body is too large",
    UNSUPPORTED: "the body is not of the type that this call takes",
    Invalid.status: "fails a rule; errors names the fields",
    TooMany.status: "too often; see Retry-After",
    Unavailable.status: "the store cannot take it now; see Retry-After",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 100},
    "description": "The same key with the same request is one deed, and gets the same answer again.",
}
LATER = {"Retry-After": {"description": "seconds", "schema": {"type": "integer"}}}


@endpoint(api, "/openapi.json", answer=schemas.Document)
def get_openapi(actor, now):
    """This document."""
    return _document(current_app._get_current_object())


@lru_cache(maxsize=1)
def _document(app):
    return schemas.Document(**document(app))


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of every endpoint of `app`, as a dict."""
    calls = _calls(app)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wenqu",
            "version": "1",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "A city asks and its departments answer in public. Times are RFC 3339; errors are RFC 9457.",
        },
        "servers": [{"url": "/"}],
        "paths": _paths(calls),
        "components": {
            "schemas": _schemas([call for _, _, call in calls]),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "from POST /tokens"}},
            "responses": {str(status): _problem(status) for status in REASONS},
        },
    }


def _calls(app):
    """(rule, view, Endpoint) of every registered endpoint."""
    rules = ((rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules())
    return [(rule, view, view.call) for rule, view in rules if hasattr(view, "call")]


def _paths(calls):
    paths = {}
    for rule, view, call in calls:
        path = paths.setdefault(ARGUMENT.sub(r"{\2}", rule.rule), {})
        path[call.method.lower()] = _operation(rule, view, call)
    return dict(sorted(paths.items()))


def _operation(rule, view, call):
    operation = {
        "operationId": rule.endpoint.rpartition(".")[2],
        "tags": [rule.endpoint.partition(".")[0].removeprefix("api_")],
        "summary": " ".join(view.__doc__.split()),
        "security": [{"token": []}] if call.allow is not EVERYONE else [{}, {"token": []}],
        "parameters": [*_arguments(rule), *_query(call), *([KEY] if call.takes_key else [])],
        "responses": _responses(rule, call),
    }
    if call.body:
        sent_as = "multipart/form-data" if issubclass(call.body, base_schemas.GivenForm) else "application/json"
        operation["requestBody"] = {"required": True, "content": _json(call.body, sent_as)}
    return operation


def _arguments(rule):
    return [
        {"name": name, "in": "path", "required": True, "schema": ARGUMENT_SCHEMAS[kind]}
        for kind, name in ARGUMENT.findall(rule.rule)
    ]


def _query(call):
    if not call.query:
        return []
    fields = call.query.model_json_schema()["properties"]
    return [_parameter(name, field) for name, field in fields.items()]


def _parameter(name, field):
    """A parameter of the query; reading.parameters takes an empty one as absent."""
    described = {"description": field["description"]} if "description" in field else {}
    return {"name": name, "in": "query", "required": False, **described, "schema": {"anyOf": [field, EMPTY]}}


def _responses(rule, call):
    answers = {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(_refusals(rule, call))}
    if call.status in REASONS:
        return answers
    done = {"description": "done"} | ({"content": _json(call.answer)} if call.answer else {})
    answers = {str(call.status): done, **answers}
    return answers | ({"304": {"description": "as the ETag says, nothing new"}} if call.method == "GET" else {})


def _refusals(rule, call):
    yield from (Malformed.status, Unauthorized.status, Unavailable.status)
    if rule.arguments:
        yield NotFound.status
    if call.status in REASONS:
        yield call.status
        return
    if call.allow is not EVERYONE:
        yield Forbidden.status
    if call.method == "DELETE" and rule.arguments:
        yield Conflict.status  # there is nothing to undo
    if call.reads_body:
        yield from (Conflict.status, TooLarge.status, UNSUPPORTED, Invalid.status, TooMany.status)
        yield Forbidden.status  # an official without the second factor gets no token


def _problem(status):
    response = {"description": REASONS[status], "content": _json(schemas.Problem, "application/problem+json")}
    return response | ({"headers": LATER} if status in (TooMany.status, Unavailable.status) else {})


def _json(model, kind="application/json"):
    return {kind: {"schema": {"$ref": SCHEMA.format(model=model.__name__)}}}


def _schemas(calls):
    bodies = [(call.body, "validation") for call in calls if call.body]
    answers = [(call.answer, "serialization") for call in calls if call.answer]
    models = dict.fromkeys([*bodies, *answers, (schemas.Problem, "serialization")])
    _refuse_shared_names({model for model, _ in models})
    _, definitions = models_json_schema(list(models), ref_template=SCHEMA)
    return definitions["$defs"]


def _refuse_shared_names(models):
    """Raises RuntimeError for two models of one name: pydantic would call them otherwise, and no reference would resolve."""
    names = sorted(model.__name__ for model in models)
    shared = {name for name, following in pairwise(names) if name == following}
    if shared:
        raise RuntimeError(f"schemas that share a name: {', '.join(sorted(shared))}")
