"""The posts that the word list held: letting them go, or hiding them with a reason."""

from flask import Blueprint, flash, redirect, render_template, request

from forum.i18n import said
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Role
from forum.typed import EMPTY, again, typed
from forum.web import door, holders
from moderation.words.held import get_held, held_page, keep_hidden, release

views = Blueprint("held", __name__, url_prefix="/moderation/held")
MODERATORS = holders(Role.MODERATOR)


@door(views, "", allow=MODERATORS)
def index(actor, now):
    return render_template("moderation/held.html", page=held_page(request.args.get("after")), form=EMPTY)


@door(views, "/<id:held_id>/decision", methods=["POST"], allow=MODERATORS)
def decision(actor, now, held_id):
    held, values = get_held(held_id), typed("release", "reason")
    try:
        if values["release"]:
            release(held, actor=actor, now=now)
        else:
            keep_hidden(held, actor=actor, now=now, reason=values["reason"])
    except Invalid as problem:
        return again("moderation/held.html", problem, values | {"held": held_id}, page=held_page())
    flash(said(M("已公开。") if values["release"] else M("已屏蔽，时间、身份和理由已公开。")), "done")
    return redirect("/moderation/held", 303)
