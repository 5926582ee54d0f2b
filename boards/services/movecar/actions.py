"""Asking for a car to be moved, confirming that it was, appealing, and what the police desk decides."""

import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

from boards.channels.sms.rules import mobile_of
from boards.files.accepting import Accepted, accept
from boards.files.storage import Store
from boards.rules.channel import Channel
from boards.services.movecar.models import MoveCarRequest
from boards.services.movecar.plates import Plate, read_plate
from boards.services.movecar.register import plate_key
from boards.services.movecar.rules import OPEN, Status, Verb, Who, checked
from boards.services.movecar.steps import sealed, take_step
from forum.accounts.limits import enforce_limit
from forum.config import Settings
from forum.identities.actions import identity_key
from forum.messages import M, Message
from forum.private import Encryptor
from forum.problems import Forbidden, Invalid, NotFound, Unauthorized, collect_errors
from forum.roles import Actor, Role
from forum.site_settings import Area
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text

PLACE_LIMIT, APPEAL_LIMIT = 80, 300
TOGETHER = timedelta(hours=1)  # an open request for the same plate within it is one matter


@dataclass(frozen=True)
class Asked:
    """What somebody typed: the plate, where the car stands, and a number for SMS, which may be empty."""

    plate: str
    place: str = ""
    phone: str = ""


@dataclass(frozen=True)
class City:
    """What a photo is checked against."""

    zone: tzinfo
    area: Area | None


def ask(
    asked: Asked,
    photo: bytes | None,
    *,
    actor: Actor,
    channel: Channel,
    now: datetime,
    settings: Settings,
    store: Store,
    city: City,
) -> MoveCarRequest:
    """Ask for a car to be moved. Whether the register has the plate is found out later, by the worker: nothing here depends on it.

    Operators enter it for a caller, whose number they must give and who has no photo. Raises Unauthorized, Forbidden, TooMany, and
    Invalid with all errors.
    """
    if not actor.signed_in:
        raise Unauthorized()
    if channel is Channel.HOTLINE and not actor.has(Role.OPERATOR):
        raise Forbidden(M("热线由话务员使用。"))
    plate, phone, accepted = _checked(asked, photo, channel)
    reason = checked(*_of_photo(accepted, city), now) if accepted else None
    key = secrets.token_urlsafe(12)
    with db.write():
        asker = identity_key("sms", phone, settings) if phone else ""
        _limit(actor, asker, channel, plate_key(plate.text, settings), now, settings)
        row = {"key": key, "channel": channel.value, "account": actor.account, "asker_hash": asker, "created_at": now}
        texts = {"plate": plate.text, "place": asked.place, "phone": phone}
        request = _insert(texts, settings, plate_hash=plate_key(plate.text, settings), **row)
        log.record(Deed.MOVE_CAR_ASK, ("move_car", request.id), actor=actor, now=now)
        given: dict[str, Any] = {"photo_checked": bool(accepted and accepted.taken)}
        if accepted:
            given["photo"] = keep_photo(key, accepted, store, settings)
        verb = Verb.REJECT if reason else Verb.CHECK
        return take_step(request, verb, Who.PROGRAM, now=now, settings=settings, reason=reason or "", **given)


def confirm(request: MoveCarRequest, *, actor: Actor, now: datetime, settings: Settings) -> MoveCarRequest:
    """Note that the car was moved, as its asker says, or the operator for his caller. Raises NotFound and Conflict."""
    _require_asker(request, actor)
    return confirmed(request, actor, now, settings)


def confirmed(request: MoveCarRequest, actor: Actor, now: datetime, settings: Settings) -> MoveCarRequest:
    """The same, once it is known that the asker says so. Of several requests about one car standing there one is counted."""
    with db.write():
        first = request.leads_id or request.id
        group = (MoveCarRequest.leads == first) | (MoveCarRequest.id == first)
        counted = not MoveCarRequest.select().where(group, MoveCarRequest.counted == 1).exists()
        minutes = max(0, round((now - request.created_at).total_seconds() / 60))
        given = {"moved_at": now, "counted": counted, "minutes": minutes if counted else None}
        return take_step(request, Verb.CONFIRM, Who.ASKER, now=now, settings=settings, actor=actor, **given)


def appeal(request: MoveCarRequest, text: str, *, actor: Actor, now: datetime, settings: Settings) -> MoveCarRequest:
    """Have the police desk look again at what did not pass the check, once. Raises Invalid, NotFound and Conflict."""
    _require_asker(request, actor)
    words = check_text("appeal", text, APPEAL_LIMIT, minimum=4)
    if request.appeal:
        raise Invalid(appeal=M("已经申诉过一次，交警的决定是最后的。"))
    with db.write():
        given = {"appeal": sealed(request.key, "appeal", words, settings)}
        return take_step(request, Verb.APPEAL, Who.ASKER, now=now, settings=settings, actor=actor, **given)


def decide(
    request: MoveCarRequest, verb: Verb, *, actor: Actor, now: datetime, settings: Settings, police: int | None
) -> MoveCarRequest:
    """What the police desk decides: to grant or uphold an appeal, or to close. Raises Forbidden and Conflict."""
    require_police(actor, police)
    with db.write():
        return take_step(request, verb, Who.POLICE, now=now, settings=settings, actor=actor)


def require_police(actor: Actor, police: int | None) -> None:
    """Raises Unauthorized or Forbidden unless the actor speaks for the police department."""
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.speaks_for(police):
        raise Forbidden(M("这一页由办移车的交警使用。"))


def mine(key: str, actor: Actor, police: int | None) -> MoveCarRequest:
    """A request of the actor's own, or any for the police; raises NotFound."""
    found = MoveCarRequest.get_or_none(MoveCarRequest.key == key)
    if found is None or not (found.account_id == actor.account or actor.speaks_for(police)):
        raise NotFound(M("没有这次移车，或者不是您提的。"))
    return found


def keep_photo(key: str, accepted: Accepted, store: Store, settings: Settings) -> str:
    """Keep a photo, encrypted and without what it said of time and place; returns its name in the store."""
    name = f"movecar-{key}"
    text = b64encode(accepted.content).decode()
    store.put(name, Encryptor(settings.secret_key).encrypt(text, f"move_car_request/photo/{key}").encode())
    return name


def _checked(asked: Asked, photo: bytes | None, channel: Channel) -> tuple[Plate, str, Accepted | None]:
    errors: dict[str, Message] = {}
    plate = collect_errors(errors, lambda: read_plate(asked.plate))
    collect_errors(errors, lambda: check_text("place", asked.place, PLACE_LIMIT, minimum=0))
    phone = collect_errors(errors, lambda: mobile_of(asked.phone)) if asked.phone or channel is Channel.HOTLINE else ""
    accepted = collect_errors(errors, lambda: accept(photo, "", position=True)) if photo else None
    if not photo and channel is not Channel.HOTLINE:
        errors["pictures"] = M("请拍一张看得见车牌和车停在哪里的照片。")
    if errors:
        raise Invalid(errors)
    return plate, phone, accepted


def _of_photo(accepted: Accepted, city: City) -> tuple[datetime | None, bool | None]:
    """(when it was taken, whether in the city) as far as the photo says."""
    inside = city.area.contains(*accepted.position) if city.area and accepted.position else None
    return taken_at(accepted.taken, city.zone), inside


def taken_at(taken: tuple[str, str] | None, zone: tzinfo) -> datetime | None:
    """The aware time of what EXIF says, in the city's zone where it has no offset; None for what is no time."""
    try:
        at = datetime.strptime(taken[0].strip("\0 "), "%Y:%m:%d %H:%M:%S") if taken else None
        offset = taken[1].strip("\0 ") if taken else ""
        sign, rest = (-1 if offset.startswith("-") else 1), offset.lstrip("+-")
        minutes = sum(int(part) * unit for part, unit in zip(rest.split(":"), (60, 1), strict=True)) if rest else None
        return at and at.replace(tzinfo=zone if minutes is None else timezone(timedelta(minutes=sign * minutes)))
    except (ValueError, OverflowError):
        return None


def _limit(actor: Actor, asker: str, channel: Channel, plate_hash: str, now: datetime, settings: Settings) -> None:
    subject = asker if channel is Channel.HOTLINE else actor.account
    enforce_limit("move-car", subject, now, settings.rate_limits)
    enforce_limit("move-car-plate", plate_hash, now, settings.rate_limits)


def _insert(texts: Mapping[str, str], settings: Settings, **columns: Any) -> MoveCarRequest:
    """A new request; it joins the one that is open already for the same plate."""
    same = (
        MoveCarRequest.plate_hash == columns["plate_hash"],
        MoveCarRequest.created_at > columns["created_at"] - TOGETHER,
    )
    first = (
        MoveCarRequest.select().where(*same, MoveCarRequest.leads.is_null(), MoveCarRequest.status << _open()).first()
    )
    stored = {name: sealed(columns["key"], name, text, settings) for name, text in texts.items()}
    return MoveCarRequest.create(status=Status.SUBMITTED.value, leads=first, **columns, **stored)


def _open() -> list[str]:
    return [status.value for status in OPEN]


def _require_asker(request: MoveCarRequest, actor: Actor) -> None:
    if not actor.signed_in:
        raise Unauthorized()
    if request.account_id != actor.account:
        raise NotFound(M("没有这次移车，或者不是您提的。"))
