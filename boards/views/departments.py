"""The departments."""

from flask import Blueprint, render_template

from boards.queries.lists.departments import department_page, departments_page
from forum.web.door import EVERYONE, city, door

views = Blueprint("departments", __name__)


@door(views, "/departments", allow=EVERYONE)
def index(actor, now):
    return render_template("boards/departments.html", page=departments_page())


@door(views, "/departments/<slug>", allow=EVERYONE)
def show(actor, now, slug):
    return render_template("boards/department.html", page=department_page(slug, now, city()))
