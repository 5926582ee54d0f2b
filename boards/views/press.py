"""Reporters' follow-up reports (记者追踪): the section, one report, and the forms of reporters and moderators."""

from flask import Blueprint, render_template, request

from boards.actions.posts import press as actions
from boards.pages.press import PressFormPage
from boards.queries.lists.press import correction_page, get_report, press_list, press_page
from boards.views.forms import PRESS, PRESS_CORRECTION, PRESS_WITHDRAWAL
from forum.fields import Form
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.roles import Role
from forum.web.door import EVERYONE, allow_roles, city, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("press", __name__)
PRESS_OFFICE = allow_roles(Role.REPORTER, Role.MODERATOR)


@door(views, "/reports", allow=EVERYONE, cached=True)
def index(actor, now):
    return render_template("boards/reports.html", page=press_list(request.args.get("before"), actor))


@door(views, "/reports/<id:report_id>", allow=EVERYONE, cached=True)
def show(actor, now, report_id):
    return render_template("boards/report.html", page=press_page(get_report(report_id), actor))


@door(views, "/reports/<id:report_id>/versions/<id:number>", allow=EVERYONE, cached=True)
def version(actor, now, report_id, number):
    return render_template("boards/report.html", page=press_page(get_report(report_id), actor, number))


@door(views, "/reports/new", allow=PRESS_OFFICE)
def new(actor, now):
    return render_template("boards/report_form.html", page=_empty(actor, now), form=Form(PRESS))


@door(views, "/reports", methods=["POST"], allow=PRESS_OFFICE)
def publish(actor, now):
    form = read_form(PRESS)
    with form_again_on(Invalid, "boards/report_form.html", form, page=lambda: _empty(actor, now)):
        report = actions.publish(form.values, actor=actor, now=now, today=city().day(now))
    return flash_and_redirect(M("报道已经发表，并附到这些主题。"), f"/reports/{report.id}")


@door(views, "/reports/<id:report_id>/correction", allow=PRESS_OFFICE)
def correction(actor, now, report_id):
    page = correction_page(get_report(report_id), actor)
    return render_template("boards/report_form.html", page=page, form=Form(PRESS_CORRECTION))


@door(views, "/reports/<id:report_id>/correction", methods=["POST"], allow=PRESS_OFFICE)
def correct(actor, now, report_id):
    report, form = get_report(report_id), read_form(PRESS_CORRECTION)
    page = {"page": lambda: correction_page(get_report(report_id), actor)}
    correction_page(report, actor)
    with form_again_on((Invalid, Conflict), "boards/report_form.html", form, **page):
        actions.correct(report, form.values, actor=actor, now=now, today=city().day(now))
    return flash_and_redirect(M("已更正，原来的一版仍然看得到。"), f"/reports/{report_id}")


@door(views, "/reports/<id:report_id>/withdrawal", allow=PRESS_OFFICE)
def withdrawal(actor, now, report_id):
    page = correction_page(get_report(report_id), actor)
    return render_template("boards/report_withdrawal.html", page=page, form=Form(PRESS_WITHDRAWAL))


@door(views, "/reports/<id:report_id>/withdrawal", methods=["POST"], allow=PRESS_OFFICE)
def withdraw(actor, now, report_id):
    report, form = get_report(report_id), read_form(PRESS_WITHDRAWAL)
    page = correction_page(report, actor)
    with form_again_on(Invalid, "boards/report_withdrawal.html", form, page=page):
        actions.withdraw(report, actor=actor, now=now, reason=form["reason"])
    return flash_and_redirect(M("已撤回。"), f"/reports/{report_id}")


def _empty(actor, now):
    """The form of a new report: a reporter's own name as byline, today's date."""
    byline = actor.name if actor.has(Role.REPORTER) else ""
    values = {
        "byline": byline,
        "published_on": city().day(now).isoformat(),
        "threads": request.args.get("thread", "")[:20],
    }
    return PressFormPage(None, "", values)
