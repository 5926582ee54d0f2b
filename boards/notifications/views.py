"""The notifications page, and watching a thread."""

from flask import Blueprint, flash, redirect, render_template, request

from boards.notifications import actions
from boards.notifications.queries import CURSOR, notifications_page, settings_page, subject_of, target
from boards.queries.thread.thread import get_thread
from forum.fields import Field, Form
from forum.i18n.languages import translate
from forum.messages import M
from forum.problems import Problem
from forum.web.door import SIGNED_IN, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("notifications", __name__)
SETTINGS = (Field("event", "boxes"),)  # laid out in templates/boards/notification_settings.html


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
    return render_template("boards/notification_settings.html", page=settings_page(actor), form=Form(SETTINGS))


@door(views, "/notifications/settings", methods=["POST"], allow=SIGNED_IN)
def choose(actor, now):
    form = read_form(SETTINGS)
    with form_again_on(
        Problem, "boards/notification_settings.html", form, page=lambda: settings_page(actor, form["event"])
    ):
        actions.set_preferences(form["event"], actor=actor)
    return flash_and_redirect(M("已保存，从现在起照此通知您。"), "/notifications/settings")


@door(views, "/threads/<id:thread_id>/watch", methods=["POST"], allow=SIGNED_IN)
def watch(actor, now, thread_id):
    actions.watch(get_thread(thread_id, actor), actor=actor, now=now)
    flash(translate(M("已关注，有新进展会通知您。")), "done")
    return redirect(f"/threads/{thread_id}", 303)


@door(views, "/threads/<id:thread_id>/unwatch", methods=["POST"], allow=SIGNED_IN)
def unwatch(actor, now, thread_id):
    actions.unwatch(get_thread(thread_id, actor), actor=actor, now=now)
    flash(translate(M("已取消关注。")), "done")
    return redirect(f"/threads/{thread_id}", 303)


def _number(raw: str | None) -> int | None:
    return CURSOR.decode(raw)[0] if raw else None
