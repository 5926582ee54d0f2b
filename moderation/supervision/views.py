"""The supervisors' page, and deciding extensions."""

from dataclasses import replace

from flask import Blueprint, render_template

from boards.actions.cases.extensions import decide
from boards.models.cases import Extension
from forum.fields import Field, Form
from forum.messages import M
from forum.problems import Invalid, NotFound
from forum.roles import Role
from forum.web.door import allow_roles, city, door
from forum.web.files import file_response
from forum.web.forms import asked_choice, flash_and_redirect, form_again_on, read_form
from moderation.supervision import exports
from moderation.supervision.choice import OVERDUE, SupervisionChoice
from moderation.supervision.queries import exported_rows, supervision_page

views = Blueprint("supervision", __name__)
SUPERVISORS = allow_roles(Role.SUPERVISOR)
DECISION = (Field("granted", "radios"), Field("remark"))  # one form for each extension that waits


@door(views, "/supervision", allow=SUPERVISORS)
def show(actor, now):
    page = supervision_page(actor, now, city().timezone, _choice())
    return render_template("moderation/supervision.html", page=page, form=Form(DECISION))


@door(views, "/supervision.csv", allow=SUPERVISORS)
def as_csv(actor, now):
    """One table as a file; without a name that of the overdue cases."""
    choice, zone = _choice(), city().timezone
    choice = choice if choice.view else replace(choice, view=OVERDUE)
    content = exports.as_csv(choice.view, exported_rows(actor, now, zone, choice), zone)
    return file_response(content, "text/csv; charset=utf-8", f"{choice.view}.csv")


@door(views, "/supervision/extensions/<id:extension_id>/decision", methods=["POST"], allow=SUPERVISORS)
def decision(actor, now, extension_id):
    extension = Extension.get_or_none(Extension.id == extension_id)
    if extension is None:
        raise NotFound(M("没有这个延期申请。"))
    form, choice = read_form(DECISION).with_values(extension=extension.id), _choice()
    page = {"page": lambda: supervision_page(actor, now, city().timezone, choice)}
    with form_again_on(Invalid, "moderation/supervision.html", form, **page):
        if form["granted"] not in ("yes", "no"):
            raise Invalid(granted=M("请选择同意或不同意。"))
        decide(extension, actor=actor, now=now, city=city(), granted=form["granted"] == "yes", remark=form["remark"])
    return flash_and_redirect(M("已决定，提问人和部门都能看到。"), choice.url(after=choice.after))


def _choice():
    """The SupervisionChoice of the address."""
    return asked_choice(SupervisionChoice)
