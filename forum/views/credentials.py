"""One's second factor, recovery codes and API tokens, and a lost password."""

from functools import partial

from flask import Blueprint, redirect, render_template, request, session

from forum.accounts import recovery as recovering, second_factor as factor, signing_in
from forum.accounts.account_page import codes_left, is_bound
from forum.accounts.forms import RECOVERY, REPLACEMENT, SECOND_FACTOR, SIGN_IN_AFRESH
from forum.accounts.step_up import reauthenticate
from forum.fields import Form
from forum.messages import M
from forum.problems import Problem
from forum.web.device import client_of_request
from forum.web.door import EVERYONE, SIGNED_IN, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.wenqu import wenqu

views = Blueprint("credentials", __name__)

PENDING_SECRET = "otp_secret"
OLD_CODE = ("password", "old_otp")


@door(views, "/account/second-factor", allow=SIGNED_IN)
def second_factor(actor, now):
    bound = is_bound(actor.account)
    return _factor_page(actor, Form(SIGN_IN_AFRESH if bound else SECOND_FACTOR), bound=bound)


@door(views, "/account/second-factor", methods=["POST"], allow=SIGNED_IN, endpoint="enrol")
def enrol(actor, now):
    return _bind(actor, now, read_form(SECOND_FACTOR), replacing=False)


@door(views, "/account/second-factor/replacement", allow=SIGNED_IN)
def replacement(actor, now):
    if not is_bound(actor.account):
        return redirect("/account/second-factor")
    return _factor_page(actor, Form(REPLACEMENT), replacing=True)


@door(views, "/account/second-factor/replacement", methods=["POST"], allow=SIGNED_IN, endpoint="replace")
def replace(actor, now):
    return _bind(actor, now, read_form(REPLACEMENT), replacing=True)


@door(views, "/account/second-factor/removal", methods=["POST"], allow=SIGNED_IN, endpoint="unbind")
def unbind(actor, now):
    with form_again_on(Problem, TEMPLATE, read_form(SIGN_IN_AFRESH), enrolment=lambda: _enrolment(actor, bound=True)):
        _afresh(actor, now)
        factor.unbind(actor, now=now, settings=settings())
    return flash_and_redirect(M("动态口令已解除，其他设备上的登录已全部退出。"), "/account")


@door(views, "/account/recovery-codes", allow=SIGNED_IN)
def recovery_codes(actor, now):
    return render_template("accounts/recovery_codes.html", form=Form(SIGN_IN_AFRESH), left=codes_left(actor.account))


@door(views, "/account/recovery-codes", methods=["POST"], allow=SIGNED_IN, endpoint="make_recovery_codes")
def make_recovery_codes(actor, now):
    form, left = read_form(SIGN_IN_AFRESH), partial(codes_left, actor.account)
    with form_again_on(Problem, "accounts/recovery_codes.html", form, left=left):
        _afresh(actor, now)
        codes = recovering.make_recovery_codes(actor, now=now)
    return render_template("accounts/recovery_codes.html", form=Form(SIGN_IN_AFRESH), left=len(codes), codes=codes)


@door(views, "/account/tokens/<id:token_id>/revocation", methods=["POST"], allow=SIGNED_IN)
def revoke_token(actor, now, token_id):
    signing_in.revoke_token(actor, token_id, now=now)
    return flash_and_redirect(M("访问令牌已停用。"), "/account")


@door(views, "/recovery", allow=EVERYONE)
def recovery(actor, now):
    return render_template("accounts/recovery.html", form=Form(RECOVERY))


@door(views, "/recovery", methods=["POST"], allow=EVERYONE, endpoint="recover")
def recover(actor, now):
    form = read_form(RECOVERY)
    with form_again_on(Problem, "accounts/recovery.html", form):
        code, password = request.form.get("recovery_code"), request.form.get("password")
        recovering.recover(form["username"], code, password, client=client_of_request(), now=now, settings=settings())
    return flash_and_redirect(M("密码已修改，请用新密码登录。"), "/login")


TEMPLATE = "accounts/second_factor.html"


def _bind(actor, now, form, *, replacing):
    with form_again_on(Problem, TEMPLATE, form, enrolment=lambda: _enrolment(actor, replacing=replacing)):
        _afresh(actor, now, fields=OLD_CODE if replacing else ("password", "otp"))
        secret = session.get(PENDING_SECRET) or factor.new_secret()
        factor.enrol(actor, secret, form["otp"], now=now, settings=settings(), replacing=replacing)
    session.pop(PENDING_SECRET, None)
    return flash_and_redirect(M("动态口令已绑定。"), "/account")


def _afresh(actor, now, fields=("password", "otp")):
    given = (request.form.get(field) for field in fields)
    reauthenticate(actor, *given, now=now, settings=settings(), fields=fields)


def _factor_page(actor, form, **state):
    return render_template(TEMPLATE, form=form, enrolment=_enrolment(actor, **state))


def _enrolment(actor, *, bound=False, replacing=False):
    if bound:
        return {
            "bound": True,
            "replacing": False,
            "removable": not (actor.official and settings().second_factor_required),
        }
    secret = session.setdefault(PENDING_SECRET, factor.new_secret())
    uri = factor.enrolment_uri(secret, actor.username, wenqu().name)
    picture = factor.enrolment_picture(uri)
    return {"bound": False, "replacing": replacing, "secret": secret, "uri": uri, "picture": picture}
