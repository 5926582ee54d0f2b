"""The notifications page, and watching a thread."""

from flask import Blueprint, flash, redirect, render_template, request

from boards.notifications import actions
from boards.notifications.delivery import RHYTHM_LABELS, DeliveryChannel
from boards.notifications.preferences import Preferences, channels_of_site, set_preferences
from boards.notifications.queries import CURSOR, notifications_page, settings_page, subject_of, target
from boards.queries.thread.thread import get_thread
from forum.fields import Field, Form
from forum.i18n.languages import LANGUAGES, translate
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Problem
from forum.push import actions as push
from forum.push.vapid import public_key
from forum.web.device import browser_name
from forum.web.door import SIGNED_IN, door, safe_redirect_target, settings as site_settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("notifications", __name__)
SETTINGS = (
    Field("told", "boxes"),  # laid out in templates/boards/notification_settings.html
    Field("rhythm", "select", M("汇总邮件"), options=tuple(RHYTHM_LABELS.items())),
    Field("language", "select", M("邮件和推送用的语言"), options=tuple(LANGUAGES.items()), required=False),
    Field("mail_stopped", "tick", M("暂时不收通知邮件"), M("验证码和账号安全的信照常发。"), required=False),
)
TEMPLATE = "boards/notification_settings.html"


@door(views, "/notifications", allow=SIGNED_IN)
def index(actor, now):
    page = notifications_page(actor, _number(request.args.get("before")))
    return render_template("boards/notifications.html", page=page)


@door(views, "/notifications/<id:notification_id>/opening", methods=["POST"], allow=SIGNED_IN)
def opening(actor, now, notification_id):
    opened = actions.read(notification_id, actor=actor, now=now)
    return redirect(target(opened.event, opened.floor, opened.thread_id, subject_of(opened)), 303)


@door(views, "/notifications/reading", methods=["POST"], allow=SIGNED_IN)
def reading(actor, now):
    actions.read_all(actor=actor, now=now, up_to=_number(request.form.get("up_to")))
    flash(translate(M("都标为已读了。")), "done")
    return redirect("/notifications", 303)


@door(views, "/notifications/settings", allow=SIGNED_IN)
def settings(actor, now):
    return render_template(TEMPLATE, page=_settings(actor), form=Form(SETTINGS))


@door(views, "/notifications/settings", methods=["POST"], allow=SIGNED_IN)
def choose(actor, now):
    form = read_form(SETTINGS)
    with form_again_on(Problem, TEMPLATE, form, page=lambda: _settings(actor, form["told"])):
        set_preferences(_asked(form), actor=actor, now=now, channels=_channels())
    return flash_and_redirect(M("已保存，从现在起照此通知您。"), "/notifications/settings")


@door(views, "/notifications/devices", methods=["POST"], allow=SIGNED_IN)
def add_device(actor, now):
    keys = (request.form.get(name) for name in ("endpoint", "p256dh", "auth"))
    encryptor = Encryptor(site_settings().secret_key)
    push.subscribe(*keys, browser_name(request.user_agent.string) or "?", actor=actor, now=now, encryptor=encryptor)
    return flash_and_redirect(M("这台设备会收到推送。"), "/notifications/settings")


@door(views, "/notifications/devices/<id:device_id>/removal", methods=["POST"], allow=SIGNED_IN)
def remove_device(actor, now, device_id):
    push.unsubscribe(device_id, actor=actor)
    return flash_and_redirect(M("这台设备不再收到推送。"), "/notifications/settings")


def _settings(actor, ticked=None):
    channels = _channels()
    key = public_key(site_settings().secret_key) if DeliveryChannel.PUSH in channels else ""
    return settings_page(actor, channels, ticked, key)


def _channels():
    return channels_of_site(site_settings())


def _asked(form):
    wanted = {(event, channel) for event, _, channel in (value.partition(":") for value in form["told"])}
    chosen = {name: form[name] for name in ("rhythm", "language") if form[name]}
    return Preferences(wanted, mail_stopped=bool(form["mail_stopped"]), **chosen)


@door(views, "/threads/<id:thread_id>/watch", methods=["POST"], allow=SIGNED_IN)
def watch(actor, now, thread_id):
    actions.watch(get_thread(thread_id, actor), actor=actor, now=now)
    flash(translate(M("已关注，有新进展会通知您。")), "done")
    return redirect(f"/threads/{thread_id}", 303)


@door(views, "/threads/<id:thread_id>/unwatch", methods=["POST"], allow=SIGNED_IN)
def unwatch(actor, now, thread_id):
    actions.unwatch(get_thread(thread_id, actor), actor=actor, now=now)
    flash(translate(M("已取消关注。")), "done")
    return redirect(safe_redirect_target(request.form.get("next"), f"/threads/{thread_id}"), 303)


def _number(raw: str | None) -> int | None:
    return CURSOR.decode(raw)[0] if raw else None
