"""Reporting a post, the moderators' queue of reports, and one's own with their answers."""

from flask import Blueprint, render_template

from boards.queries.thread.posts import get_post
from forum.fields import Field, Form
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Forbidden, Invalid, Problem, Unauthorized
from forum.roles import Role
from forum.text.reasons import HIDING
from forum.web.door import SIGNED_IN, allow_roles, city, door
from forum.web.forms import asked_choice, asked_number, flash_and_redirect, form_again_on, read_form
from moderation.forms import reason_fields
from moderation.hiding.forms import post_verb_page
from moderation.reports import actions as reporting
from moderation.reports.choice import ReportsChoice
from moderation.reports.queries import own_reports_page, reports_page

views = Blueprint("reports", __name__)
MODERATORS = allow_roles(Role.MODERATOR)
REPORT = reason_fields(HIDING, hint=M("只有管理员看得到。选“其他”时必须写明。"))
# One form for each post that was reported, laid out in templates/moderation/reports.html.
DECISION = (
    Field("up_to", "hidden"),
    Field("code", "select"),
    Field("reason"),
    Field("answer", "area"),
    Field("outcome", "radios"),
)


@door(views, "/posts/<id:post_id>/report", allow=SIGNED_IN)
def report(actor, now, post_id):
    return render_template("moderation/post_verb.html", page=_page(post_id, actor), form=Form(REPORT))


@door(views, "/posts/<id:post_id>/report", methods=["POST"], allow=SIGNED_IN)
def send(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    form, refused = read_form(REPORT), (Forbidden, Unauthorized)
    with form_again_on(
        Problem, "moderation/post_verb.html", form, except_for=refused, page=lambda: _page(post_id, actor)
    ):
        reporting.report(post, actor=actor, now=now, city=city(), code=form["code"], reason=form["reason"])
    done = M("已举报，管理员处理后会答复您，在“我的账号”里也能看到。")
    return flash_and_redirect(done, f"/threads/{thread.id}/floors/{post.place_floor}")


@door(views, "/account/reports", allow=SIGNED_IN)
def own(actor, now):
    return render_template("moderation/own_reports.html", page=own_reports_page(actor, asked_number("before")))


@door(views, "/moderation/reports", allow=MODERATORS)
def queue(actor, now):
    page = reports_page(actor, asked_choice(ReportsChoice))
    return render_template("moderation/reports.html", page=page, form=Form(DECISION))


@door(views, "/moderation/reports/<id:post_id>/decision", methods=["POST"], allow=MODERATORS)
def decision(actor, now, post_id):
    """Leads back to the page of the queue from which it came; its address carries the filters."""
    (post, _), choice = get_post(post_id, actor), asked_choice(ReportsChoice)
    form = read_form(DECISION).with_values(post=post.id)
    with form_again_on(
        Problem, "moderation/reports.html", form, except_for=Forbidden, page=lambda: reports_page(actor, choice)
    ):
        _decide(post, form, actor, now)
    return flash_and_redirect(M("已处理，举报人都会收到答复。"), choice.url(after=choice.after))


def _decide(post, form, actor, now):
    given = {"actor": actor, "now": now, "answer": form["answer"], "up_to": whole_number(form["up_to"], ID_DIGITS)}
    if form["outcome"] == reporting.UPHELD:
        return reporting.uphold(post, code=form["code"], text=form["reason"], **given)
    if form["outcome"] == reporting.DISMISSED:
        return reporting.dismiss(post, **given)
    raise Invalid(outcome=M("请选择举报成立或不成立。"))


def _page(post_id, viewer):
    lead = M("管理员会看您的举报，无论成立与否都会答复您。举报不公开，被举报的人不知道是谁。")
    return post_verb_page(post_id, viewer, M("举报"), "report", lead)
