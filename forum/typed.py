"""Reading forms and giving them back as they were typed."""

from dataclasses import dataclass, field

from flask import render_template, request

from forum.messages import Message


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


def again(template, problem, values, **context):
    """The page with the form as it came and what is wrong with it, under the problem's status."""
    errors = getattr(problem, "errors", {})
    form = Form(values=values, errors=errors, notice=None if errors else problem.detail)
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    return render_template(template, form=form, **context), problem.status, headers


EMPTY = Form()
