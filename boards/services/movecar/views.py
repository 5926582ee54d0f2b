"""The pages of move-car: asking, one's own request, and the police desk."""

from base64 import b64decode
from typing import Any

from flask import Blueprint, Response, render_template, request

from boards.rules.channel import Channel
from boards.services.movecar import actions, queries
from boards.services.movecar.rules import Verb
from boards.uploads.views import WITH_FILES
from forum.fields import Field, Form
from forum.messages import M
from forum.private import Encryptor
from forum.problems import NotFound, Problem
from forum.roles import Role
from forum.web.door import EVERYONE, SIGNED_IN, BodyLimit, allow_roles, city, door, settings
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.wenqu import wenqu

views = Blueprint("movecar", __name__, url_prefix="/move-car")
POLICE = allow_roles(Role.SPOKESPERSON)
PHOTO = BodyLimit(WITH_FILES.most, SIGNED_IN, WITH_FILES.refused)
PLATE = Field("plate", label=M("对方的车牌"), hint=M("例如 浙H12345，新能源车 浙HD12345。"), autocomplete="off")
PLACE = Field("place", label=M("车停在哪里"), required=False, autocomplete="off", limit=actions.PLACE_LIMIT)
FIELDS = (
    PLATE,
    Field("photo", "file", M("照片"), M("看得见车牌和车停在哪里，现在拍。时间和地点只用来核对，核对完就删去。")),
    PLACE,
    Field(
        "phone",
        "phone",
        M("您的手机"),
        M("填了会用短信告诉您车主来不来，您也可以用短信确认车已移开。车主看不到。"),
        required=False,
        autocomplete="tel",
        inputmode="tel",
    ),
)
CALLER = (PLATE, PLACE, Field("phone", "phone", M("来电人的手机"), autocomplete="off", inputmode="tel"))
APPEAL = (Field("appeal", "area", M("为什么不对"), rows=3, limit=actions.APPEAL_LIMIT),)
DONE = {
    Verb.GRANT: M("申诉成立，已通知车主。"),
    Verb.UPHOLD: M("申诉不成立。"),
    Verb.CLOSE: M("已结束，不计入“车已移开”。"),
}


@door(views, "", allow=EVERYONE)
def index(actor, now):
    _police()
    return render_template("movecar/index.html", form=Form(_fields(actor)), **_page(actor))


@door(views, "", methods=["POST"], allow=SIGNED_IN, largest_body=PHOTO)
def ask(actor, now):
    _police()
    form, photo = read_form(_fields(actor)), request.files.get("photo")
    asked = actions.Asked(form["plate"], form["place"], form["phone"])
    given = {"channel": Channel.HOTLINE if actor.has(Role.OPERATOR) else Channel.WEB, "actor": actor, "now": now}
    checked_by = actions.City(city().timezone, city().site.map.area)
    content = photo.read() if photo and photo.filename else None
    with form_again_on(Problem, "movecar/index.html", form, **_page(actor)):
        made = actions.ask(asked, content, settings=settings(), store=wenqu().files, city=checked_by, **given)
    return flash_and_redirect(M("已提交。这一页会写明办到哪一步。"), f"/move-car/{made.key}")


@door(views, "/desk", allow=POLICE)
def desk(actor, now):
    actions.require_police(actor, _police())
    waiting, under_way = queries.desk(settings())
    return render_template("movecar/desk.html", waiting=waiting, under_way=under_way)


@door(views, "/<key>", allow=SIGNED_IN)
def show(actor, now, key):
    return _shown(actor, key, Form(APPEAL))


@door(views, "/<key>/photo", allow=SIGNED_IN)
def photo(actor, now, key):
    """The photo, for whoever asked and for the police; it is in no cache."""
    found = actions.mine(key, actor, _police())
    sealed = wenqu().files.get(found.photo) if found.photo else None
    if sealed is None:
        raise NotFound(M("照片已经删去。"))
    text = Encryptor(settings().secret_key).decrypt(sealed.decode(), f"move_car_request/photo/{key}")
    headers = {"Cache-Control": "private, no-store", "Content-Security-Policy": "sandbox; default-src 'none'"}
    return Response(b64decode(text), mimetype="image/webp", headers=headers)


@door(views, "/<key>/confirmation", methods=["POST"], allow=SIGNED_IN)
def confirm(actor, now, key):
    found = actions.mine(key, actor, _police())
    actions.confirm(found, actor=actor, now=now, settings=settings())
    return flash_and_redirect(M("已记下车已移开。"), f"/move-car/{key}")


@door(views, "/<key>/appeal", methods=["POST"], allow=SIGNED_IN)
def appeal(actor, now, key):
    found, form = actions.mine(key, actor, _police()), read_form(APPEAL)
    with form_again_on(Problem, "movecar/request.html", form, **_request(actor, found)):
        actions.appeal(found, form["appeal"], actor=actor, now=now, settings=settings())
    return flash_and_redirect(M("已交给交警再看一次。"), f"/move-car/{key}")


@door(views, "/<key>/decision", methods=["POST"], allow=POLICE)
def decide(actor, now, key):
    police = _police()
    actions.require_police(actor, police)
    found = actions.mine(key, actor, police)
    verb = next((verb for verb in DONE if verb.value == request.form.get("verb")), None)
    if verb is None:
        raise NotFound(M("没有这种决定。"))
    actions.decide(found, verb, actor=actor, now=now, settings=settings(), police=police)
    return flash_and_redirect(DONE[verb], "/move-car/desk")


def _shown(actor: Any, key: str, form: Form) -> str:
    found = actions.mine(key, actor, _police())
    return render_template("movecar/request.html", form=form, **_request(actor, found))


def _request(actor: Any, found: Any) -> dict[str, Any]:
    police = actor.speaks_for(_police())
    return {
        "it": queries.view_of(found, settings(), police),
        "own": found.account_id == actor.account,
        "police": police,
    }


def _page(actor: Any) -> dict[str, Any]:
    own = queries.own_requests(actor.account, settings()) if actor.signed_in else ()
    police = actor.speaks_for(_police())
    return {"figures": queries.figures(), "own": own, "police": police, "operator": actor.has(Role.OPERATOR)}


def _fields(actor: Any) -> tuple[Field, ...]:
    return CALLER if actor.has(Role.OPERATOR) else FIELDS


def _police() -> int:
    """The police department; raises NotFound where move-car is not offered."""
    found = queries.police_of(settings())
    if found is None:
        raise NotFound(M("移车还没有在这里开通。车被堵住，请打 110 或者 12123。"))
    return found
