"""The transport of the outbox for SMS: the limits of a number, the provider, and what the provider called the message."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from boards.channels.sms.actions import CHANNEL, is_stopped, note_sent, out_id_of
from boards.channels.sms.codec import Message, Request
from boards.channels.sms.http import post
from boards.channels.sms.rules import LIMITS, signed
from forum.accounts.limits import ATTEMPTS
from forum.clock import Clock
from forum.config import Settings
from forum.identities.actions import identity_key
from forum.outbox.sending import Delayed, Unwanted
from forum.problems import TooMany

ALWAYS = frozenset({"stopped"})  # what is sent also to a number that wants nothing: that it gets nothing more


class Side(Protocol):
    """The provider, or what records in its place."""

    def send(self, message: Message) -> str:
        """Send one; returns the provider's number of it. Raises Delayed, Refused, Unsure."""


class Asking(Protocol):
    """What ByHttp needs of a provider's codec, of messages or of calls."""

    def request(self, message: Message, nonce: str, at: datetime) -> Request:
        """The Request that sends a message, or makes a call."""

    def sent(self, answer: Mapping[str, object]) -> str:
        """The provider's number of what it took; raises Delayed and Refused."""


class SmsMessages:
    """Sends {"to", "template", "params", "text"}."""

    once = True  # no provider tells doubles: SendSms is not idempotent, and neither is submit_sm

    def __init__(self, side: Side, settings: Settings, clock: Clock) -> None:
        self.side, self.settings, self.clock = side, settings, clock

    def send(self, key: str, content: Mapping[str, str]) -> None:
        """Send one; raises Unwanted for a number that wants none, Delayed beyond its limits, and what the side raises."""
        number = content["to"]
        if content["template"] not in ALWAYS and is_stopped(number, self.settings):
            raise Unwanted("the number wants no messages")
        gateway = self.settings.channels.sms
        text = signed(content["text"], gateway.sign if gateway else "")
        message = Message(number, text, content["template"], json.loads(content["params"]), out_id_of(key))
        taken = self._take(number)
        try:
            provider_id = self.side.send(message)
        except Delayed:
            ATTEMPTS.take_back(*taken)
            raise
        note_sent(message.out_id, provider_id, self.clock.now())

    def _take(self, number: str) -> list[int]:
        """Count the message against each limit of the number; raises Delayed, having counted none, where one is reached."""
        gateway = self.settings.channels.sms
        if not self.settings.rate_limits or (gateway and gateway.simulated):
            return []
        return count_each(LIMITS, identity_key(CHANNEL, number, self.settings), self.clock.now())


class ByHttp:
    """A provider of messages, or of calls, with an HTTP interface."""

    def __init__(self, gateway_base: str, codec: Asking, clock: Clock) -> None:
        self.base, self.codec, self.clock = gateway_base, codec, clock

    def send(self, message: Message) -> str:
        """Send one, or make one call; returns the provider's number of it."""
        request = self.codec.request(message, secrets.token_hex(16), self.clock.now())
        return self.codec.sent(post(self.base, request.target, request.body, request.headers))


def count_each(kinds: Sequence[str], subject: str, now: datetime) -> list[int]:
    """Count one use against each limit; what to take back if it fails. Raises Delayed, having counted none, where one is reached."""
    try:
        for kind in kinds:
            ATTEMPTS.check(kind, subject, now)
        return [ATTEMPTS.count(kind, subject, now) for kind in kinds]
    except TooMany:
        raise Delayed("the number has had as many messages or calls as it may") from None
