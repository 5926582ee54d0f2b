"""Warning and suspending a netizen, lifting a suspension, and the list of one's own."""

from flask import Blueprint, render_template

from boards.queries.thread.posts import get_post
from forum.accounts.models import Sanction
from forum.clock import parse_local
from forum.fields import Field, Form
from forum.messages import M
from forum.problems import Forbidden, NotFound, Problem
from forum.roles import Role
from forum.text.reasons import LABELS, OFFENCES, UNDOING
from forum.web.door import SIGNED_IN, allow_roles, city, door
from forum.web.forms import asked_number, flash_and_redirect, form_again_on, read_form
from moderation.forms import reason_fields
from moderation.hiding.forms import post_verb_page
from moderation.sanctions import actions as sanctioning
from moderation.sanctions.queries import own_sanctions_page, sanctions_page

views = Blueprint("sanctions", __name__)
MODERATORS = allow_roles(Role.MODERATOR)
WARNING = reason_fields(OFFENCES, must_say=True)
SUSPENSION = (Field("until", "moment", M("到什么时候为止"), M("必须有期限，最长一年。")), *WARNING)
LIFTING = (
    Field("code", "select"),
    Field("reason"),
)  # one form for each sanction, laid out in templates/moderation/sanctions.html
NOTE = M("公示里只写做了什么、理由和一个编号，不写是谁，也不链接到帖子。当事人会看到理由和期限。")


@door(views, "/posts/<id:post_id>/warning", allow=MODERATORS)
def warn(actor, now, post_id):
    return render_template("moderation/post_verb.html", page=_warning(post_id, actor), form=Form(WARNING))


@door(views, "/posts/<id:post_id>/warning", methods=["POST"], allow=MODERATORS, endpoint="warning")
def give_warning(actor, now, post_id):
    return _give(
        post_id,
        actor,
        WARNING,
        lambda post, form: sanctioning.warn(post, actor=actor, now=now, code=form["code"], text=form["reason"]),
        _warning,
        M("已警告。"),
    )


@door(views, "/posts/<id:post_id>/suspension", allow=MODERATORS)
def suspend(actor, now, post_id):
    return render_template("moderation/post_verb.html", page=_suspension(post_id, actor), form=Form(SUSPENSION))


@door(views, "/posts/<id:post_id>/suspension", methods=["POST"], allow=MODERATORS, endpoint="suspension")
def give_suspension(actor, now, post_id):
    return _give(
        post_id,
        actor,
        SUSPENSION,
        lambda post, form: sanctioning.suspend(
            post,
            actor=actor,
            now=now,
            code=form["code"],
            text=form["reason"],
            until=parse_local(form["until"], city().timezone),
        ),
        _suspension,
        M("已暂停发言。"),
    )


@door(views, "/moderation/sanctions", allow=allow_roles(Role.MODERATOR, Role.SUPERVISOR))
def index(actor, now):
    page = sanctions_page(actor, now, asked_number("before"))
    return render_template("moderation/sanctions.html", page=page, form=Form(LIFTING), reasons=_undoing())


@door(views, "/moderation/sanctions/<id:sanction_id>/lifting", methods=["POST"], allow=MODERATORS)
def lift(actor, now, sanction_id):
    sanction = Sanction.get_or_none(Sanction.id == sanction_id)
    if sanction is None:
        raise NotFound(M("没有这次处理。"))
    form = read_form(LIFTING).with_values(sanction=sanction.id)
    with form_again_on(
        Problem, "moderation/sanctions.html", form, page=lambda: sanctions_page(actor, now), reasons=_undoing
    ):
        sanctioning.lift(sanction, actor=actor, now=now, code=form["code"], text=form["reason"])
    return flash_and_redirect(M("已解除，当事人会收到通知。"), "/moderation/sanctions")


@door(views, "/account/sanctions", allow=SIGNED_IN)
def own(actor, now):
    return render_template("moderation/own_sanctions.html", page=own_sanctions_page(actor, now, asked_number("before")))


def _give(post_id, actor, fields, give, page_of, done):
    post, thread = get_post(post_id, actor)
    form = read_form(fields)
    with form_again_on(
        Problem, "moderation/post_verb.html", form, except_for=Forbidden, page=lambda: page_of(post_id, actor)
    ):
        give(post, form)
    return flash_and_redirect(done, f"/threads/{thread.id}/floors/{post.place_floor}")


def _undoing():
    return tuple((code.value, LABELS[code]) for code in UNDOING)


def _warning(post_id, viewer):
    lead = M("警告写明哪里不对，只有本人和管理员看得到是谁。")
    return post_verb_page(post_id, viewer, M("警告作者"), "warning", lead, (NOTE,))


def _suspension(post_id, viewer):
    lead = M("到期以前不能提新问题、跟帖、顶帖和修改；阅读、追问、评价、办结自己的提问和举报不受影响。")
    return post_verb_page(post_id, viewer, M("暂停作者发言"), "suspension", lead, (NOTE,))
