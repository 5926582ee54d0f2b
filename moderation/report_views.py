"""Reporting a post, the moderators' queue of reports, and one's own with their answers."""

from flask import Blueprint, flash, redirect, render_template, request

from boards.queries.posts import get_post
from forum.i18n import said
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Forbidden, Invalid, Problem, Unauthorized
from forum.reasons import HIDING
from forum.roles import Role
from forum.typed import EMPTY, again, asked_number, typed
from forum.web import SIGNED_IN, city, door, holders
from moderation.actions import reporting
from moderation.post_forms import post_verb_page
from moderation.report_queries import own_reports_page, reports_page

views = Blueprint("reports", __name__)
MODERATORS = holders(Role.MODERATOR)


@door(views, "/posts/<id:post_id>/report", allow=SIGNED_IN)
def report(actor, now, post_id):
    return render_template("moderation/post_verb.html", page=_page(post_id, actor), form=EMPTY)


@door(views, "/posts/<id:post_id>/report", methods=["POST"], allow=SIGNED_IN)
def send(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    values = typed("code", "reason")
    try:
        reporting.report(post, actor=actor, now=now, city=city(), **values)
    except (Forbidden, Unauthorized):
        raise
    except Problem as problem:
        return again("moderation/post_verb.html", problem, values, page=_page(post_id, actor))
    flash(said(M("已举报，管理员处理后会答复您，在“我的账号”里也能看到。")), "done")
    return redirect(f"/threads/{thread.id}/floors/{post.place_floor}", 303)


@door(views, "/account/reports", allow=SIGNED_IN)
def own(actor, now):
    return render_template("moderation/own_reports.html", page=own_reports_page(actor, asked_number("before")))


@door(views, "/moderation/reports", allow=MODERATORS)
def queue(actor, now):
    return render_template("moderation/reports.html", page=reports_page(actor, asked_number("after")), form=EMPTY)


@door(views, "/moderation/reports/<id:post_id>/decision", methods=["POST"], allow=MODERATORS)
def decision(actor, now, post_id):
    post, _ = get_post(post_id, actor)
    values = typed("outcome", "code", "reason", "answer", "up_to")
    try:
        _decide(post, values, actor, now)
    except Forbidden:
        raise
    except Problem as problem:
        return again("moderation/reports.html", problem, values | {"post": post.id}, page=reports_page(actor))
    flash(said(M("已处理，举报人都会收到答复。")), "done")
    return redirect("/moderation/reports", 303)


def _decide(post, values, actor, now):
    given = {"actor": actor, "now": now, "answer": values["answer"], "up_to": whole_number(values["up_to"], ID_DIGITS)}
    if values["outcome"] == reporting.UPHELD:
        return reporting.uphold(post, code=values["code"], text=values["reason"], **given)
    if values["outcome"] == reporting.DISMISSED:
        return reporting.dismiss(post, **given)
    raise Invalid(outcome=M("请选择举报成立或不成立。"))


def _page(post_id, viewer):
    lead = M("管理员会看您的举报，无论成立与否都会答复您。举报不公开，被举报的人不知道是谁。")
    hint = M("只有管理员看得到。选“其他”时必须写明。")
    return post_verb_page(post_id, viewer, M("举报"), "report", HIDING, lead, hint=hint)
