"""Hiding and restoring a post, and the public log with its feed."""

from dataclasses import fields

from flask import Blueprint, make_response, render_template, request

from boards.queries.thread.posts import get_post
from forum.fields import Form
from forum.messages import M
from forum.problems import Forbidden, Problem
from forum.text.reasons import HIDING
from forum.roles import Role
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.web.door import EVERYONE, city, door, allow_roles, settings
from moderation.hiding import actions
from moderation.hiding.forms import post_verb_page
from moderation.log.queries import LogFilter, log_page
from moderation.forms import reason_fields

views = Blueprint("moderation", __name__)
MODERATORS = allow_roles(Role.MODERATOR)
HIDE = reason_fields(HIDING, must_say=True)


@door(views, "/moderation/log", allow=EVERYONE)
def log(actor, now):
    return render_template("moderation/log.html", page=log_page(_asked(), city()))


@door(views, "/feeds/moderation.atom", allow=EVERYONE)
def feed(actor, now):
    """The newest deeds of the log, chosen by the same filters, as an Atom feed (RFC 4287)."""
    base = settings().url.rstrip("/") or request.host_url.rstrip("/")
    page = log_page(_asked(), city())
    made = make_response(render_template("moderation/log.xml", page=page, base=base, now=now))
    made.content_type = "application/atom+xml; charset=utf-8"
    return made


@door(views, "/posts/<id:post_id>/hiding", allow=MODERATORS)
def hide(actor, now, post_id):
    return render_template("moderation/post_verb.html", page=_page(post_id, actor), form=Form(HIDE))


@door(views, "/posts/<id:post_id>/hiding", methods=["POST"], allow=MODERATORS)
def hiding(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    form = read_form(HIDE)
    with form_again_on(Problem, "moderation/post_verb.html", form, except_for=Forbidden, page=lambda: _page(post_id, actor)):
        actions.hide(post, actor=actor, now=now, code=form["code"], reason=form["reason"])
    return flash_and_redirect(M("已屏蔽，时间、身份和理由已公开。"), f"/threads/{thread.id}/floors/{post.place_floor}")


@door(views, "/posts/<id:post_id>/restoration", methods=["POST"], allow=MODERATORS)
def restoration(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    actions.restore(post, actor=actor, now=now)
    return flash_and_redirect(M("已恢复。"), f"/threads/{thread.id}/floors/{post.place_floor}")


def _asked():
    given = {field.name: request.args.get(field.name, "").strip() for field in fields(LogFilter)}
    return LogFilter(**given)


def _page(post_id, viewer):
    notes = (M("屏蔽不是删除：原文保留，随时可以恢复，楼层号不变。"),)
    lead = M("标题和内容换成占位说明，写明时间、身份和理由。")
    return post_verb_page(post_id, viewer, M("屏蔽这一楼"), "hiding", lead, notes)
