"""Registering, signing in and out, and one's own account."""

from functools import partial

from flask import Blueprint, redirect, render_template, request
from flask_login import logout_user

from forum.accounts import actions, limits, signing_in
from forum.accounts.account_page import account_page
from forum.accounts.forms import LOGIN, PASSWORD, REGISTER
from forum.accounts.step_up import reauthenticate
from forum.fields import Form
from forum.messages import M
from forum.problems import Problem
from forum.web.device import client_of_request, with_device
from forum.web.door import EVERYONE, SIGNED_IN, door, safe_redirect_target, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.web.signed_in import begin_session, end_session
from forum.wenqu import wenqu

views = Blueprint("accounts", __name__)


@door(views, "/login", allow=EVERYONE)
def login(actor, now):
    if actor.signed_in:
        return redirect(safe_redirect_target(request.args.get("next")))
    return render_template("accounts/login.html", form=Form(LOGIN))


@door(views, "/login", methods=["POST"], allow=EVERYONE, endpoint="sign_in")
def sign_in(actor, now):
    form = read_form(LOGIN)
    with form_again_on(Problem, "accounts/login.html", form):
        _sign_in(form["username"], request.form.get("password"), request.form.get("otp"), now)
    return with_device(redirect(safe_redirect_target(form["next"]), 303))


@door(views, "/register", allow=EVERYONE)
def register(actor, now):
    if actor.signed_in:
        return redirect("/")
    return render_template("accounts/register.html", form=Form(REGISTER))


@door(views, "/register", methods=["POST"], allow=EVERYONE, endpoint="sign_up")
def sign_up(actor, now):
    form, password = read_form(REGISTER), request.form.get("password")
    with form_again_on(Problem, "accounts/register.html", form):
        limits.enforce_limit("register-address", request.remote_addr, now, settings().rate_limits)
        reserved = wenqu().reserved_names()
        actions.register(form["username"], password, form["display_name"], now=now, reserved=reserved)
        _sign_in(form["username"], password, None, now)
    return with_device(flash_and_redirect(M("欢迎！您现在可以提问和回复了。"), safe_redirect_target(form["next"])))


@door(views, "/logout", methods=["POST"], allow=SIGNED_IN)
def logout(actor, now):
    end_session(now)
    return redirect("/", 303)


@door(views, "/account", allow=SIGNED_IN)
def account(actor, now):
    return render_template("accounts/account.html", form=Form(PASSWORD), page=account_page(actor, now))


@door(views, "/account/password", methods=["POST"], allow=SIGNED_IN)
def password(actor, now):
    page = partial(account_page, actor, now)
    with form_again_on(Problem, "accounts/account.html", read_form(PASSWORD), page=page):
        given = request.form.get("current"), request.form.get("otp")
        reauthenticate(actor, *given, now=now, settings=settings(), fields=("current", "otp"))
        actions.change_password(actor, request.form.get("password"), now=now)
    logout_user()
    return flash_and_redirect(M("密码已修改，请用新密码登录。"), "/login")


def _sign_in(username, password, otp, now):
    key, actor = signing_in.log_in(username, password, otp, client=client_of_request(), now=now, settings=settings())
    begin_session(key, actor, now)
