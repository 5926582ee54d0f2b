"""Reads a request of the API: an unreadable one is refused with 400 or 415, one that breaks a rule with 422, by field."""

import hashlib
from typing import TypeVar, cast

from flask import request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import UnsupportedMediaType

from boards.channels.api.base_schemas import GivenForm
from forum.messages import M, Message
from forum.problems import Invalid, Malformed

Read = TypeVar("Read", bound=BaseModel)

MESSAGES = {
    "missing": M("必须填写。"),
    "extra_forbidden": M("没有这个字段。"),
    "string_type": M("应当是一段文字。"),
    "int_type": M("应当是一个整数。"),
    "int_parsing": M("应当是一个整数。"),
    "int_parsing_size": M("数字太大。"),
    "int_from_float": M("应当是一个整数。"),
    "bool_type": M("应当是 true 或 false。"),
    "string_too_long": M("太长了。"),
}
ONE_OF = M("只能是下列之一：%(expected)s。")
LIMITS = {
    "enum": ONE_OF,
    "literal_error": ONE_OF,
    "greater_than_equal": M("不能小于 %(ge)s。"),
    "less_than_equal": M("不能大于 %(le)s。"),
}
DATES = M("应当是一个日期，如 2014-09-13。")
OTHERWISE = M("格式不对。")


def body(model: type[Read]) -> Read:
    """The request's JSON, or for a GivenForm its form, as a `model`; raises Malformed, Invalid, or 413 and 415."""
    if issubclass(model, GivenForm):
        return cast(Read, _form(model))
    raw = request.get_data(cache=False)
    if raw and not request.is_json:
        raise UnsupportedMediaType()
    if not raw and not model.model_fields:
        return model()
    if not request.is_json:
        raise UnsupportedMediaType()
    try:
        return model.model_validate_json(raw)
    except ValidationError as refusal:
        raise _body_problem(refusal) from None


def parameters(model: type[Read]) -> Read:
    """The query string as a `model`; raises Malformed. An empty parameter counts as absent."""
    given = {name: value for name, value in request.args.items() if value}
    try:
        return model.model_validate(given)
    except ValidationError as refusal:
        first = refusal.errors(include_url=False, include_input=False)[0]
        why = M("没有这个参数。") if first["type"] == "extra_forbidden" else message_of(first)
        raise Malformed(M("参数 %(name)s：%(why)s", name=first["loc"][0], why=why)) from None


def fingerprint(given: BaseModel) -> str:
    """A hash of the request's method, URL and body, to recognise a repeated request."""
    identity = f"{request.method} {request.full_path}\n{given.model_dump_json()}"
    return hashlib.sha256(identity.encode()).hexdigest()


def message_of(error: ErrorDetails) -> Message:
    """The message for one error of pydantic."""
    kind = error["type"]
    if kind in LIMITS:
        return M(LIMITS[kind].msgid, **{name: _plainly(value) for name, value in error["ctx"].items()})
    return DATES if kind.startswith("date") else MESSAGES.get(kind, OTHERWISE)


def _form(model):
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType()
    files = {name: _content(sent) for name, sent in request.files.items()}
    try:
        return model.model_validate({**request.form.to_dict(), **files})
    except ValidationError as refusal:
        raise _body_problem(refusal) from None


def _content(sent):
    with sent.stream as content:
        return content.read()


def _plainly(value):
    """pydantic's list "'a', 'b' or 'c'" as "a, b, c"."""
    return str(value).replace("'", "").replace(" or ", ", ")


def _body_problem(refusal):
    errors = refusal.errors(include_url=False, include_input=False)
    if errors[0]["type"] == "json_invalid":
        return Malformed(M("请求体不是正确的 JSON（%(why)s）。", why=errors[0]["ctx"]["error"]))
    if not errors[0]["loc"]:
        return Invalid(body=M("应当是一个 JSON 对象。"))
    return Invalid({str(error["loc"][0]): message_of(error) for error in errors})
