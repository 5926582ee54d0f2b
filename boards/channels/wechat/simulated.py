"""WeChat's side of a simulated account: what would have gone out is recorded, and pictures come from the simulator's page."""

import hashlib
import re
from collections.abc import Mapping

from flask import request

from boards.channels.gateways.recorded import record_message
from boards.files.storage import Store
from boards.rules.channel import Channel
from forum.clock import Clock
from forum.config import Settings
from forum.identities.actions import identity_key
from forum.outbox.sending import Refused
from forum.private import Encryptor

COOKIE = (
    "simulated-phone"  # outlasts signing in and out, so that one browser can ask on the phone and answer as an office
)
PERSON = re.compile(r"simulated-[0-9a-f]{16}")


def simulated_person() -> str | None:
    """The openid of the simulated phone of this browser; None before it was used."""
    found = request.cookies.get(COOKIE, "")
    return found if PERSON.fullmatch(found) else None


class SimulatedWeChat:
    """Records messages and notices instead of sending them."""

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        self.settings, self.store, self.clock = settings, store, clock

    def say(self, key: str, openid: str, text: str) -> None:
        """Record a text."""
        self._record(key, openid, {"text": text})

    def notify(self, key: str, openid: str, notice: Mapping[str, str]) -> None:
        """Record a notice."""
        self._record(key, openid, {"notice": notice["event"], "text": notice["text"]})

    def picture(self, media: str) -> bytes:
        """The bytes that were chosen on the simulator's page; raises Refused."""
        found = self.store.get(media) if media.startswith("simulated-") else None
        if found is None:
            raise Refused("there is no such picture")
        return found

    def put_picture(self, content: bytes) -> str:
        """Keep a picture for `picture`; returns its name."""
        name = f"simulated-{hashlib.sha256(content).hexdigest()}"
        self.store.put(name, content)
        return name

    def _record(self, key: str, openid: str, content: dict[str, str]) -> None:
        person = identity_key(Channel.WECHAT, openid, self.settings)
        encryptor = Encryptor(self.settings.secret_key)
        record_message(
            Channel.WECHAT, person, key, dict(content), incoming=False, now=self.clock.now(), encryptor=encryptor
        )
