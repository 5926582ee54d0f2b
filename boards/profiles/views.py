"""The public page of an account."""

from flask import Blueprint, render_template, request

from boards.profiles.queries import profile_page
from forum.web.door import EVERYONE, door

views = Blueprint("profiles", __name__)


@door(views, "/users/<profile>", allow=EVERYONE)
def show(actor, now, profile):
    return render_template("profiles/profile.html", page=profile_page(profile, actor, request.args.get("before")))
