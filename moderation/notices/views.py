"""The pages of notices: public as list, document and PDF; received and answered by departments, issued and closed by supervisors."""

from flask import Blueprint, render_template, request

from boards.clocks.policy import NoticeKind
from boards.rules import lengths
from forum.fields import Field, Form
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Conflict, Invalid
from forum.roles import Role
from forum.web.door import EVERYONE, SIGNED_IN, allow_roles, city, door
from forum.web.files import file_response
from forum.web.forms import asked_number, flash_and_redirect, form_again_on, read_form
from moderation.notices import actions
from moderation.notices.pdf import pdf_of
from moderation.notices.queries import (
    NoticeFilter,
    get_notice,
    notice_page,
    notices_page,
    proposals_page,
    public_document,
)

views = Blueprint("notices", __name__)
SUPERVISORS = allow_roles(Role.SUPERVISOR)
FEEDBACK = (Field("text", "area", M("办理情况"), M("会公开。"), limit=lengths.REASON),)
CLOSING = (Field("text", "area", M("了结的理由"), M("会公开。"), limit=lengths.REASON),)
ISSUE = (
    Field("proposal", "boxes"),  # laid out in templates/moderation/notice_proposals.html
    Field("demand", "area", M("办理要求"), M("不填就用通常的办理要求。会公开。"), required=False, limit=lengths.REASON),
)


@door(views, "/notices", allow=EVERYONE)
def index(actor, now):
    given = {name: request.args.get(name, "").strip()[:40] for name in ("kind", "department")}
    asked = NoticeFilter(year=asked_number("year"), before=request.args.get("before"), **given)
    return render_template("moderation/notices.html", page=notices_page(asked, now))


@door(views, "/notices/<id:notice_id>", allow=EVERYONE)
def show(actor, now, notice_id):
    return _shown(actor, now, notice_id)


@door(views, "/notices/<id:notice_id>.pdf", allow=EVERYONE)
def as_pdf(actor, now, notice_id):
    content = pdf_of(public_document(notice_id, actor, city()))
    return file_response(content, "application/pdf", f"notice-{notice_id}.pdf", inline=True)


@door(views, "/notices/<id:notice_id>/receipt", methods=["POST"], allow=SIGNED_IN)
def receive(actor, now, notice_id):
    notice, _ = get_notice(notice_id, actor)
    actions.receive(notice, actor=actor, now=now)
    return flash_and_redirect(M("已签收。"), f"/notices/{notice_id}")


@door(views, "/notices/<id:notice_id>/feedback", methods=["POST"], allow=SIGNED_IN)
def give_feedback(actor, now, notice_id):
    notice, _ = get_notice(notice_id, actor)
    form = read_form(FEEDBACK)
    page = _again(actor, now, notice_id, "feedback")
    with form_again_on((Invalid, Conflict), "moderation/notice.html", form, **page):
        actions.give_feedback(notice, actor=actor, now=now, text=form["text"])
    return flash_and_redirect(M("回执已交给督办。"), f"/notices/{notice_id}")


@door(views, "/notices/<id:notice_id>/closing", methods=["POST"], allow=SIGNED_IN)
def close(actor, now, notice_id):
    notice, _ = get_notice(notice_id, actor)
    form = read_form(CLOSING)
    with form_again_on((Invalid, Conflict), "moderation/notice.html", form, **_again(actor, now, notice_id, "closing")):
        actions.close(notice, actor=actor, now=now, text=form["text"])
    return flash_and_redirect(M("督办文书已了结。"), f"/notices/{notice_id}")


@door(views, "/supervision/notices", allow=SUPERVISORS)
def proposals(actor, now):
    return render_template(
        "moderation/notice_proposals.html", page=proposals_page(actor, now, city()), form=Form(ISSUE)
    )


@door(views, "/supervision/notices", methods=["POST"], allow=SUPERVISORS)
def issue(actor, now):
    """Issue the ticked proposals; the page that answers says of each what became of it."""
    form = read_form(ISSUE)
    page = {"page": lambda: proposals_page(actor, now, city())}
    with form_again_on(Invalid, "moderation/notice_proposals.html", form, **page):
        chosen = [_proposal(value) for value in form["proposal"]]
        outcomes = actions.issue_all(chosen, actor=actor, now=now, city=city(), demand=form["demand"])
    page = proposals_page(actor, now, city(), tuple(outcomes))
    done = all(outcome.notice for outcome in outcomes)
    return render_template("moderation/notice_proposals.html", page=page, form=Form(ISSUE) if done else form)


def _shown(actor, now, notice_id):
    page = notice_page(notice_id, actor, now, city())
    return render_template("moderation/notice.html", page=page, form=Form(FEEDBACK), verb="")


def _again(actor, now, notice_id, verb):
    """What the page is shown with when the form of `verb` was refused."""
    return {"page": lambda: notice_page(notice_id, actor, now, city()), "verb": verb}


def _proposal(value):
    """(NoticeKind, id of a clock) of "circular 12"; raises Invalid."""
    kind, _, clock = value.partition(" ")
    number = whole_number(clock, ID_DIGITS)
    if kind not in tuple(NoticeKind) or number is None:
        raise Invalid(proposal=M("没有这个时限。"))
    return NoticeKind(kind), number
