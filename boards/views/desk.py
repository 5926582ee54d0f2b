"""A spokesperson's desk."""

from flask import Blueprint, render_template, request

from boards.queries.desk import desk_page
from boards.queries.workload import Asked
from forum.roles import Role
from forum.web import city, door, holders

views = Blueprint("desk", __name__, url_prefix="/desk")
SPOKESPERSONS = holders(Role.SPOKESPERSON)


@door(views, "", allow=SPOKESPERSONS)
def show(actor, now):
    asked = Asked(request.args.get("status") or None, request.args.get("after") or None)
    return render_template("boards/desk.html", page=desk_page(actor, asked, now, city()))
