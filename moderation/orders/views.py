"""The pages of signed orders: public once in force, entered and confirmed by two administrators who sign in afresh."""

from flask import Blueprint, flash, make_response, redirect, render_template, request

from forum.accounts.step_up import sign_in_afresh
from forum.i18n import said
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Problem, TooLarge
from forum.roles import Role
from forum.typed import EMPTY, again, asked_number, ticked, typed
from forum.web import EVERYONE, SIGNED_IN, LargerBody, city, door, holders, settings
from moderation.orders import actions, scans
from moderation.orders.queries import READERS, entry_page, get_order, order_view, orders_page

views = Blueprint("orders", __name__, url_prefix="/orders")
ADMINISTRATORS = holders(Role.ADMINISTRATOR)
LARGEST_BODY = scans.LARGEST + 1024 * 1024  # bytes: the scan and the rest of the form
FIELDS = ("number", "signatory", "office", "ground", "reason", "signed_on", "post", "whole")


def _too_large(actor, now):
    actions.note_refusal("enter", TooLarge(), actor, now, pacing=settings().rate_limits)


@door(views, "", allow=EVERYONE)
def index(actor, now):
    return render_template("moderation/orders.html", page=orders_page(actor, asked_number("before")))


@door(views, "/new", allow=ADMINISTRATORS)
def new(actor, now):
    page = entry_page(actor, whole_number(request.args.get("post", ""), ID_DIGITS), city().day(now))
    return render_template("moderation/order_entry.html", page=page, form=EMPTY)


@door(views, "", methods=["POST"], allow=SIGNED_IN, largest_body=LargerBody(LARGEST_BODY, ADMINISTRATORS, _too_large))
def enter(actor, now):
    values, scan = typed(*FIELDS), _uploaded()
    try:
        with actions.on_record("enter", actor, now, pacing=settings().rate_limits):
            actions.guard(actor)
            _afresh(actor, now)
            order = actions.enter(values, scan, actor=actor, now=now, today=city().day(now))
    except Problem as problem:
        if not actor.has(Role.ADMINISTRATOR):
            raise
        page = entry_page(actor, whole_number(values["post"], ID_DIGITS), city().day(now))
        return again("moderation/order_entry.html", problem, values, page=page)
    flash(said(M("签批已录入，要由另一位系统管理员确认才会封存。")), "done")
    return redirect(f"/orders/{order.id}", 303)


@door(views, "/<id:order_id>", allow=EVERYONE)
def show(actor, now, order_id):
    return render_template("moderation/order.html", order=order_view(order_id, actor), form=EMPTY)


@door(views, "/<id:order_id>/confirmation", methods=["POST"], allow=SIGNED_IN)
def confirm(actor, now, order_id):
    return _decide("confirm", order_id, actor, now, {}, M("已封存，文字已从所有页面撤下。"))


@door(views, "/<id:order_id>/withdrawal", methods=["POST"], allow=SIGNED_IN)
def withdraw(actor, now, order_id):
    return _decide("withdraw", order_id, actor, now, typed("withdrawal"), M("签批已撤回，没有封存任何内容。"))


@door(views, "/<id:order_id>/scan", methods=["POST"], allow=holders(*READERS), endpoint="scan")
def page_of(actor, now, order_id):
    order = get_order(order_id)
    response = make_response(actions.look_at_scan(order, actor=actor, now=now))
    response.mimetype = order.scan_type
    response.headers["Content-Disposition"] = f'attachment; filename="order-{order.id}.{scans.ENDINGS[order.scan_type]}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _decide(what, order_id, actor, now, values, message):
    order = get_order(order_id)
    try:
        with actions.on_record(what, actor, now, order=order.id, pacing=settings().rate_limits):
            DECISIONS[what](order, actor, now, values)
    except Problem as problem:
        if not actor.has(*READERS):
            raise
        return again("moderation/order.html", problem, values, order=order_view(order_id, actor))
    flash(said(message), "done")
    return redirect(f"/orders/{order.id}", 303)


def _confirm(order, actor, now, values):
    actions.guard_confirmation(order, actor)
    _afresh(actor, now)
    actions.confirm(order, actor=actor, now=now)


def _withdraw(order, actor, now, values):
    actions.withdraw(order, actor=actor, now=now, reason=values["withdrawal"])


DECISIONS = {"confirm": _confirm, "withdraw": _withdraw}


def _uploaded():
    """The bytes of the scan, a little more than may be at most."""
    scan = request.files.get("scan")
    if not scan:
        return b""
    with scan.stream as content:
        return content.read(scans.LARGEST + 1)


def _afresh(actor, now):
    password, otp = request.form.get("password"), request.form.get("otp")
    sign_in_afresh(actor, password, otp, address=request.remote_addr, now=now, settings=settings())
