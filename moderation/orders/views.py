"""The pages of signed orders: public once in force, entered and confirmed by two administrators who authenticate again."""

from flask import Blueprint, make_response, render_template, request

from boards.rules.pasted import pasted_number
from forum.accounts.step_up import reauthenticate
from forum.fields import Form
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Problem, TooLarge
from forum.roles import Role
from forum.web.door import EVERYONE, SIGNED_IN, BodyLimit, allow_roles, city, door, own_hosts, settings
from forum.web.forms import asked_number, flash_and_redirect, form_again_on, read_form
from moderation.orders import actions, scans
from moderation.orders.forms import DECISION, ENTRY
from moderation.orders.queries import READERS, entry_page, get_order, order_view, orders_page

views = Blueprint("orders", __name__, url_prefix="/orders")
ADMINISTRATORS = allow_roles(Role.ADMINISTRATOR)
LARGEST_BODY = scans.LARGEST + 1024 * 1024  # bytes: the scan and the rest of the form


def _too_large(actor, now):
    actions.record_refusal("enter", TooLarge(), actor, now, pacing=settings().rate_limits)


@door(views, "", allow=EVERYONE)
def index(actor, now):
    return render_template("moderation/orders.html", page=orders_page(actor, asked_number("before")))


@door(views, "/new", allow=ADMINISTRATORS)
def new(actor, now):
    page = entry_page(actor, whole_number(request.args.get("post", ""), ID_DIGITS), city().day(now))
    return render_template("moderation/order_entry.html", page=page, form=Form(ENTRY))


@door(views, "", methods=["POST"], allow=SIGNED_IN, largest_body=BodyLimit(LARGEST_BODY, ADMINISTRATORS, _too_large))
def enter(actor, now):
    form, scan = read_form(ENTRY), _uploaded()
    with (
        form_again_on(
            Problem,
            "moderation/order_entry.html",
            form,
            except_for=() if actor.has(Role.ADMINISTRATOR) else Problem,
            page=lambda: entry_page(actor, _post(form), city().day(now)),
        ),
        actions.refusals_logged("enter", actor, now, pacing=settings().rate_limits),
    ):
        actions.require_administrator(actor)
        _afresh(actor, now)
        order = actions.enter(
            form.values | {"post": str(_post(form) or "")}, scan, actor=actor, now=now, today=city().day(now)
        )
    return flash_and_redirect(M("签批已录入，要由另一位系统管理员确认才会封存。"), f"/orders/{order.id}")


@door(views, "/<id:order_id>", allow=EVERYONE)
def show(actor, now, order_id):
    return render_template("moderation/order.html", order=order_view(order_id, actor), form=Form(DECISION))


@door(views, "/<id:order_id>/confirmation", methods=["POST"], allow=SIGNED_IN)
def confirm(actor, now, order_id):
    return _decide("confirm", order_id, actor, now, M("已封存，文字已从所有页面撤下。"))


@door(views, "/<id:order_id>/withdrawal", methods=["POST"], allow=SIGNED_IN)
def withdraw(actor, now, order_id):
    return _decide("withdraw", order_id, actor, now, M("签批已撤回，没有封存任何内容。"))


@door(views, "/<id:order_id>/scan", methods=["POST"], allow=allow_roles(*READERS), endpoint="scan")
def page_of(actor, now, order_id):
    order = get_order(order_id)
    response = make_response(actions.look_at_scan(order, actor=actor, now=now))
    response.mimetype = order.scan_type
    response.headers["Content-Disposition"] = (
        f'attachment; filename="order-{order.id}.{scans.ENDINGS[order.scan_type]}"'
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _decide(what, order_id, actor, now, message):
    order, form = get_order(order_id), read_form(DECISION)
    with (
        form_again_on(
            Problem,
            "moderation/order.html",
            form,
            except_for=() if actor.has(*READERS) else Problem,
            order=lambda: order_view(order_id, actor),
        ),
        actions.refusals_logged(what, actor, now, order=order.id, pacing=settings().rate_limits),
    ):
        DECISIONS[what](order, actor, now, form)
    return flash_and_redirect(message, f"/orders/{order.id}")


def _confirm(order, actor, now, form):
    actions.guard_confirmation(order, actor)
    _afresh(actor, now)
    actions.confirm(order, actor=actor, now=now)


def _withdraw(order, actor, now, form):
    actions.withdraw(order, actor=actor, now=now, reason=form["withdrawal"])


DECISIONS = {"confirm": _confirm, "withdraw": _withdraw}


def _post(form):
    return pasted_number(form["post"], "posts", own_hosts())


def _uploaded():
    """The bytes of the scan, a little more than may be at most."""
    scan = request.files.get("scan")
    if not scan:
        return b""
    with scan.stream as content:
        return content.read(scans.LARGEST + 1)


def _afresh(actor, now):
    password, otp = request.form.get("password"), request.form.get("otp")
    reauthenticate(actor, password, otp, now=now, settings=settings())
