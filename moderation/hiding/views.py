"""Hiding and restoring a post."""

from flask import Blueprint, render_template

from boards.queries.thread.posts import get_post
from forum.fields import Form
from forum.messages import M
from forum.problems import Forbidden, Problem
from forum.roles import Role
from forum.text.reasons import HIDING
from forum.web.door import allow_roles, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from moderation.forms import reason_fields
from moderation.hiding import actions
from moderation.hiding.forms import post_verb_page

views = Blueprint("hiding", __name__)
MODERATORS = allow_roles(Role.MODERATOR)
HIDE = reason_fields(HIDING, must_say=True)


@door(views, "/posts/<id:post_id>/hiding", allow=MODERATORS)
def hide(actor, now, post_id):
    return render_template("moderation/post_verb.html", page=_page(post_id, actor), form=Form(HIDE))


@door(views, "/posts/<id:post_id>/hiding", methods=["POST"], allow=MODERATORS)
def hiding(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    form = read_form(HIDE)
    with form_again_on(
        Problem, "moderation/post_verb.html", form, except_for=Forbidden, page=lambda: _page(post_id, actor)
    ):
        actions.hide(post, actor=actor, now=now, code=form["code"], reason=form["reason"])
    return flash_and_redirect(M("已屏蔽，时间、身份和理由已公开。"), f"/threads/{thread.id}/floors/{post.place_floor}")


@door(views, "/posts/<id:post_id>/restoration", methods=["POST"], allow=MODERATORS)
def restoration(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    actions.restore(post, actor=actor, now=now)
    return flash_and_redirect(M("已恢复。"), f"/threads/{thread.id}/floors/{post.place_floor}")


def _page(post_id, viewer):
    notes = (M("屏蔽不是删除：原文保留，随时可以恢复，楼层号不变。"),)
    lead = M("标题和内容换成占位说明，写明时间、身份和理由。")
    return post_verb_page(post_id, viewer, M("屏蔽这一楼"), "hiding", lead, notes)
