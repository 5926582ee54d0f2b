"""Reads a form by its declaration (forum/fields.py), and shows it again as it was typed when it is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any, TypeVar

from flask import abort, flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.fields import SEVERAL, Field, Form
from forum.i18n.languages import translate
from forum.messages import M, Message
from forum.numbers import whole_number
from forum.problems import Malformed, Problem
from forum.web.door import answers_json
from forum.web.errors import log_refusal
from forum.web.refused import NotSent, unshown

Choice = TypeVar("Choice", bound=Any)
Problems = type[Problem] | tuple[type[Problem], ...]


def read_form(declared: tuple[Field, ...]) -> Form:
    """The submitted values of the fields `declared`: text as typed, "" for a missing one, a list for SEVERAL. Secrets are not read."""
    g.kept = request.form.get("kept") or g.get("kept")
    return Form(declared, {each.name: _submitted(each) for each in declared if not each.secret})


def form_again(template: str, problem: Problem, form: Form, **context: object) -> tuple[str, int, dict[str, str]]:
    """The page with the form as it was typed and its errors, with the problem's status.

    What has no place on the page any more is listed below it.
    A function in `context` is called, and its result is passed to the template.
    """
    if g.get("shown_again") is None:
        log_refusal(problem)
    if not isinstance(problem, NotSent):  # templates/base.html says what is to be said of those
        errors = getattr(problem, "errors", {})
        form = replace(form, errors=errors, notice=None if errors else problem.detail)
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    context = {name: value() if callable(value) else value for name, value in context.items()}
    html = render_template(template, form=form, **context)
    if lacking := unshown(html):
        g.unshown = lacking
        html = render_template(template, form=form, **context)
    return html, problem.status, headers


@contextmanager
def form_again_on(
    problems: Problems, template: str, form: Form, *, except_for: Problems = (), **context: object
) -> Iterator[None]:
    """One of `problems` raised in the block ends the request with `form_again`; those of `except_for` pass through.

    They, and all other exceptions, are handled by the error pages (forum/web/errors.py). When the form is only shown
    again (forum/web/refused.py), the block is not run: its problem is raised in its place. A request for JSON gets
    the problem as JSON.
    """
    caught: Problems = () if answers_json() else (NotSent, *(problems if isinstance(problems, tuple) else (problems,)))
    try:
        if g.get("shown_again") is not None:
            again: Problem = g.shown_again
            raise again
        yield
    except except_for:
        raise
    except caught as problem:
        abort(make_response(form_again(template, problem, form, **context)))


def flash_and_redirect(message: Message, url: str) -> Response:
    """The response to a form that was accepted: 303 to `url`, where `message` is shown once."""
    flash(translate(message), "done")
    return redirect(url, 303)


def asked_choice(kind: type[Choice]) -> Choice:
    """The dataclass `kind` of texts (filters, order, place in a list) with those of the query string; raises what it raises."""
    given = {each.name: request.args.get(each.name, "").strip() for each in fields(kind)}
    return kind(**{name: value for name, value in given.items() if value})


def asked_number(name: str) -> int | None:
    """The number in the query string under `name`, None without one; raises Malformed."""
    raw = request.args.get(name)
    number = whole_number(raw) if raw else None
    if raw and number is None:
        raise Malformed(M("“%(name)s”应当是一个数字。", name=name))
    return number


def _submitted(field: Field) -> str | list[str]:
    return request.form.getlist(field.name) if field.kind in SEVERAL else request.form.get(field.name, "")
