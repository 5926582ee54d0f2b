"""The page of posts that the word list held, and the moderators' decision on each."""

from flask import Blueprint, render_template

from forum.fields import Field, Form
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Role
from forum.web.door import allow_roles, door
from forum.web.forms import asked_choice, flash_and_redirect, form_again_on, read_form
from moderation.held.actions import keep_hidden, release
from moderation.held.choice import HeldChoice
from moderation.held.queries import get_held, held_page

views = Blueprint("held", __name__, url_prefix="/moderation/held")
MODERATORS = allow_roles(Role.MODERATOR)
DECISION = (Field("release", "hidden"), Field("reason"))  # one form for each post that was held


@door(views, "", allow=MODERATORS)
def index(actor, now):
    return render_template("moderation/held.html", page=held_page(asked_choice(HeldChoice)), form=Form(DECISION))


@door(views, "/<id:held_id>/decision", methods=["POST"], allow=MODERATORS)
def decision(actor, now, held_id):
    """Leads back to the page of the queue from which it came; its address carries the filters."""
    choice = asked_choice(HeldChoice)
    held, form = get_held(held_id), read_form(DECISION).with_values(held=held_id)
    with form_again_on(Invalid, "moderation/held.html", form, page=lambda: held_page(choice)):
        if form["release"]:
            release(held, actor=actor, now=now)
        else:
            keep_hidden(held, actor=actor, now=now, reason=form["reason"])
    done = M("已公开。") if form["release"] else M("已屏蔽，时间、身份和理由已公开。")
    return flash_and_redirect(done, choice.url(after=choice.after))
