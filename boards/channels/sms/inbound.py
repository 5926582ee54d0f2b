"""Works what somebody wrote by SMS: stop and start, what a service waits for, and the progress of a question."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from boards.channels.gateways.inbox import receive
from boards.channels.gateways.progress import progress, status_of
from boards.channels.sms.actions import CHANNEL, start, stop, text_to
from boards.channels.sms.codec import Inbound
from boards.channels.sms.rules import Heard, Meaning, cut, heard, joined, mobile_of
from forum.config import Settings
from forum.i18n.languages import SOURCE, in_language
from forum.messages import M, Message
from forum.numbers import whole_number
from forum.private import Encryptor
from forum.problems import NotFound
from forum.roles import GUEST

LASTS = timedelta(minutes=30)  # an answer that could not be sent by then is not waited for any more
EXCERPT = 120  # characters of an answer
VARIABLE = 30  # characters of a template's parameter: Alibaba Cloud takes 35
LONGEST = 500  # characters of what came in that are read
UNKNOWN = M("没有 %(n)s 号问题，或者它还没有公开。请核对编号。")
HELP = M("没看懂。回“查”加问题的编号（例如 查12）看办到哪一步；回 TD 不再收短信。")
STOPPED = M("好的，不再给您发短信。要恢复就回“恢复”。")
STARTED = M("已恢复。回“查”加问题的编号看办到哪一步。")


class Listener(Protocol):
    """A service that waits for what somebody answers by SMS, or by a key on the phone."""

    def hears(self, number: str, text: str, key: str, now: datetime) -> bool:
        """Take it, inside a transaction; returns whether it was meant for the service."""


def keep(inbound: Inbound, now: datetime, settings: Settings) -> bool:
    """Store a message for the worker; returns whether it is new. Raises Invalid for a number that cannot be answered."""
    sender = mobile_of(inbound.sender)
    content = {"from": sender, "text": inbound.text.replace("\0", "")[:LONGEST]}
    return receive(CHANNEL, inbound.key, content, now=now, encryptor=Encryptor(settings.secret_key))


class Answering:
    """The Handler of messages by SMS (boards.channels.gateways.inbox). What is no command is offered to the `listeners` first."""

    def __init__(self, settings: Settings, listeners: Sequence[Listener]) -> None:
        self.settings, self.listeners = settings, listeners

    def prepare(self, content: Mapping[str, Any], now: datetime) -> None:
        """Nothing takes long."""

    def handle(self, content: Mapping[str, Any], prepared: None, key: str, now: datetime) -> None:
        """Work one message."""
        number, said = content["from"], heard(content["text"])
        if said.meaning is Meaning.STOP:
            stop(number, now, self.settings)
            return self._say(number, "stopped", {}, STOPPED, key, now)
        if said.meaning is Meaning.START:
            start(number, self.settings)
            return self._say(number, "started", {}, STARTED, key, now)
        if any(listener.hears(number, content["text"], key, now) for listener in self.listeners):
            return None
        return self._progress(number, said, key, now)

    def give_up(self, content: Mapping[str, Any], key: str, now: datetime) -> None:
        """Say nothing: whoever wrote writes again."""

    def _progress(self, number: str, said: Heard, key: str, now: datetime) -> None:
        if said.meaning is not Meaning.PROGRESS:
            return self._say(number, "help", {}, HELP, key, now)
        try:
            lines = progress(whole_number(said.number) or 0, GUEST, now, self.settings.url, EXCERPT)
            status = status_of(whole_number(said.number) or 0, now)
        except NotFound:
            return self._say(number, "unknown", {"number": said.number}, UNKNOWN.with_values(n=said.number), key, now)
        words = [in_language(line, SOURCE) for line in lines]
        params = {
            "number": said.number,
            "status": in_language(status, SOURCE),
            "answer": cut(joined(words[2:-1]), VARIABLE),
        }
        return self._say(number, "progress", params, joined(words), key, now)

    def _say(
        self, number: str, template: str, params: Mapping[str, str], text: Message | str, key: str, now: datetime
    ) -> None:
        said, key = in_language(text, SOURCE), f"sms-answer-{key}"
        text_to(number, template, params, said, key=key, now=now, settings=self.settings, lasts=LASTS)
