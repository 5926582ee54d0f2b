"""A real SMTP server on this machine."""

from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

from forum.mail_settings import MailServer


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
