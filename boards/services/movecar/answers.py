"""What owner and asker answer by SMS, or by a key on the phone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from boards.services.movecar import messages
from boards.services.movecar.actions import confirmed
from boards.services.movecar.models import MoveCarRequest
from boards.services.movecar.rules import OPEN, TABLE, Said, Status, Verb, Who, said
from boards.services.movecar.steps import take_step
from forum.config import Settings
from forum.identities.actions import identity_key
from forum.messages import Message
from forum.roles import SYSTEM

REMEMBERED = timedelta(days=1)  # how long an answer to a request that has ended is taken as one
VERBS = {Said.COMING: Verb.COMING, Said.NOT_MINE: Verb.NOT_MINE}
OPEN_VALUES = [status.value for status in OPEN]


class MoveCarAnswers:
    """A Listener of boards.channels.sms.inbound."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def hears(self, number: str, text: str, key: str, now: datetime) -> bool:
        """Take what an owner or an asker answers, inside a transaction; returns whether it was one's."""
        meaning, person = said(text), identity_key("sms", number, self.settings)
        if meaning is Said.OTHER:
            return False
        since = now - REMEMBERED
        asked = list(_rows(MoveCarRequest.owner_hash == person, MoveCarRequest.notified_at > since))
        own = list(_rows(MoveCarRequest.asker_hash == person, MoveCarRequest.created_at > since))
        if meaning is Said.MOVED:
            return self._moved(own, number, key, now)
        return self._of_owner(asked, meaning, number, key, now)

    def _moved(self, own: Sequence[MoveCarRequest], number: str, key: str, now: datetime) -> bool:
        open_ones = [row for row in own if (Status(row.status), Verb.CONFIRM) in TABLE]
        for row in open_ones:
            confirmed(row, SYSTEM, now, self.settings)
        if own:
            self._say(number, "move_car_done", messages.MOVED if open_ones else messages.ENDED, key, now)
        return bool(own)

    def _of_owner(self, asked: Sequence[MoveCarRequest], meaning: Said, number: str, key: str, now: datetime) -> bool:
        if not asked:
            return False
        open_ones = [row for row in asked if row.status in OPEN_VALUES]
        if not open_ones:
            self._say(number, "move_car_ended", messages.ENDED, key, now)
        elif meaning is Said.WHO:
            self._say(number, "move_car_who", messages.WHO, key, now)
        else:
            for row in open_ones:
                self._answered(row, VERBS[meaning], now)
            thanks = messages.THANKS if meaning is Said.COMING else messages.NOT_YOURS
            self._say(number, "move_car_thanks", thanks, key, now)
        return True

    def _answered(self, row: MoveCarRequest, verb: Verb, now: datetime) -> None:
        if (Status(row.status), verb) not in TABLE:  # said before, or with the police
            return
        given: dict[str, Any] = {"answered_at": now}
        if verb is Verb.NOT_MINE:
            given |= {"escalated_at": now, "not_mine": True}
        changed = take_step(row, verb, Who.OWNER, now=now, settings=self.settings, **given)
        if verb is Verb.COMING:
            messages.tell_asker(changed, "move_car_coming", messages.COMING, now, self.settings)
        else:
            messages.tell_asker(changed, "move_car_police", messages.POLICE, now, self.settings)

    def _say(self, number: str, template: str, text: Message, key: str, now: datetime) -> None:
        messages.answer(number, template, text, key, now, self.settings)


def _rows(*conditions: object) -> Sequence[MoveCarRequest]:
    return list(MoveCarRequest.select().where(*conditions).order_by(MoveCarRequest.id))
