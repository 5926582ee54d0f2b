"""One step of a request: the table is asked, the row changed where it still stands as it was read, the deed recorded."""

from datetime import datetime
from typing import Any

from boards.services.movecar.models import MoveCarRequest
from boards.services.movecar.rules import OPEN, TABLE, Clocks, Status, Verb, Who, due
from forum.config import Settings
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Conflict
from forum.roles import SYSTEM, Actor
from forum.store import db, log
from forum.store.log import Deed


def take_step(
    request: MoveCarRequest,
    verb: Verb,
    who: Who,
    *,
    now: datetime,
    settings: Settings,
    actor: Actor = SYSTEM,
    **columns: Any,
) -> MoveCarRequest:
    """The request after `verb`, with these columns set; raises Conflict where the table has no such step for `who`, or another was quicker.

    Call it inside db.write().
    """
    found = TABLE.get((Status(request.status), verb))
    if found is None or found[1] is not who:
        raise Conflict(M("这次移车已经走到别的一步了，请刷新看看。"))
    status = found[0]
    if status not in OPEN and status is not Status.REJECTED:
        columns.setdefault("ended_at", now)
    changed = _with(request, columns)
    columns["due_at"] = due(status, clocks_of(changed), settings.channels.voice is not None, now)
    mine = MoveCarRequest.id == request.id, MoveCarRequest.status == request.status
    if not MoveCarRequest.update(status=status.value, **columns).where(*mine).execute():
        raise Conflict(M("这次移车已经走到别的一步了，请刷新看看。"))
    log.record(Deed.MOVE_CAR_STEP, ("move_car", request.id), actor=actor, now=now, verb=verb.value, by=who.value)
    return MoveCarRequest.get_by_id(request.id)


def remind_later(request: MoveCarRequest, now: datetime, settings: Settings) -> None:
    """Note that the owner was reminded; the status stays."""
    changed = _with(request, {"reminded_at": now})
    due_at = due(Status(request.status), clocks_of(changed), settings.channels.voice is not None, now)
    with db.write():
        MoveCarRequest.update(reminded_at=now, due_at=due_at).where(
            MoveCarRequest.id == request.id, MoveCarRequest.reminded_at.is_null()
        ).execute()
        log.record(Deed.MOVE_CAR_STEP, ("move_car", request.id), actor=SYSTEM, now=now, verb="remind", by="program")


def clocks_of(request: MoveCarRequest) -> Clocks:
    """The Clocks of a row."""
    return Clocks(request.notified_at, bool(request.called_at), bool(request.reminded_at), request.escalated_at)


def sealed(request_key: str, column: str, text: str, settings: Settings) -> str:
    """A private text as it is stored; '' stays ''."""
    return Encryptor(settings.secret_key).encrypt(text, _purpose(request_key, column)) if text else ""


def opened(request: MoveCarRequest, column: str, settings: Settings) -> str:
    """A private text of a row; '' where there is none. Raises forum.private.DecryptionError."""
    stored = getattr(request, column)
    return Encryptor(settings.secret_key).decrypt(stored, _purpose(request.key, column)) if stored else ""


def _purpose(key: str, column: str) -> str:
    return f"move_car_request/{column}/{key}"


def _with(request: MoveCarRequest, columns: dict[str, Any]) -> MoveCarRequest:
    for name, value in columns.items():
        setattr(request, name, value)
    return request
