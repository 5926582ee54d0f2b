"""Administrators close a department, or merge it into another; it asks for signing in afresh."""

from dataclasses import replace

from flask import Blueprint, render_template, request

from boards.actions.city.closing import close_department
from boards.queries.lists.departments import closing_page, get_department
from boards.queries.parts.department_options import department_options
from boards.rules import lengths
from boards.views.verbs import chosen_department
from forum.accounts.forms import SIGN_IN_AFRESH
from forum.accounts.step_up import reauthenticate
from forum.fields import Field, Form
from forum.messages import M
from forum.problems import Problem
from forum.roles import Role
from forum.web.door import allow_roles, city, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("closing", __name__, url_prefix="/departments")
ADMINISTRATORS = allow_roles(Role.ADMINISTRATOR)
TEMPLATE = "boards/department_closing.html"
INTO = Field("to", "department", M("并入哪个部门"), M("没有办结的由它接着办。没有部门接手时不填。"), required=False)
REASON = Field("reason", "area", M("理由"), M("公开，也写进转办的说明。例如哪份机构改革方案。"), limit=lengths.REASON)


@door(views, "/<slug>/closing", allow=ADMINISTRATORS)
def form(actor, now, slug):
    department = get_department(slug)
    return render_template(TEMPLATE, page=closing_page(department), form=Form(_fields(department)))


@door(views, "/<slug>/closure", methods=["POST"], allow=ADMINISTRATORS)
def submit(actor, now, slug):
    department = get_department(slug)
    filled, page = read_form(_fields(department)), closing_page(department)
    with form_again_on(Problem, TEMPLATE, filled, page=page):
        into = chosen_department(filled)
        reauthenticate(actor, request.form.get("password"), request.form.get("otp"), now=now, settings=settings())
        close_department(department, actor=actor, now=now, city=city(), into=into, reason=filled["reason"])
    return flash_and_redirect(M("部门已撤销。"), f"/departments/{slug}")


def _fields(department):
    return (replace(INTO, options=department_options(department.id)), REASON, *SIGN_IN_AFRESH)
