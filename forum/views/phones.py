"""The phone number of one's own account."""

from flask import Blueprint, render_template, request

from forum.accounts.account_page import is_bound
from forum.accounts.forms import PHONE, SIGN_IN_AFRESH
from forum.accounts.step_up import reauthenticate
from forum.fields import Form
from forum.messages import M
from forum.personal import phones
from forum.problems import Problem
from forum.text.masking import mask_phone
from forum.web.door import SIGNED_IN, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("phones", __name__, url_prefix="/account/phone")

PAGE = "accounts/phone.html"


@door(views, "", allow=SIGNED_IN)
def show(actor, now):
    return render_template(PAGE, form=Form(PHONE), **_page(actor, "number"))


@door(views, "", methods=["POST"], allow=SIGNED_IN)
def give(actor, now):
    form = read_form(PHONE)
    with form_again_on(Problem, PAGE, form, **_page(actor, "number")):
        _afresh(actor, now)
        phones.give(actor, form["phone"], now=now, settings=settings())
    return flash_and_redirect(M("电话号码已保存。"), "/account/phone")


@door(views, "/removal", allow=SIGNED_IN)
def removal(actor, now):
    return render_template(PAGE, form=Form(SIGN_IN_AFRESH), **_page(actor, "removal"))


@door(views, "/removal", methods=["POST"], allow=SIGNED_IN)
def remove(actor, now):
    with form_again_on(Problem, PAGE, read_form(SIGN_IN_AFRESH), **_page(actor, "removal")):
        _afresh(actor, now)
        phones.remove(actor, now=now)
    return flash_and_redirect(M("电话号码已删除。"), "/account")


def _page(actor, step):
    phone = phones.own_phone(actor.account, settings())
    return {"step": step, "phone": phone and mask_phone(phone), "bound": is_bound(actor.account)}


def _afresh(actor, now):
    reauthenticate(actor, request.form.get("password"), request.form.get("otp"), now=now, settings=settings())
