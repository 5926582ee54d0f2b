"""Devices signed in, and what else members do with their own account."""

from flask import Blueprint, redirect, render_template, request
from flask_login import logout_user

from forum.accounts.account_page import is_bound
from forum.accounts.forms import NAME, SIGN_IN_AFRESH
from forum.accounts.step_up import reauthenticate
from forum.fields import Form
from forum.messages import M, N
from forum.personal import closing as closings, devices as sessions, names
from forum.problems import Problem
from forum.web.door import SIGNED_IN, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.wenqu import wenqu

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


@door(views, "/name", allow=SIGNED_IN)
def name(actor, now):
    return render_template("accounts/name.html", form=Form(NAME), **_name_page(actor, now))


@door(views, "/name", methods=["POST"], allow=SIGNED_IN)
def rename(actor, now):
    form = read_form(NAME)
    with form_again_on(Problem, "accounts/name.html", form, **_name_page(actor, now)):
        _afresh(actor, now)
        names.rename(actor, form["display_name"], now=now, reserved=wenqu().reserved_names())
    return flash_and_redirect(M("名字已更改。以前的帖子还显示当时的名字。"), "/account")


@door(views, "/closing", allow=SIGNED_IN)
def closing(actor, now):
    return render_template("accounts/closing.html", form=Form(SIGN_IN_AFRESH), **_closing_page(actor))


@door(views, "/closing", methods=["POST"], allow=SIGNED_IN)
def ask_to_close(actor, now):
    with form_again_on(Problem, "accounts/closing.html", read_form(SIGN_IN_AFRESH), **_closing_page(actor)):
        _afresh(actor, now)
        closings.ask_to_close(actor, now=now)
    logout_user()
    days = closings.GRACE.days
    return flash_and_redirect(N("账号将在 %(n)s 天后注销。在那以前登录，可以撤回。", n=days), "/")


@door(views, "/closing/withdrawal", methods=["POST"], allow=SIGNED_IN)
def keep_open(actor, now):
    closings.keep_open(actor, now=now)
    return flash_and_redirect(M("注销申请已撤回，账号照常使用。"), "/account")


def _name_page(actor, now):
    former, free = names.former_names(actor.account), names.free_from(actor.account, now)
    return {"former": former, "free_from": free, "bound": is_bound(actor.account), "days": names.APART.days}


def _closing_page(actor):
    account = actor.account
    days = closings.GRACE.days
    return {
        "closes_at": closings.closes_at(account),
        "bound": is_bound(account),
        "days": days,
        "official": actor.official,
    }


def _afresh(actor, now):
    reauthenticate(actor, request.form.get("password"), request.form.get("otp"), now=now, settings=settings())
