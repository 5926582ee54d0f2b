"""Devices signed in, and what else members do with their own account."""

from flask import Blueprint, redirect, render_template

from forum.messages import M, N
from forum.personal import devices as sessions
from forum.web.door import SIGNED_IN, door
from forum.web.forms import flash_and_redirect

views = Blueprint("personal", __name__, url_prefix="/account")


@door(views, "/devices", allow=SIGNED_IN)
def devices(actor, now):
    return render_template("accounts/devices.html", devices=sessions.devices(actor, now))


@door(views, "/devices/<id:session_id>/ending", methods=["POST"], allow=SIGNED_IN)
def end_device(actor, now, session_id):
    sessions.end_session(actor, session_id, now=now)
    if session_id == actor.session:
        return redirect("/login", 303)
    return flash_and_redirect(M("那台设备已退出。"), "/account/devices")


@door(views, "/devices/ending", methods=["POST"], allow=SIGNED_IN)
def end_other_devices(actor, now):
    ended = sessions.end_other_sessions(actor, now=now)
    return flash_and_redirect(N("其他 %(n)s 台设备已退出。", n=ended), "/account/devices")
