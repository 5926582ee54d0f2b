"""The moderators' search of posts that are not public."""

from flask import Blueprint, render_template, request

from forum.roles import Role
from forum.web.door import allow_roles, city, door
from search.concealed.queries import concealed_page
from search.concealed.states import State
from search.marks import marked

views = Blueprint("concealed", __name__, url_prefix="/moderation/search")
MODERATORS = allow_roles(Role.MODERATOR)


@door(views, "", allow=MODERATORS)
def show(actor, now):
    state = request.args.get("state", "")
    page = concealed_page(
        request.args.get("q", "").strip(),
        state if state in list(State) else "",
        request.args.get("at", ""),
        actor,
        now,
        city(),
    )
    return render_template("search/concealed.html", page=page, marked=marked)
