"""A real SMTP server on this machine, people with confirmed addresses, and the worker's part that writes to them."""

from dataclasses import replace
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

from boards.notifications.reader import reader
from boards.notifications.sending.digests import Digests
from boards.notifications.sending.planning import Planner
from boards.notifications.sending.transports import senders
from forum.accounts.models import MailAddress
from forum.channel_settings import MailServer
from forum.mail.addresses import address_key
from forum.private import Encryptor


class OnFreePort(Controller):
    """On a port that the system chooses; the first connection, which shows that it listens, goes there."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox():
    """A server that takes every letter, but answers to an address what `answers` has for it; `letters` are the envelopes that it took."""
    kept = SimpleNamespace(letters=[], answers={})

    class Handler:
        async def handle_RCPT(self, server, session, envelope, address, options):
            answer = kept.answers.get(address)
            if answer:
                return answer
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):
            kept.letters.append(envelope)
            return "250 taken"

    controller = OnFreePort(Handler(), hostname="127.0.0.1", port=0)
    controller.start()
    kept.server = MailServer("127.0.0.1", controller.port, False, "", "", None)
    yield kept
    controller.stop()


@pytest.fixture
def with_mail(settings, mailbox):
    """The settings of a site that sends its mail to `mailbox`."""
    return replace(settings, mail=mailbox.server, url="https://wen.example.gov.cn")


@pytest.fixture
def address_of(with_mail, now):
    """address_of(actor): gives the account a confirmed mail address and returns it."""

    def give(actor):
        address = f"{actor.username}@example.com"
        sealed = Encryptor(with_mail.secret_key).encrypt(address, f"mail_address/sealed/{actor.account}")
        key = address_key(address, with_mail)
        MailAddress.create(account=actor.account, sealed=sealed, key_hash=key, confirmed_at=now)
        return address

    return give


@pytest.fixture
def post_office(with_mail, mailbox, clock, database):
    """The worker's part: `plan()` puts what is new into the outbox, `send()` sends it, `letters()` are those that arrived."""
    planner, digests, sending = Planner(with_mail), Digests(with_mail), senders(with_mail, clock)
    planner.work(clock.now())

    def plan():
        reader().catch_up(clock.now())
        return planner.work(clock.now()) + digests.work(clock.now())

    def send():
        return sum(each.advance(clock.now()) for each in sending)

    def letters():
        return [message_from_bytes(envelope.content, policy=policy.default) for envelope in mailbox.letters]

    def deliver():
        plan()
        send()
        return letters()

    return SimpleNamespace(plan=plan, send=send, letters=letters, deliver=deliver, planner=planner)
