"""Registering, signing in and out, and one's own account."""

from flask import Blueprint, flash, redirect, render_template, request, session
from flask_login import current_user, login_user, logout_user

from forum.accounts import actions, limits, second_factor as factor
from forum.accounts.login import User
from forum.accounts.models import Account
from forum.i18n import said
from forum.messages import M
from forum.problems import Problem
from forum.typed import EMPTY, again, typed
from forum.web import EVERYONE, SIGNED_IN, door, own_path, settings
from forum.wenqu import wenqu

views = Blueprint("accounts", __name__)


@door(views, "/login", allow=EVERYONE)
def login(actor, now):
    if actor.signed_in:
        return redirect(own_path(request.args.get("next")))
    return render_template("accounts/login.html", form=EMPTY)


@door(views, "/login", methods=["POST"], allow=EVERYONE, endpoint="sign_in")
def sign_in(actor, now):
    values = typed("username", "next")
    try:
        _sign_in(values["username"], request.form.get("password"), request.form.get("otp"), now)
    except Problem as problem:
        return again("accounts/login.html", problem, values)
    return redirect(own_path(values["next"]), 303)


@door(views, "/register", allow=EVERYONE)
def register(actor, now):
    if actor.signed_in:
        return redirect("/")
    return render_template("accounts/register.html", form=EMPTY)


@door(views, "/register", methods=["POST"], allow=EVERYONE, endpoint="sign_up")
def sign_up(actor, now):
    values = typed("username", "display_name", "next")
    password = request.form.get("password")
    try:
        limits.spend("register-address", request.remote_addr, now, settings().rate_limits)
        reserved = wenqu().reserved_names()
        actions.register(values["username"], password, values["display_name"], now=now, reserved=reserved)
        _sign_in(values["username"], password, None, now)
    except Problem as problem:
        return again("accounts/register.html", problem, values)
    flash(said(M("欢迎！您现在可以提问和回复了。")), "done")
    return redirect(own_path(values["next"]), 303)


@door(views, "/logout", methods=["POST"], allow=SIGNED_IN)
def logout(actor, now):
    actions.log_out(current_user.key, now=now)
    logout_user()
    session.clear()
    return redirect("/", 303)


@door(views, "/account", allow=SIGNED_IN)
def account(actor, now):
    return render_template("accounts/account.html", form=EMPTY)


@door(views, "/account/password", methods=["POST"], allow=SIGNED_IN)
def password(actor, now):
    try:
        limits.spend("password", actor.username, now, settings().rate_limits)
        actions.change_password(actor, request.form.get("current", ""), request.form.get("password"), now=now)
    except Problem as problem:
        return again("accounts/account.html", problem, {})
    logout_user()
    flash(said(M("密码已修改，请用新密码登录。")), "done")
    return redirect("/login", 303)


PENDING_SECRET = "otp_secret"


@door(views, "/account/second-factor", allow=SIGNED_IN)
def second_factor(actor, now):
    return render_template("accounts/second_factor.html", form=EMPTY, **_enrolment(actor))


@door(views, "/account/second-factor", methods=["POST"], allow=SIGNED_IN, endpoint="enrol")
def enrol(actor, now):
    code = request.form.get("otp", "")
    try:
        limits.spend("second-factor", actor.username, now, settings().rate_limits)
        factor.enrol(actor, session.get(PENDING_SECRET) or factor.new_secret(), code, now=now)
    except Problem as problem:
        return again("accounts/second_factor.html", problem, {"otp": code}, **_enrolment(actor))
    session.pop(PENDING_SECRET, None)
    flash(said(M("动态口令已绑定。")), "done")
    return redirect("/account", 303)


def _sign_in(username, password, otp, now):
    key, actor = actions.log_in(username, password, otp, address=request.remote_addr, now=now, settings=settings())
    session.clear()
    login_user(User(key, actor))


def _enrolment(actor):
    enrolled = Account.select(Account.otp_secret).where(Account.id == actor.account).scalar() is not None
    if enrolled:
        return {"enrolled": True, "secret": None, "uri": None}
    secret = session.setdefault(PENDING_SECRET, factor.new_secret())
    site = wenqu().name
    return {"enrolled": False, "secret": secret, "uri": factor.enrolment_uri(secret, actor.username, site)}
