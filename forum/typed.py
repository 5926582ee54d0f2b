"""Reading forms and giving them back as they were typed."""

from dataclasses import dataclass, field

from flask import render_template, request

from forum.errors import note
from forum.messages import M, Message
from forum.numbers import whole_number
from forum.problems import Malformed


@dataclass(frozen=True)
class Form:
    """A form as it came back: what was typed, and what is wrong with it by field."""

    values: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    notice: Message | None = None


def typed(*fields):
    """The values of `fields` as they came, missing ones empty."""
    return {field: request.form.get(field, "") for field in fields}


def ticked(field):
    """Whether a checkbox was ticked."""
    return bool(request.form.get(field))


def asked_number(name):
    """The number in the address's query under `name`, None without one; raises Malformed."""
    raw = request.args.get(name)
    number = whole_number(raw) if raw else None
    if raw and number is None:
        raise Malformed(M("“%(name)s”应当是一个数字。", name=name))
    return number


def again(template, problem, values, **context):
    """The page with the form as it came and what is wrong with it, under the problem's status."""
    note(problem)
    errors = getattr(problem, "errors", {})
    form = Form(values=values, errors=errors, notice=None if errors else problem.detail)
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    return render_template(template, form=form, **context), problem.status, headers


EMPTY = Form()
