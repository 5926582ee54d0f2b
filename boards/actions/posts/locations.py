"""Where a question's matter is: put with the question, corrected or taken away by its asker or a moderator."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import peewee

from boards.actions.steps.recording import Draft
from boards.actions.steps.word_check import (
    CheckedText,
    check_citizen_text,
    check_official_text,
    check_text_without_holding,
)
from boards.clocks.city import City
from boards.models.locations import Location
from boards.models.threads import Thread
from boards.rules import lengths
from boards.rules.access import is_own, may_relocate, relocation_refusal
from boards.rules.locations.position import Position, Precision, read_position
from boards.rules.on_behalf import acting_role_in
from boards.rules.text.word_list import ListedWord, WordList
from forum.accounts import limits
from forum.accounts.sanctions import refuse_suspended
from forum.messages import M, Message
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized, collect_errors
from forum.roles import ActingRole, Actor, Role
from forum.site_settings import Area
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text, check_title

CHANGES = limits.Rows(Location.editor, Location.created_at)


@dataclass(frozen=True)
class CheckedLocation:
    """An address, a position or both, ready to be stored; because of the words `held` the question waits."""

    address: str
    position: Position | None
    precision: Precision
    held: tuple[ListedWord, ...] = ()
    masked: tuple[ListedWord, ...] = ()


def check_location(
    given: Mapping[str, str], area: Area | None, citizen: bool = True, listed: WordList | None = None
) -> CheckedLocation | None:
    """The CheckedLocation of `given` (address, position, rough) as typed, None for nothing; raises Invalid with all errors at once."""
    precision = Precision.AREA if given.get("rough") else Precision.POINT
    errors: dict[str, Message] = {}
    worded = collect_errors(errors, lambda: _address(given.get("address", ""), citizen, listed))
    position = collect_errors(errors, lambda: read_position(given.get("position", ""), precision, area))
    if errors:
        raise Invalid(errors)
    if not worded.text and position is None:
        return None
    return CheckedLocation(worded.text, position, precision, worded.held, worded.masked)


def held_with(draft: Draft, location: CheckedLocation | None) -> Draft:
    """The Draft of a question that waits because of words in its location too."""
    if location is None:
        return draft
    held, masked = (*draft.held, *location.held), (*draft.masked, *location.masked)
    return replace(draft, held=tuple(dict.fromkeys(held)), masked=tuple(dict.fromkeys(masked)))


def put_location(thread: Thread, location: CheckedLocation, actor: Actor, now: datetime, role: ActingRole) -> None:
    """Store where the matter of a thread is that is made in this transaction."""
    row = _insert(thread, 1, location, actor, now, role)
    log.record(
        Deed.LOCATE, ("location", row.id), actor=actor, now=now, acting_role=role, made_now=True, **_said(thread, row)
    )


def relocate(thread: Thread, given: Mapping[str, str], *, actor: Actor, now: datetime, city: City) -> bool:
    """Another version over version `based_on` of where a thread's matter is, or none for nothing; returns whether there is one.

    A moderator says why (`reason`), publicly; an asker may. Raises Invalid, or Conflict for a thread that was merged or sealed, and when
    somebody has written a version meanwhile.
    """
    role = _guard(thread, actor)
    location = check_location(given, city.site.map.area, citizen=False)
    reason = _reason(given.get("reason", ""), role)
    if location and location.address and role.role is Role.NETIZEN:
        check_text_without_holding(location.address, "address")
    with db.write():
        if not actor.official:
            limits.enforce_limit("location", actor.account, now, city.pacing, CHANGES)
        thread = Thread.get_by_id(thread.id)
        _refuse(thread, actor)
        number = _end(thread, given.get("based_on", ""), actor, now)
        if location is None:
            _record(Deed.UNLOCATE, thread, actor, now, role, reason, {"number": number})
        else:
            row = _insert(thread, number + 1, location, actor, now, role)
            _record(Deed.RELOCATE, thread, actor, now, role, reason, _said(thread, row))
    return location is not None


def _guard(thread: Thread, actor: Actor) -> ActingRole:
    if not actor.signed_in:
        raise Unauthorized()
    refuse_suspended(actor)
    if not may_relocate(actor, thread):
        raise Forbidden(M("只有提问人和管理员可以改地点。"))
    _refuse(thread, actor)
    own = is_own(actor, thread.author_id, thread.channel)
    return acting_role_in(actor, thread) if own else ActingRole(Role.MODERATOR)


def _refuse(thread: Thread, actor: Actor) -> None:
    if refusal := relocation_refusal(actor, thread):
        raise Conflict(refusal)


def _address(raw: str, citizen: bool, listed: WordList | None) -> CheckedText:
    if not raw.strip():
        return CheckedText("")
    address = check_title(raw, "address")
    return check_citizen_text(address, "address", listed) if citizen else check_official_text(address, listed)


def _reason(raw: str, role: ActingRole) -> str:
    reason = check_text("reason", raw, lengths.REASON, minimum=int(role.role is Role.MODERATOR))
    worded = check_text_without_holding(reason, "reason") if role.role is Role.NETIZEN else check_official_text(reason)
    return worded.text


def _end(thread: Thread, based_on: str, actor: Actor, now: datetime) -> int:
    """End the current version, which must be `based_on` (0 for none); returns the number of the last one there was."""
    there = Location.select(peewee.fn.MAX(Location.number)).where(Location.thread == thread.id).scalar() or 0
    current = Location.select(Location.number).where(Location.thread == thread.id, Location.ended_at.is_null()).scalar()
    if based_on.strip() != str(current or 0):
        raise Conflict(M("您打开页面以后，地点改过了。请看看现在的，再改。"))
    ending = Location.update(ended_at=now, ended_by=actor.account)
    ending.where(Location.thread == thread.id, Location.number == current, Location.ended_at.is_null()).execute()
    return int(there)


def _insert(
    thread: Thread, number: int, location: CheckedLocation, actor: Actor, now: datetime, role: ActingRole
) -> Location:
    position = location.position
    return Location.create(
        thread=thread.id,
        number=number,
        address=location.address,
        lat=position and position.lat,
        lon=position and position.lon,
        precision=location.precision.value,
        role=role.role.value,
        created_at=now,
        editor=actor.account,
    )


def _said(thread: Thread, row: Location) -> dict[str, Any]:
    """What a version says, for the log."""
    said = {name: getattr(row, name) for name in ("number", "address", "lat", "lon", "precision")}
    return {"located": thread.id} | {name: value for name, value in said.items() if value not in (None, "")}


def _record(
    deed: Deed, thread: Thread, actor: Actor, now: datetime, role: ActingRole, reason: str, said: dict[str, Any]
) -> None:
    said = {**said, "text": reason} if reason else said
    log.record(deed, ("thread", thread.id), actor=actor, now=now, acting_role=role, thread=thread.id, **said)
