"""The pages of the public statistics."""

from flask import Blueprint, make_response, render_template, request
from markupsafe import Markup

from boards.queries.lists.figures import Scope, scope_of, units
from boards.queries.parts.department_options import department_options
from boards.rules.figures.choice import Choice
from boards.rules.figures.steps import Step
from boards.rules.text.department_names import choose_department
from forum.clock import whole_minute
from forum.fields import Form
from forum.problems import Invalid
from forum.web.door import EVERYONE, city, door
from forum.web.files import file_response
from forum.web.members.pages import Made, page_of
from forum.web.result_cache import page_key, result_cache
from moderation.supervision.statistics import exports
from moderation.supervision.statistics.league import BY
from moderation.supervision.statistics.listing import counted_page
from moderation.supervision.statistics.overview import statistics_page
from moderation.supervision.statistics.state import state

views = Blueprint("statistics", __name__)
NAMES = {
    "from": "first",
    "to": "last",
    "department": "department",
    "category": "category",
    "kind": "kind",
    "channel": "channel",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(views, "/statistics", allow=EVERYONE, cached=True)
def show(actor, now):
    now = whole_minute(now)
    return page_of(actor, lambda reader, own: Made(_page(now)))


def _page(now):
    known = state(now)
    body, status = result_cache().get(
        (page_key(), known.changes, known.limits, city().day(now)), lambda: _body(now, known.begun)
    )
    given = {"body": body, "counted_at": known.read_at, "behind": known.behind}
    html = render_template("moderation/statistics.html", **given)
    return html if status == 200 else make_response(html, status)


def _body(now, begun):
    """(all that depends on the figures, status): the same for everybody."""
    by, step = request.args.get("by", BY[0]), request.args.get("step", "")
    typed, known, departments = _typed(), units(), department_options()
    named = request.args.getlist("department")
    try:
        one = choose_department(named, departments, "department")
        scope, errors = scope_of(Choice(**typed | {"department": one.slug if one else ""}), known), {}
    except Invalid as problem:
        scope, errors = Scope(Choice()), problem.errors
    drawn = Step(step) if step in list(Step) else None
    page = statistics_page(scope, by if by in BY else BY[0], drawn, known, now, city(), begun)
    form = Form(values={"department": named}, errors=errors)
    given = {"page": page, "errors": errors, "typed": typed, "form": form, "departments": departments}
    return Markup(render_template("moderation/statistics_body.html", **given)), 422 if errors else 200


@door(views, "/statistics/threads", allow=EVERYONE)
def threads(actor, now):
    scope, known = _asked()
    now = whole_minute(now)
    figure, before = request.args.get("figure", ""), request.args.get("before")
    page = counted_page(scope, figure, before, actor, now, known, city())
    return render_template("moderation/statistics_threads.html", page=page)


@door(views, "/statistics.csv", allow=EVERYONE)
def as_csv(actor, now):
    return file_response(
        exports.as_csv(*_asked(), whole_minute(now), city()), "text/csv; charset=utf-8", "statistics.csv"
    )


@door(views, "/statistics.xlsx", allow=EVERYONE)
def as_xlsx(actor, now):
    return file_response(exports.as_xlsx(*_asked(), whole_minute(now), city()), XLSX, "statistics.xlsx")


def _asked():
    """(Scope, Units) of the address; raises Invalid."""
    known = units()
    return scope_of(Choice(**_typed()), known), known


def _typed():
    return {field: request.args.get(name, "").strip()[:40] for name, field in NAMES.items()}
