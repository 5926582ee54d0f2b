"""The page for covering personal data in a post, and for uncovering it."""

from flask import Blueprint, flash, redirect, render_template, request

from boards.queries.posts import get_post
from forum.i18n import said
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Role
from forum.typed import EMPTY, again, typed
from forum.web import door, holders
from moderation.covering import actions
from moderation.covering.queries import covering_page

views = Blueprint("covering", __name__, url_prefix="/posts")
MODERATORS = holders(Role.MODERATOR)


@door(views, "/<id:post_id>/covering", allow=MODERATORS)
def choose(actor, now, post_id):
    return render_template("moderation/covering.html", page=covering_page(post_id, actor), form=EMPTY)


@door(views, "/<id:post_id>/covering", methods=["POST"], allow=MODERATORS)
def cover(actor, now, post_id):
    values = typed("code", "reason")
    given = {"code": values["code"], "reason": values["reason"]}
    return _done(actions.cover, post_id, actor, now, values, given, M("已遮盖，原文保留，经手角色和理由已公开。"))


@door(views, "/<id:post_id>/uncovering", methods=["POST"], allow=MODERATORS)
def uncover(actor, now, post_id):
    values = typed("code", "reason")
    return _done(actions.uncover, post_id, actor, now, values, {"reason": values["reason"]}, M("已恢复显示。"))


def _done(action, post_id, actor, now, values, given, message):
    post, thread = get_post(post_id, actor)
    parts = request.form.getlist("parts")
    try:
        action(post, actor=actor, now=now, parts=parts, **given)
    except Invalid as problem:
        return again("moderation/covering.html", problem, values, page=covering_page(post_id, actor, parts))
    flash(said(message), "done")
    return redirect(f"/threads/{thread.id}/floors/{post.place_floor}", 303)
