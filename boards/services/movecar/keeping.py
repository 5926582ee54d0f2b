"""The worker's part of move-car: looks owners up, writes to them, calls them, reminds them, asks the police, ends what nobody ends."""

import logging
from datetime import datetime, timedelta
from typing import Any

from boards.files.storage import Store
from boards.services.movecar import calling, messages
from boards.services.movecar.models import MoveCarRequest
from boards.services.movecar.register import ImportedRegister, Owner, Register
from boards.services.movecar.rules import Status, Step, Verb, Who, step_at
from boards.services.movecar.steps import clocks_of, remind_later, take_step
from forum.accounts.limits import enforce_limit
from forum.config import Settings
from forum.problems import Conflict, TooMany
from forum.roles import SYSTEM
from forum.store import db, log
from forum.store.log import Deed
from forum.store.worker import Upkeep

logger = logging.getLogger(__name__)
BATCH = 50
PHOTO_KEPT = timedelta(days=7)  # after the end


class MoveCarKeeper(Upkeep):
    """Runs in the worker where move-car is offered."""

    name = "move-car"
    every = timedelta(seconds=2)

    def __init__(self, settings: Settings, store: Store, register: Register | None = None) -> None:
        self.settings, self.store = settings, store
        self.register = register or ImportedRegister(settings)

    def work(self, now: datetime) -> int:
        """Do what is due; returns for how many requests."""
        if not self.settings.channels.move_car:
            return 0
        due = MoveCarRequest.select().where(MoveCarRequest.due_at <= now)
        done = sum(self._step(request, now) for request in due.order_by(MoveCarRequest.due_at).limit(BATCH))
        return done + self._forget_photos(now)

    def _step(self, request: MoveCarRequest, now: datetime) -> int:
        voice = self.settings.channels.voice is not None
        step = step_at(Status(request.status), clocks_of(request), voice, now)
        if step is None:
            return 0
        try:
            with db.write():
                DO[step](self, request, now)
        except Conflict:  # somebody answered meanwhile
            return 0
        return 1

    def notify(self, request: MoveCarRequest, now: datetime) -> None:
        """Write to the owner; a plate that the register does not have takes the same steps, and nobody is written to.

        Without a gateway for SMS the police are asked at once.
        """
        if self.settings.channels.sms is None:
            return self.escalate(request, now)
        owner = self._look_up(request, now)
        given = {"notified_at": now, "owner_hash": owner.phone_hash if owner else None}
        changed = self._take(request, Verb.NOTIFY, now, **given)
        if owner and not request.leads_id and self._may_write(owner, now):
            messages.tell_owner(changed, owner.phone, "move_car", now, self.settings)
        return None

    def call(self, request: MoveCarRequest, now: datetime) -> None:
        """Call the owner."""
        changed = self._take(request, Verb.CALL, now, called_at=now)
        if owner := self._asked(request, now):
            calling.call_owner(changed, owner.phone, now, self.settings)

    def remind(self, request: MoveCarRequest, now: datetime) -> None:
        """Write to the owner once more."""
        remind_later(request, now, self.settings)
        if owner := self._asked(request, now):
            messages.tell_owner(request, owner.phone, "move_car_reminder", now, self.settings)

    def escalate(self, request: MoveCarRequest, now: datetime) -> None:
        """Ask the police, and tell the asker."""
        changed = self._take(request, Verb.ESCALATE, now, escalated_at=now)
        messages.tell_asker(changed, "move_car_police", messages.POLICE, now, self.settings)

    def expire(self, request: MoveCarRequest, now: datetime) -> None:
        """End what nobody confirmed; it is not counted."""
        self._take(request, Verb.EXPIRE, now)

    def _take(self, request: MoveCarRequest, verb: Verb, now: datetime, **columns: Any) -> MoveCarRequest:
        return take_step(request, verb, Who.PROGRAM, now=now, settings=self.settings, **columns)

    def _look_up(self, request: MoveCarRequest, now: datetime) -> Owner | None:
        """The owner; each look-up is on record, without plate and number."""
        found = self.register.owner_of(request.plate_hash)
        log.record(Deed.MOVE_CAR_LOOK, ("move_car", request.id), actor=SYSTEM, now=now, found=found is not None)
        return found

    def _asked(self, request: MoveCarRequest, now: datetime) -> Owner | None:
        """The owner who was written to about this request, and about no other that it joins."""
        return self._look_up(request, now) if request.owner_hash and not request.leads_id else None

    def _may_write(self, owner: Owner, now: datetime) -> bool:
        try:
            enforce_limit("move-car-owner", owner.phone_hash, now, self.settings.rate_limits)
        except TooMany:
            logger.warning("move-car: an owner has been written to as often as he may be")
            return False
        return True

    def _forget_photos(self, now: datetime) -> int:
        old = (MoveCarRequest.ended_at < now - PHOTO_KEPT) & (MoveCarRequest.photo != "")
        rows = list(MoveCarRequest.select().where(old).limit(BATCH))
        for row in rows:
            self.store.drop(row.photo)
            with db.write():
                MoveCarRequest.update(photo="").where(MoveCarRequest.id == row.id).execute()
        return len(rows)


DO = {
    Step.NOTIFY: MoveCarKeeper.notify,
    Step.CALL: MoveCarKeeper.call,
    Step.REMIND: MoveCarKeeper.remind,
    Step.ESCALATE: MoveCarKeeper.escalate,
    Step.EXPIRE: MoveCarKeeper.expire,
}
