"""A city with move-car: the register, somebody who asks, the phones of owners, and the worker with the clock moved on."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from boards.channels.gateways.recorded import recorded
from boards.channels.sms.codec import Inbound
from boards.channels.sms.inbound import keep
from boards.channels.sms.working import sms_parts
from boards.channels.voice.working import voice_parts
from boards.files.storage import open_store
from boards.rules.channel import Channel
from boards.services.movecar import actions
from boards.services.movecar.answers import MoveCarAnswers
from boards.services.movecar.keeping import MoveCarKeeper
from boards.services.movecar.models import MoveCarRequest
from boards.services.movecar.register import import_register
from forum.channel_settings import Channels
from forum.gateways.sms import Gateway
from forum.identities.actions import identity_key
from forum.private import Encryptor

OWNER, PLATE, OTHER = "13700000001", "浙H12345", "浙HD67890"
CALLER = "13900000009"
REGISTER = f"plate,phone\n{PLATE},{OWNER}\n{OTHER},13700000002\n".encode()


def photo(taken=None, offset=None, place=None):
    """A JPEG as a phone makes it: `taken` as EXIF writes it, `place` as (latitude, longitude)."""
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769).update({0x9003: taken, **({0x9011: offset} if offset else {})})
    if place:
        parts = [((int(each), 1), (int(each % 1 * 60), 1), (0, 1)) for each in place]
        exif.get_ifd(0x8825).update({1: "N", 2: [a / b for a, b in parts[0]], 3: "E", 4: [a / b for a, b in parts[1]]})
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(made, "JPEG", exif=exif)
    return made.getvalue()


@pytest.fixture
def settings(settings):
    simulated = Gateway(simulated=True)
    return replace(settings, channels=Channels(sms=simulated, voice=simulated, move_car="zhujian"))


class Street:
    """street.ask() asks for a car to be moved; street.works() lets the worker work; street.texts(number) is what a phone got."""

    def __init__(self, settings, clock, cast, rules):
        self.settings, self.clock, self.cast, self.rules = settings, clock, cast, rules
        self.store = open_store(settings.files)
        self.keeper = MoveCarKeeper(settings, self.store)
        (self.voice,) = voice_parts(settings, clock)
        (self.sms,) = sms_parts(settings, clock, (MoveCarAnswers(settings),))
        self.city = actions.City(rules.timezone, None)
        self.accepted = photo()
        self.written = 0

    def ask(self, plate=PLATE, actor=None, content=None, channel=Channel.WEB, city=None, **asked):
        given = {
            "actor": actor or self.cast.asker,
            "channel": channel,
            "now": self.clock.now(),
            "settings": self.settings,
        }
        content = None if channel is Channel.HOTLINE else content or self.accepted
        made = actions.ask(actions.Asked(plate, **asked), content, store=self.store, city=city or self.city, **given)
        return made.id

    def works(self, minutes=0):
        """The worker, each half minute of the time that passes."""
        end = self.clock.now() + timedelta(minutes=minutes)
        while True:
            while (
                self.keeper.work(self.clock.now())
                + self.sms.advance(self.clock.now())
                + self.voice.advance(self.clock.now())
            ):
                pass
            if self.clock.now() >= end:
                return
            self.clock.advance(timedelta(seconds=30))

    def writes(self, number, text):
        self.written += 1
        keep(Inbound(f"in-{self.written}", number, text), self.clock.now(), self.settings)
        self.clock.advance(timedelta(seconds=1))  # the inbox looks three times a second
        self.works()

    def texts(self, number, channel="sms"):
        person = identity_key(channel, number, self.settings)
        return [each.content["text"] for each in recorded(channel, person, Encryptor(self.settings.secret_key))]

    def status(self, number):
        return MoveCarRequest.get_by_id(number).status


@pytest.fixture
def street(settings, clock, cast, rules, places):
    import_register(REGISTER, now=clock.now(), settings=settings)
    return Street(settings, clock, cast, rules)
