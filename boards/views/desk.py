"""A spokesperson's desk, and the answer templates of the own departments."""

from flask import Blueprint, render_template, request

from boards.actions.posts import answer_templates
from boards.queries.lists.departments import get_department
from boards.queries.office.answering import get_template, templates_page
from boards.queries.office.desk import desk_page
from boards.queries.office.workload import DeskFilter
from boards.views.forms import TEMPLATE
from forum.fields import Form
from forum.messages import M
from forum.problems import Forbidden, Problem
from forum.roles import Role
from forum.web.door import allow_roles, city, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("desk", __name__, url_prefix="/desk")
SPOKESPERSONS = allow_roles(Role.SPOKESPERSON)


@door(views, "", allow=SPOKESPERSONS)
def show(actor, now):
    asked = DeskFilter(request.args.get("status") or None, request.args.get("after") or None)
    return render_template("boards/desk.html", page=desk_page(actor, asked, now, city()))


@door(views, "/templates", allow=SPOKESPERSONS)
def templates(actor, now):
    return render_template("boards/templates.html", page=templates_page(actor), form=Form(TEMPLATE))


@door(views, "/templates", methods=["POST"], allow=SPOKESPERSONS)
def add_template(actor, now):
    form = read_form(TEMPLATE)
    with form_again_on(
        Problem, "boards/templates.html", form, except_for=Forbidden, page=lambda: templates_page(actor)
    ):
        answer_templates.add(
            _own(actor, form["department"]), actor=actor, now=now, title=form["title"], text=form["text"]
        )
    return _back(M("已添加，本部门的网络发言人都可以用。"))


@door(views, "/templates/<id:template_id>/retirement", methods=["POST"], allow=SPOKESPERSONS)
def retire_template(actor, now, template_id):
    answer_templates.retire(get_template(template_id), actor=actor, now=now)
    return _back(M("已停用，以前用它写的答复不受影响。"))


def _own(actor, slug):
    """The id of the department in the form, or of the only one the actor speaks for."""
    return get_department(slug).id if slug else min(actor.departments)


def _back(message):
    return flash_and_redirect(message, "/desk/templates")
