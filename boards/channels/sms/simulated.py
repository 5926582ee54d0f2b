"""The provider's side of a simulated gateway: what would have gone out is recorded."""

from boards.channels.gateways.recorded import record_message
from boards.channels.sms.actions import CHANNEL
from boards.channels.sms.codec import Message
from forum.clock import Clock
from forum.config import Settings
from forum.identities.actions import identity_key
from forum.private import Encryptor


class SimulatedSms:
    """Records messages instead of sending them."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock

    def send(self, message: Message) -> str:
        """Record one."""
        person = identity_key(CHANNEL, message.to, self.settings)
        encryptor = Encryptor(self.settings.secret_key)
        key, content = f"sms-{message.out_id}", {"text": message.text}
        record_message(CHANNEL, person, key, content, incoming=False, now=self.clock.now(), encryptor=encryptor)
        return f"simulated-{message.out_id}"
