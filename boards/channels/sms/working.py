"""The worker's parts for SMS: what works messages that came in, and what sends; none where no gateway is set up."""

import logging
import socket
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from boards.channels.gateways.failures import FailureKind, note_failure
from boards.channels.gateways.inbox import Inbox
from boards.channels.sms.actions import CHANNEL, note_receipts
from boards.channels.sms.aliyun import Aliyun
from boards.channels.sms.codec import Codec, Inbound
from boards.channels.sms.inbound import Answering, Listener, keep
from boards.channels.sms.sending import ByHttp, SmsMessages
from boards.channels.sms.simulated import SimulatedSms
from boards.channels.sms.smpp import Smpp
from boards.channels.sms.tencent import Tencent
from forum.clock import Clock
from forum.config import Settings
from forum.gateways.sms import Gateway, Provider
from forum.outbox.sending import Delayed, Sending
from forum.private import Encryptor
from forum.problems import Invalid
from forum.store.worker import Upkeep

log = logging.getLogger(__name__)

CODECS: dict[Provider, Callable[[Gateway], Codec]] = {Provider.ALIYUN: Aliyun, Provider.TENCENT: Tencent}


class SmsWork:
    """Takes what came in, works it and sends, in one thread: SMPP has one connection for all three."""

    name = "sms"

    def __init__(self, parts: Sequence[Any]) -> None:
        self.parts = parts

    def advance(self, now: datetime) -> int:
        """One step of each part; returns how much was done."""
        return sum(part.advance(now) for part in self.parts)


class Listening(Upkeep):
    """Takes what came in by SMPP; while the gateway cannot be reached it is tried every ten seconds."""

    name = "smpp"

    def __init__(self, link: Smpp) -> None:
        self.link = link
        self.every = timedelta(seconds=1)

    def work(self, now: datetime) -> int:
        """Take what there is; returns 1 where something came."""
        try:
            found = self.link.poll()
        except Delayed as reason:
            self.every = timedelta(seconds=10)
            log.warning("sms: %s", reason)
            return 0
        self.every = timedelta(seconds=1)
        return found


def sms_parts(settings: Settings, clock: Clock, listeners: Sequence[Listener] = ()) -> tuple[SmsWork, ...]:
    """The parts of the SMS gateway; `listeners` are the services that wait for answers."""
    gateway = settings.channels.sms
    if gateway is None:
        return ()
    encryptor = Encryptor(settings.secret_key)
    side: Any
    before: tuple[Any, ...] = ()
    if gateway.simulated:
        side = SimulatedSms(settings, clock)
    elif gateway.provider is Provider.SMPP:
        side = Smpp(gateway, lambda receipt: note_receipts([receipt], clock.now()), partial(_keep, settings, clock))
        before = (Listening(side),)
    else:
        side = ByHttp(gateway.base, codec_of(gateway), clock)
    inbox = Inbox(CHANNEL, Answering(settings, listeners), encryptor)
    sending = Sending({CHANNEL: SmsMessages(side, settings, clock)}, encryptor)
    return (SmsWork((*before, inbox, sending)),)


def codec_of(gateway: Gateway) -> Codec:
    """The Codec of a provider that is reached by HTTP."""
    assert gateway.provider is not None
    return CODECS[gateway.provider](gateway)


def check(settings: Settings, now: datetime) -> None:
    """Bind to an SMPP gateway, or connect to a provider, which costs nothing and tells nobody; raises Delayed."""
    gateway = settings.channels.sms
    assert gateway is not None
    if gateway.provider is Provider.SMPP:
        link = Smpp(gateway, lambda receipt: None, lambda inbound: None)
        try:
            link.poll()
        finally:
            link.close()
    elif not gateway.simulated:
        reach(gateway.base)


def reach(base: str) -> None:
    """Connect to an address and say nothing; raises Delayed."""
    url = urlsplit(base)
    try:
        socket.create_connection((url.hostname or "", url.port or (443 if url.scheme == "https" else 80)), 10).close()
    except OSError as error:
        raise Delayed(f"the provider cannot be reached: {type(error).__name__}") from None


def _keep(settings: Settings, clock: Clock, inbound: Inbound) -> None:
    now = clock.now()
    try:
        keep(inbound, now, settings)
    except Invalid:
        note_failure(CHANNEL, FailureKind.REFUSED, "a message from a number that cannot be answered", now)
