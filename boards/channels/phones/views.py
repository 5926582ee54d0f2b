"""The page of the simulated phone. Whoever opens it may take any number: nothing there is real."""

import secrets

from flask import Blueprint, redirect, render_template, request

from boards.channels.gateways.recorded import record_message, recorded
from boards.channels.sms.codec import Inbound
from boards.channels.sms.inbound import keep
from boards.channels.sms.rules import mobile_of
from boards.channels.sms.working import sms_parts
from boards.channels.voice.working import voice_parts
from boards.services.movecar.answers import MoveCarAnswers
from forum.config import Settings
from forum.fields import Field, Form
from forum.identities.actions import identity_key
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Invalid, NotFound
from forum.web.door import EVERYONE, door, settings
from forum.web.forms import form_again_on
from forum.wenqu import wenqu

views = Blueprint("simulated_phone", __name__, url_prefix="/simulator/phone")
NUMBER = (
    Field("number", "phone", M("这部手机的号码"), M("随便一个手机号码，例如登记里的 13700000001。"), inputmode="tel"),
)
LONGEST = 200  # characters of what is typed
PAGE = "simulator/phone.html"


@door(views, "", allow=EVERYONE)
def show(actor, now):
    _require()
    form = Form(NUMBER, {"number": request.args.get("number", "")})
    with form_again_on(Invalid, PAGE, form, number="", messages=()):
        number = mobile_of(form["number"], "number") if form["number"] else ""
    return render_template(PAGE, form=form, number=number, messages=_messages(number))


@door(views, "", methods=["POST"], allow=EVERYONE)
def answer(actor, now):
    """Write from that number, or press a key; the worker's part is done at once, so that the page shows what is answered."""
    given = _require()
    wenqu().pace.take("simulated", request.remote_addr, now)
    number = mobile_of(request.form.get("number"), "number")
    said = (request.form.get("key") or request.form.get("text", "")).replace("\0", "").strip()[:LONGEST]
    if not said:
        raise Invalid(text=M("请写点什么。"))
    key, person = secrets.token_hex(8), identity_key("sms", number, given)
    shown = {"text": said}
    record_message("sms", person, f"in-{key}", shown, incoming=True, now=now, encryptor=Encryptor(given.secret_key))
    keep(Inbound(key, number, said), now, given)
    for part in (*sms_parts(given, wenqu().clock, (MoveCarAnswers(given),)), *voice_parts(given, wenqu().clock)):
        part.advance(now)
    return redirect(f"/simulator/phone?number={number}#newest", 303)


def _messages(number):
    """(whether it is a call, message) of what went to and came from a number, oldest first."""
    if not number:
        return []
    encryptor = Encryptor(settings().secret_key)
    found = [
        (channel == "voice", each)
        for channel in ("sms", "voice")
        for each in recorded(channel, identity_key(channel, number, settings()), encryptor)
    ]
    return sorted(found, key=lambda pair: pair[1].at)


def _require() -> Settings:
    """The settings; raises NotFound unless the gateway for SMS is simulated."""
    given = settings()
    if given.channels.sms is None or not given.channels.sms.simulated:
        raise NotFound(M("模拟手机只在演示里有。"))
    return given
