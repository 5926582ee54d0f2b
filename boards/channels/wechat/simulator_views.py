"""The simulator's page: a phone on which a newcomer talks to the public account without having one. Only where it is simulated.

What is typed is stored and worked as what WeChat sends; what would go out is recorded and shown.
"""

import secrets
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request

from boards.channels.gateways.inbox import receive
from boards.channels.gateways.recorded import record_message, recorded
from boards.channels.wechat.dialogue.reading import Command
from boards.channels.wechat.messages import Incoming
from boards.channels.wechat.simulated import COOKIE, SimulatedWeChat, simulated_person
from boards.channels.wechat.working import wechat_parts
from boards.files.storage import Store
from boards.rules.channel import Channel
from boards.uploads.views import WITH_FILES
from forum.identities.actions import identity_key
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Invalid, NotFound
from forum.web.door import EVERYONE, BodyLimit, door, settings
from forum.wenqu import wenqu

views = Blueprint("simulator", __name__, url_prefix="/simulator/wechat")
MENU = (
    (Command.ASK, M("我要问政")),
    (Command.MINE, M("我的问题")),
    (Command.PROGRESS, M("查进度")),
    (Command.HOT, M("热点")),
    (Command.REPORTS, M("记者追踪")),
    (Command.MOVE_CAR, M("移车")),
    (Command.QUIZ, M("学交规")),
)
KEPT = timedelta(days=30)
LONGEST = 600  # characters of what is typed
PICTURE = BodyLimit(WITH_FILES.most, EVERYONE, WITH_FILES.refused)


@door(views, "", allow=EVERYONE)
def show(actor, now):
    _require()
    person = simulated_person()
    messages = recorded(Channel.WECHAT, _key(person), _encryptor()) if person else ()
    return render_template("simulator/wechat.html", menu=MENU, messages=messages, begun=bool(person))


@door(views, "", methods=["POST"], allow=EVERYONE, largest_body=PICTURE)
def send(actor, now):
    """Say something; the worker's part is done at once, so that the page shows what is answered."""
    _require()
    wenqu().pace.take("simulated", request.remote_addr, now)
    person = simulated_person() or _new_person()
    incoming, shown = _incoming(person)
    record_message(
        Channel.WECHAT, _key(person), f"in-{incoming.key}", shown, incoming=True, now=now, encryptor=_encryptor()
    )
    receive(Channel.WECHAT, incoming.key, incoming.stored(), now=now, encryptor=_encryptor())
    for part in wechat_parts(settings(), wenqu().current_city, _store(), wenqu().clock):
        part.advance(now)
    return _with_phone("/simulator/wechat#newest", person)


@door(views, "/new", methods=["POST"], allow=EVERYONE)
def renew(actor, now):
    """Take another phone: somebody else, who has not written yet."""
    _require()
    return _with_phone("/simulator/wechat", _new_person())


def _new_person():
    return f"simulated-{secrets.token_hex(8)}"


def _with_phone(address, person):
    response = redirect(address, 303)
    secure = settings().url.startswith("https:")
    response.set_cookie(COOKIE, person, max_age=KEPT, httponly=True, samesite="Lax", secure=secure)
    return response


def _incoming(person):
    """(the Incoming of what was pressed or typed, how it is shown); raises Invalid for nothing."""
    number = secrets.token_hex(8)
    given = {"key": number, "openid": person}
    picture = request.files.get("picture")
    if "begin" in request.form:
        return Incoming(kind="event", event="subscribe", **given), {"text": "（关注）"}
    if pressed := request.form.get("menu"):
        label = next((str(label) for key, label in MENU if key == pressed), pressed[:20])
        return Incoming(kind="event", event="click", event_key=pressed[:20], **given), {"text": f"［{label}］"}
    if picture and picture.filename:
        return _picture(picture, given)
    if "sticker" in request.form:
        return Incoming(kind="text", text="[收到不支持的消息类型，暂无法显示]", **given), {"text": "（表情）"}
    return _words(given)


def _picture(picture, given):
    with picture.stream as content:
        read = content.read(PICTURE.most)
    media = SimulatedWeChat(settings(), _store(), wenqu().clock).put_picture(read)
    return Incoming(kind="image", media=media, **given), {"text": "（照片）"}


def _words(given):
    text = request.form.get("text", "").replace("\0", "").strip()[:LONGEST]
    if not text:
        raise Invalid(text=M("请写点什么。"))
    if "voice" in request.form:
        return Incoming(kind="voice", text=text, **given), {"text": f"（语音）{text}"}
    return Incoming(kind="text", text=text, **given), {"text": text}


def _require():
    """Raises NotFound unless the account is simulated."""
    account = settings().channels.wechat
    if account is None or not account.simulated:
        raise NotFound(M("模拟手机只在演示里有。"))


def _key(person):
    return identity_key(Channel.WECHAT, person, settings())


def _encryptor():
    return Encryptor(settings().secret_key)


def _store():
    store: Store = wenqu().files
    return store
