"""The administrator's page of the outbox: what waits, what was not sent and why, trying again and giving up."""

from flask import Blueprint, render_template, request

from forum.messages import M
from forum.outbox import actions
from forum.outbox.queries import CURSOR, outbox_page
from forum.roles import Role
from forum.web.door import allow_roles, door
from forum.web.forms import flash_and_redirect

views = Blueprint("outbox", __name__, url_prefix="/admin/outbox")
ADMINISTRATORS = allow_roles(Role.ADMINISTRATOR)


@door(views, "", allow=ADMINISTRATORS)
def index(actor, now):
    before = request.args.get("before")
    page = outbox_page(request.args.get("state", "failed"), CURSOR.decode(before)[0] if before else None)
    return render_template("moderation/outbox.html", page=page)


@door(views, "/<id:item_id>/attempt", methods=["POST"], allow=ADMINISTRATORS)
def attempt(actor, now, item_id):
    actions.try_again(item_id, now=now)
    return flash_and_redirect(M("马上再发一次。"), "/admin/outbox")


@door(views, "/<id:item_id>/abandonment", methods=["POST"], allow=ADMINISTRATORS)
def abandon(actor, now, item_id):
    actions.give_up(item_id, now=now)
    return flash_and_redirect(M("不再发送，内容已删去。"), "/admin/outbox")
