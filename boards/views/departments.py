"""The departments, and a spokesperson's desk."""

from flask import Blueprint, render_template

from boards.queries.departments import department_page, departments_page
from boards.queries.desk import desk_page
from forum.roles import Role
from forum.web import EVERYONE, city, door, holders

views = Blueprint("departments", __name__)
desk = Blueprint("desk", __name__)


@door(views, "/departments", allow=EVERYONE)
def index(actor, now):
    return render_template("boards/departments.html", page=departments_page())


@door(views, "/departments/<slug>", allow=EVERYONE)
def show(actor, now, slug):
    return render_template("boards/department.html", page=department_page(slug, now, city()))


@door(desk, "/desk", allow=holders(Role.SPOKESPERSON), endpoint="show")
def show_desk(actor, now):
    return render_template("boards/desk.html", page=desk_page(actor, now))
