"""The page for covering personal data in a post, and for uncovering it."""

from flask import Blueprint, render_template, request

from boards.queries.thread.posts import get_post
from forum.fields import Field, Form
from forum.messages import M
from forum.numbers import whole_number
from forum.problems import Invalid
from forum.roles import Role
from forum.web.door import allow_roles, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from moderation.covering import actions
from moderation.covering.queries import covering_page

views = Blueprint("covering", __name__, url_prefix="/posts")
MODERATORS = allow_roles(Role.MODERATOR)
MOST_DIGITS = 4  # of a page's number
COVERING = (
    Field("parts", "boxes"),
    Field("following", "hidden"),
    Field("code", "select", M("遮盖的是什么")),
    Field("reason", "area", M("说明"), M("会和时间、经手角色一起公开。不要抄录被遮盖的内容。"), required=False, rows=3),
)


@door(views, "/<id:post_id>/covering", allow=MODERATORS)
def choose(actor, now, post_id):
    page = covering_page(post_id, actor, number=_number())
    return render_template("moderation/covering.html", page=page, form=Form(COVERING))


@door(views, "/<id:post_id>/covering", methods=["POST"], allow=MODERATORS)
def cover(actor, now, post_id):
    form = read_form(COVERING)
    given = {"code": form["code"], "reason": form["reason"]}
    return _done(actions.cover, post_id, actor, now, form, given, M("已遮盖，原文保留，经手角色和理由已公开。"))


@door(views, "/<id:post_id>/uncovering", methods=["POST"], allow=MODERATORS)
def uncover(actor, now, post_id):
    form = read_form(COVERING)
    return _done(actions.uncover, post_id, actor, now, form, {"reason": form["reason"]}, M("已恢复显示。"))


def _done(action, post_id, actor, now, form, given, message):
    post, thread = get_post(post_id, actor)
    parts, number = form["parts"], _number()
    again = {"page": lambda: covering_page(post_id, actor, parts, number)}
    with form_again_on(Invalid, "moderation/covering.html", form, **again):
        action(post, actor=actor, now=now, parts=parts, **given)
    after = f"/posts/{post.id}/covering?page={number + 1}" if form["following"] else None
    return flash_and_redirect(message, after or f"/threads/{thread.id}/floors/{post.place_floor}")


def _number():
    """The number of the page of a long text."""
    return whole_number(request.args.get("page", ""), MOST_DIGITS) or 1
