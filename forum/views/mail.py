"""The mail address of one's own account, and asking for a code by mail when the password is lost."""

from flask import Blueprint, render_template, request

from forum.accounts.account_page import is_bound
from forum.accounts.forms import MAIL, MAIL_CODE, RECOVERY_MAIL, SIGN_IN_AFRESH
from forum.accounts.step_up import reauthenticate
from forum.fields import Form
from forum.i18n.languages import current_language
from forum.mail import addresses, recovery
from forum.mail.letters import Letterhead
from forum.messages import M
from forum.problems import Conflict, Problem
from forum.web.device import client_of_request
from forum.web.door import EVERYONE, SIGNED_IN, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.wenqu import wenqu

views = Blueprint("mail", __name__)

PAGE = "accounts/mail.html"


@door(views, "/account/mail", allow=SIGNED_IN)
def address(actor, now):
    return render_template(PAGE, form=Form(MAIL), **_page(actor, now, "address"))


@door(views, "/account/mail", methods=["POST"], allow=SIGNED_IN, endpoint="ask")
def ask(actor, now):
    form = read_form(MAIL)
    with form_again_on(Problem, PAGE, form, **_page(actor, now, "address")):
        _afresh(actor, now)
        addresses.ask_for(actor, form["mail"], head=_head(), now=now, settings=settings())
    return flash_and_redirect(M("验证码正在发往这个邮箱。收到以后，请填在下面。"), "/account/mail/confirmation")


@door(views, "/account/mail/confirmation", allow=SIGNED_IN)
def confirmation(actor, now):
    return render_template(PAGE, form=Form(MAIL_CODE), **_page(actor, now, "confirmation"))


@door(views, "/account/mail/confirmation", methods=["POST"], allow=SIGNED_IN, endpoint="confirm")
def confirm(actor, now):
    form = read_form(MAIL_CODE)
    with form_again_on(Problem, PAGE, form, **_page(actor, now, "confirmation")):
        addresses.confirm(actor, form["code"], head=_head(), now=now, settings=settings())
    return flash_and_redirect(M("邮箱已确认。忘了密码时，可以用它找回。"), "/account")


@door(views, "/account/mail/removal", allow=SIGNED_IN)
def removal(actor, now):
    return render_template(PAGE, form=Form(SIGN_IN_AFRESH), **_page(actor, now, "removal"))


@door(views, "/account/mail/removal", methods=["POST"], allow=SIGNED_IN, endpoint="remove")
def remove(actor, now):
    with form_again_on(Problem, PAGE, read_form(SIGN_IN_AFRESH), **_page(actor, now, "removal")):
        _afresh(actor, now)
        addresses.remove(actor, head=_head(), now=now, settings=settings())
    return flash_and_redirect(M("邮箱已删除。"), "/account")


@door(views, "/recovery/mail", allow=EVERYONE)
def lost_password(actor, now):
    return render_template(BY_MAIL, form=Form(RECOVERY_MAIL))


@door(views, "/recovery/mail", methods=["POST"], allow=EVERYONE, endpoint="send_code")
def send_code(actor, now):
    form = read_form(RECOVERY_MAIL)
    with form_again_on(Problem, BY_MAIL, form):
        if settings().mail is None:
            raise Conflict(addresses.NO_SERVER)
        recovery.send_codes(form["who"], client=client_of_request(), head=_head(), now=now, settings=settings())
    return flash_and_redirect(SENT, "/recovery")


BY_MAIL = "accounts/recovery_mail.html"
SENT = M("如果有这个账号，并且它有确认过的邮箱，恢复码正在发往那里，一小时之内有效。没有收到，请看看垃圾邮件。")


def _page(actor, now, step):
    own = addresses.own_address(actor, now, settings())
    return {"step": step, "own": own, "bound": is_bound(actor.account), "sends": settings().mail is not None}


def _afresh(actor, now):
    reauthenticate(actor, request.form.get("password"), request.form.get("otp"), now=now, settings=settings())


def _head():
    return Letterhead(wenqu().name, settings().url, current_language())
