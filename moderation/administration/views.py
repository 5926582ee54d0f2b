"""Administrators' pages of accounts. Each deed asks for a reason and signing in afresh."""

from functools import partial

from flask import Blueprint, render_template, request

from forum.accounts import administration
from forum.accounts.forms import SIGN_IN_AFRESH
from forum.accounts.step_up import reauthenticate
from forum.fields import Field, Form
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Problem
from forum.roles import Role
from forum.web.door import allow_roles, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from moderation.administration.queries import accounts_page, administered_account, get_account

views = Blueprint("administration", __name__, url_prefix="/admin/accounts")
ADMINISTRATORS = allow_roles(Role.ADMINISTRATOR)
LONGEST_SEARCH = 40
TEMPLATE = "moderation/account.html"
FORM = (
    Field(
        "reason",
        "area",
        M("理由"),
        M("写进不可更改的日志，只有系统管理员看得到。"),
        limit=administration.LONGEST_REASON,
    ),
    *SIGN_IN_AFRESH,
)


@door(views, "", allow=ADMINISTRATORS)
def index(actor, now):
    wanted = request.args.get("q", "")[:LONGEST_SEARCH].replace("\0", "").strip()
    before = whole_number(request.args.get("before", ""), ID_DIGITS)
    return render_template("moderation/accounts.html", page=accounts_page(wanted, before))


@door(views, "/<public_id>", allow=ADMINISTRATORS)
def show(actor, now, public_id):
    return _page(public_id, actor, now)


@door(views, "/<public_id>/disabling", methods=["POST"], allow=ADMINISTRATORS)
def disable(actor, now, public_id):
    _act(administration.disable, public_id, actor, now)
    return flash_and_redirect(M("账号已停用，所有登录已经退出。"), f"/admin/accounts/{public_id}")


@door(views, "/<public_id>/enabling", methods=["POST"], allow=ADMINISTRATORS)
def enable(actor, now, public_id):
    _act(administration.enable, public_id, actor, now)
    return flash_and_redirect(M("账号已恢复。"), f"/admin/accounts/{public_id}")


@door(views, "/<public_id>/password-reset", methods=["POST"], allow=ADMINISTRATORS)
def reset_password(actor, now, public_id):
    code = _act(administration.reset_password, public_id, actor, now)
    return _page(public_id, actor, now, code=code)  # not a redirect, since the code is stored nowhere and shown once


@door(views, "/<public_id>/second-factor-reset", methods=["POST"], allow=ADMINISTRATORS)
def reset_second_factor(actor, now, public_id):
    _act(administration.reset_second_factor, public_id, actor, now)
    return flash_and_redirect(M("动态口令已解除，本人用密码登录以后要重新绑定。"), f"/admin/accounts/{public_id}")


def _act(deed, public_id, actor, now):
    account, form = get_account(public_id), read_form(FORM)
    page = partial(administered_account, public_id, actor, now)
    with form_again_on(Problem, TEMPLATE, form, page=page):
        reauthenticate(actor, request.form.get("password"), request.form.get("otp"), now=now, settings=settings())
        return deed(account, actor=actor, now=now, reason=form["reason"])


def _page(public_id, actor, now, **more):
    page = administered_account(public_id, actor, now)
    return render_template(TEMPLATE, page=page, form=Form(FORM), **more)
