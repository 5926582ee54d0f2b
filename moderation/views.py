"""Hiding and restoring, and the public log."""

from flask import Blueprint, flash, redirect, render_template, request

from boards.queries.posts import get_post
from forum.i18n import said
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Role
from forum.typed import EMPTY, again, typed
from forum.web import EVERYONE, door, holders
from moderation import actions
from moderation.queries import hide_page, log_page

views = Blueprint("moderation", __name__)
MODERATORS = holders(Role.MODERATOR)


@door(views, "/moderation/log", allow=EVERYONE)
def log(actor, now):
    before = request.args.get("before", "")
    return render_template("moderation/log.html", page=log_page(int(before) if before.isdecimal() and len(before) < 19 else None))


@door(views, "/posts/<id:post_id>/hiding", allow=MODERATORS)
def hide(actor, now, post_id):
    return render_template("moderation/hide.html", page=hide_page(post_id, actor), form=EMPTY)


@door(views, "/posts/<id:post_id>/hiding", methods=["POST"], allow=MODERATORS)
def hiding(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    values = typed("reason")
    try:
        actions.hide(post, actor=actor, now=now, reason=values["reason"])
    except Invalid as problem:
        return again("moderation/hide.html", problem, values, page=hide_page(post_id, actor))
    flash(said(M("已屏蔽，时间、身份和理由已公开。")), "done")
    return redirect(f"/threads/{thread.id}/floors/{post.floor}", 303)


@door(views, "/posts/<id:post_id>/restoration", methods=["POST"], allow=MODERATORS)
def restoration(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    actions.restore(post, actor=actor, now=now)
    flash(said(M("已恢复。")), "done")
    return redirect(f"/threads/{thread.id}/floors/{post.floor}", 303)
