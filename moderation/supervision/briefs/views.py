"""The supervisors' pages of briefs."""

from pathlib import Path

from flask import Blueprint, render_template, request

from forum.roles import Role
from forum.web.door import allow_roles, city, door
from forum.web.files import file_response
from moderation.documents.typesetting import typeset
from moderation.supervision.briefs.queries import brief_page, briefs_page

views = Blueprint("briefs", __name__)
SUPERVISORS = allow_roles(Role.SUPERVISOR)
TEMPLATE = Path(__file__).with_name("brief.typ")


@door(views, "/supervision/briefs", allow=SUPERVISORS)
def index(actor, now):
    page = briefs_page(request.args.get("kind", ""), request.args.get("before"))
    return render_template("moderation/briefs.html", page=page)


@door(views, "/supervision/briefs/<id:brief_id>", allow=SUPERVISORS)
def show(actor, now, brief_id):
    return render_template("moderation/brief.html", page=brief_page(brief_id, city()))


@door(views, "/supervision/briefs/<id:brief_id>.pdf", allow=SUPERVISORS)
def as_pdf(actor, now, brief_id):
    content = typeset(TEMPLATE, brief_page(brief_id, city()).document)
    return file_response(content, "application/pdf", f"brief-{brief_id}.pdf", inline=True)
