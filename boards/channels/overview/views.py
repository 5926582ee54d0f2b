"""The administrator's page of the channels, and the page on which one sees, adds and ends one's own bindings."""

from flask import Blueprint, render_template, request

from boards.channels.gateways.failures import FailureKind, forget_failure, note_failure
from boards.channels.overview.offered import GATEWAYS
from boards.channels.overview.status import gateway_rows, label_of
from boards.channels.overview.watching import watch_merged
from forum.accounts.account_page import is_bound
from forum.accounts.forms import SIGN_IN_AFRESH
from forum.accounts.step_up import reauthenticate
from forum.fields import Field, Form
from forum.identities import actions
from forum.identities.queries import own_identities
from forum.messages import M
from forum.outbox.sending import Delayed, Refused
from forum.problems import NotFound, Problem
from forum.roles import Role
from forum.web.door import SIGNED_IN, allow_roles, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("gateways", __name__)
ADMINISTRATORS = allow_roles(Role.ADMINISTRATOR)
OWN = "accounts/channels.html"
CODE = (
    Field(
        "code",
        label=M("那边收到的验证码"),
        hint=M("8 个字母和数字，大小写和横线不要紧，10 分钟内有效。别人给您的验证码不要填。"),
        autocomplete="one-time-code",
    ),
    *SIGN_IN_AFRESH,
)


@door(views, "/admin/channels", allow=ADMINISTRATORS)
def index(actor, now):
    return render_template("moderation/channels.html", rows=gateway_rows(GATEWAYS, settings()))


@door(views, "/admin/channels/<name>/test", methods=["POST"], allow=ADMINISTRATORS)
def test(actor, now, name):
    """Ask the gateway for what costs nothing and tells nobody; what it answers stands on the page."""
    row = next((row for row in gateway_rows(GATEWAYS, settings()) if row.name == name and row.testable), None)
    check = GATEWAYS[name].test if row else None
    if check is None:
        raise NotFound(M("没有这个渠道，或者它没有配置，不能测试。"))
    try:
        check(settings(), now)
    except (Delayed, Refused) as failed:
        note_failure(name, FailureKind.TEST, str(failed), now)
        return flash_and_redirect(M("测试没有通过：%(why)s", why=str(failed)), "/admin/channels")
    forget_failure(name, FailureKind.TEST)
    return flash_and_redirect(M("测试通过，对方应答正常。"), "/admin/channels")


@door(views, "/account/channels", allow=SIGNED_IN)
def own(actor, now):
    return render_template(OWN, form=Form(CODE), **_page(actor))


@door(views, "/account/channels", methods=["POST"], allow=SIGNED_IN)
def bind(actor, now):
    form = read_form(CODE)
    with form_again_on(Problem, OWN, form, **_page(actor)):
        reauthenticate(actor, request.form.get("password"), request.form.get("otp"), now=now, settings=settings())
        bound = actions.bind(actor, form["code"], now=now, settings=settings())
        watch_merged(actor, now)
    return flash_and_redirect(M("已绑定%(channel)s。", channel=label_of(bound.channel)), "/account/channels")


@door(views, "/account/channels/<id:number>/ending", methods=["POST"], allow=SIGNED_IN)
def end(actor, now, number):
    actions.end(actor, number, now=now)
    return flash_and_redirect(M("已解除绑定。"), "/account/channels")


def _page(actor):
    rows = [(row, label_of(row.channel)) for row in own_identities(actor.account)]
    offered = [gateway.label for gateway in GATEWAYS.values() if gateway.binds and gateway.state(settings()) != "off"]
    return {"rows": rows, "bound": is_bound(actor.account), "offered": offered}
