"""The worker's part for calls: what sends; and the simulated side."""

import json
from collections.abc import Mapping
from datetime import datetime

from boards.channels.gateways.recorded import record_message
from boards.channels.sms.actions import is_stopped, out_id_of
from boards.channels.sms.codec import Message
from boards.channels.sms.sending import ByHttp, Side, count_each
from boards.channels.sms.working import reach
from boards.channels.voice.codec import voice_codec_of
from forum.accounts.limits import ATTEMPTS
from forum.clock import Clock
from forum.config import Settings
from forum.identities.actions import identity_key
from forum.outbox.sending import Delayed, Sending, Unwanted
from forum.private import Encryptor

CHANNEL = "voice"
LIMITS = ("voice-minute", "voice-hour", "voice-day")


class Calls:
    """The transport of the outbox for calls: {"to", "template", "params", "text"}, within the limits of a number."""

    once = True  # who was called already is not called again by itself

    def __init__(self, side: Side, settings: Settings, clock: Clock) -> None:
        self.side, self.settings, self.clock = side, settings, clock

    def send(self, key: str, content: Mapping[str, str]) -> None:
        """Make one call; raises Unwanted, Delayed, Refused and Unsure."""
        number, now = content["to"], self.clock.now()
        if is_stopped(number, self.settings):
            raise Unwanted("the number wants no messages")
        subject = identity_key(CHANNEL, number, self.settings)
        taken = self._take(subject, now)
        message = Message(number, content["text"], content["template"], json.loads(content["params"]), out_id_of(key))
        try:
            self.side.send(message)
        except Delayed:
            ATTEMPTS.take_back(*taken)
            raise

    def _take(self, subject: str, now: datetime) -> list[int]:
        gateway = self.settings.channels.voice
        if not self.settings.rate_limits or (gateway and gateway.simulated):
            return []
        return count_each(LIMITS, subject, now)


class SimulatedCalls:
    """Records calls instead of making them."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock

    def send(self, message: Message) -> str:
        """Record one."""
        person, content = identity_key(CHANNEL, message.to, self.settings), {"text": message.text}
        encryptor, key = Encryptor(self.settings.secret_key), f"voice-{message.out_id}"
        record_message(CHANNEL, person, key, content, incoming=False, now=self.clock.now(), encryptor=encryptor)
        return f"simulated-{message.out_id}"


def voice_parts(settings: Settings, clock: Clock) -> tuple[Sending, ...]:
    """What sends calls; nothing where no gateway is set up."""
    gateway = settings.channels.voice
    if gateway is None:
        return ()
    side: Side = (
        SimulatedCalls(settings, clock) if gateway.simulated else ByHttp(gateway.base, voice_codec_of(gateway), clock)
    )
    return (Sending({CHANNEL: Calls(side, settings, clock)}, Encryptor(settings.secret_key)),)


def check(settings: Settings, now: datetime) -> None:
    """Connect to the provider, which costs nothing and tells nobody; raises Delayed."""
    gateway = settings.channels.voice
    assert gateway is not None
    reach(gateway.base)
