"""The pages of assessments: public as a list, tables and downloads; frozen by supervisors."""

from datetime import date

from flask import Blueprint, render_template, request

from forum.fields import Field, Form
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.roles import Role
from forum.web.door import EVERYONE, allow_roles, city, door
from forum.web.files import file_response
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from moderation.assessments import actions
from moderation.assessments.exports import cases_csv, figures_csv
from moderation.assessments.listing import frozen_cases_page
from moderation.assessments.queries import assessment_page, assessments_page, get_assessment

views = Blueprint("assessments", __name__)
SUPERVISORS = allow_roles(Role.SUPERVISOR)
PERIOD = (
    Field("first", "date", M("提问从哪一天")),
    Field("last", "date", M("到哪一天"), M("最晚是昨天。一段期间只能冻结一次。")),
)
TEXT = "text/csv; charset=utf-8"
TEMPLATE = "moderation/assessment_freezing.html"


@door(views, "/assessments", allow=EVERYONE)
def index(actor, now):
    page = assessments_page(request.args.get("before"))
    return render_template("moderation/assessments.html", page=page, may_freeze=actor.has(Role.SUPERVISOR))


@door(views, "/assessments/<id:assessment_id>", allow=EVERYONE)
def show(actor, now, assessment_id):
    return render_template("moderation/assessment.html", page=assessment_page(assessment_id))


@door(views, "/assessments/<id:assessment_id>/threads", allow=EVERYONE)
def threads(actor, now, assessment_id):
    asked = {name: request.args.get(name, "").strip() for name in ("figure", "department")}
    page = frozen_cases_page(assessment_id, **asked, before=request.args.get("before"), viewer=actor, now=now)
    return render_template("moderation/assessment_threads.html", page=page)


@door(views, "/assessments/<id:assessment_id>.json", allow=EVERYONE)
def as_json(actor, now, assessment_id):
    """The very bytes of which the ledger holds the hash."""
    content = get_assessment(assessment_id).document.encode()
    return file_response(content, "application/json", f"assessment-{assessment_id}.json")


@door(views, "/assessments/<id:assessment_id>.csv", allow=EVERYONE)
def as_csv(actor, now, assessment_id):
    return file_response(figures_csv(get_assessment(assessment_id)), TEXT, f"assessment-{assessment_id}.csv")


@door(views, "/assessments/<id:assessment_id>.cases.csv", allow=EVERYONE)
def cases_as_csv(actor, now, assessment_id):
    return file_response(cases_csv(get_assessment(assessment_id)), TEXT, f"assessment-{assessment_id}.cases.csv")


@door(views, "/supervision/assessments", allow=SUPERVISORS)
def freezing(actor, now):
    return render_template(TEMPLATE, page=assessments_page(None), form=Form(PERIOD))


@door(views, "/supervision/assessments", methods=["POST"], allow=SUPERVISORS)
def freeze(actor, now):
    form = read_form(PERIOD)
    with form_again_on((Invalid, Conflict), TEMPLATE, form, page=lambda: assessments_page(None)):
        days = {name: _day(form[name]) for name in ("first", "last")}
        made = actions.freeze(**days, actor=actor, now=now, city=city())
    return flash_and_redirect(M("已冻结，并写入存证。"), f"/assessments/{made.id}")


def _day(typed):
    """The day that was typed; None for what is none."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None
