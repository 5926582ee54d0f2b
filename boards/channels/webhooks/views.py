"""The administrator's page of webhooks."""

from datetime import datetime

from flask import Blueprint, render_template

from boards.channels.webhooks import actions
from boards.channels.webhooks.queries import webhooks_page
from boards.channels.webhooks.rules import LONGEST_DESCRIPTION
from forum.fields import Field, Form
from forum.messages import M, N
from forum.problems import Conflict, Invalid
from forum.roles import Role
from forum.web.door import allow_roles, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("webhooks", __name__, url_prefix="/admin/webhooks")
ADMINISTRATORS = allow_roles(Role.ADMINISTRATOR)
PAGE = "/admin/webhooks"
TEMPLATE = "boards/webhooks.html"
FORM = (
    Field("url", "line", M("地址"), M("https:// 开头的公网地址。"), limit=1000),
    Field("description", "line", M("谁的、做什么用"), limit=LONGEST_DESCRIPTION),
)
REPLAY = (Field("since", "moment", M("从什么时候起重发")),)


@door(views, "", allow=ADMINISTRATORS)
def index(actor, now):
    return _page(Form(FORM), Form(REPLAY))


@door(views, "", methods=["POST"], allow=ADMINISTRATORS)
def register(actor, now):
    form = read_form(FORM)
    given = {"page": webhooks_page, "again": Form(REPLAY)}
    with form_again_on((Invalid, Conflict), TEMPLATE, form, **given):
        _, secret = actions.register(form["url"], form["description"], actor=actor, now=now, settings=settings())
    return _page(Form(FORM), Form(REPLAY), secret)


@door(views, "/<id:webhook_id>/removal", methods=["POST"], allow=ADMINISTRATORS)
def remove(actor, now, webhook_id):
    actions.remove(webhook_id, actor=actor, now=now)
    return flash_and_redirect(M("已移除，不再向它发送。"), PAGE)


@door(views, "/<id:webhook_id>/disabling", methods=["POST"], allow=ADMINISTRATORS)
def disable(actor, now, webhook_id):
    actions.disable(webhook_id, actor=actor, now=now)
    return flash_and_redirect(M("已停用。"), PAGE)


@door(views, "/<id:webhook_id>/enabling", methods=["POST"], allow=ADMINISTRATORS)
def enable(actor, now, webhook_id):
    actions.enable(webhook_id, actor=actor, now=now)
    return flash_and_redirect(M("已启用，从现在起发生的会发给它；之前的可以重发。"), PAGE)


@door(views, "/<id:webhook_id>/replay", methods=["POST"], allow=ADMINISTRATORS)
def replay(actor, now, webhook_id):
    form = read_form(REPLAY)
    given = {"page": webhooks_page, "again": form}
    with form_again_on((Invalid, Conflict), TEMPLATE, Form(FORM), **given):
        put = actions.replay(webhook_id, _time(form["since"]), actor=actor, now=now, settings=settings())
    return flash_and_redirect(N("%(n)s 件会再发一次。", n=put), PAGE)


def _page(form, again, secret=""):
    return render_template(TEMPLATE, page=webhooks_page(secret), form=form, again=again)


def _time(typed: str) -> datetime | None:
    """A local time; None for nothing. Raises Invalid."""
    if not typed.strip():
        return None
    try:
        at = datetime.fromisoformat(typed.strip()).replace(tzinfo=settings().timezone)
        at.timestamp()
    except (ValueError, OverflowError):
        raise Invalid(since=M("看不懂这个时间，请写成 2026-01-31 08:00。")) from None
    if not 1900 < at.year < 9000:
        raise Invalid(since=M("看不懂这个时间，请写成 2026-01-31 08:00。"))
    return at
