"""Hiding and restoring a post, and the public log with its feed."""

from dataclasses import fields

from flask import Blueprint, flash, make_response, redirect, render_template, request

from boards.queries.posts import get_post
from forum.i18n import said
from forum.messages import M
from forum.problems import Forbidden, Problem
from forum.reasons import HIDING
from forum.roles import Role
from forum.typed import EMPTY, again, typed
from forum.web import EVERYONE, city, door, holders, settings
from moderation import actions
from moderation.post_forms import post_verb_page
from moderation.public_log import LogFilter, log_page

views = Blueprint("moderation", __name__)
MODERATORS = holders(Role.MODERATOR)


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
    return render_template("moderation/post_verb.html", page=_page(post_id, actor), form=EMPTY)


@door(views, "/posts/<id:post_id>/hiding", methods=["POST"], allow=MODERATORS)
def hiding(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    values = typed("code", "reason")
    try:
        actions.hide(post, actor=actor, now=now, **values)
    except Forbidden:
        raise
    except Problem as problem:
        return again("moderation/post_verb.html", problem, values, page=_page(post_id, actor))
    flash(said(M("已屏蔽，时间、身份和理由已公开。")), "done")
    return redirect(f"/threads/{thread.id}/floors/{post.place_floor}", 303)


@door(views, "/posts/<id:post_id>/restoration", methods=["POST"], allow=MODERATORS)
def restoration(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    actions.restore(post, actor=actor, now=now)
    flash(said(M("已恢复。")), "done")
    return redirect(f"/threads/{thread.id}/floors/{post.place_floor}", 303)


def _asked():
    given = {field.name: request.args.get(field.name, "").strip() for field in fields(LogFilter)}
    return LogFilter(**given)


def _page(post_id, viewer):
    notes = (M("屏蔽不是删除：原文保留，随时可以恢复，楼层号不变。"),)
    lead = M("标题和内容换成占位说明，写明时间、身份和理由。")
    return post_verb_page(post_id, viewer, M("屏蔽这一楼"), "hiding", HIDING, lead, must_say=True, notes=notes)
