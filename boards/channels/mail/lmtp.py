"""The LMTP server (RFC 2033) to which the mail system hands letters for signed addresses.

A letter is accepted only after what became of it is committed: killed before, it is handed over again, and counts once.
"""

import asyncio
import logging
from collections.abc import Callable

import peewee
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from boards.channels.mail.actions import Mailroom, receive
from boards.channels.mail.reading import read_letter
from forum.mail.reply_addresses import read_address
from forum.problems import TooMany, Unavailable
from forum.store import db

log = logging.getLogger(__name__)

LARGEST = 20 * 1024**2  # bytes of a letter with its attachments
TAKEN = "250 2.0.0 taken"
LATER = "451 4.3.0 try again later"


class Handler:
    """Answers the mail system; `room()` gives the Mailroom of this moment within a database connection."""

    def __init__(self, room: Callable[[], Mailroom]) -> None:
        self.room = room

    async def handle_RCPT(
        self, server: LMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """One receiver a letter, since each gets an answer of its own; whoever is unknown is refused before the letter is sent."""
        if envelope.rcpt_tos:
            return "452 4.5.3 one receiver at a time"
        known = await asyncio.get_running_loop().run_in_executor(None, self._is_known, address)
        if not known:
            return "550 5.1.1 no such address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:
        """Hand the letter on in a thread of its own, since the database waits."""
        return await asyncio.get_running_loop().run_in_executor(None, self._take, envelope)

    def _is_known(self, address: str) -> bool:
        with db.connection():
            room = self.room()
            return read_address(address, room.settings.channels.reply_address, room.settings.secret_key) is not None

    def _take(self, envelope: Envelope) -> str:
        try:
            with db.connection():
                room = self.room()
                to = read_address(envelope.rcpt_tos[0], room.settings.channels.reply_address, room.settings.secret_key)
                if to is None:
                    return "550 5.1.1 no such address"
                raw = envelope.original_content or b""
                receive(read_letter(raw, (envelope.mail_from or "").strip("<>")), to, room)
        except (TooMany, Unavailable, peewee.OperationalError) as reason:
            log.warning("a letter waits: %s", type(reason).__name__)
            return LATER
        except Exception:
            log.exception("a letter could not be taken")
            return LATER
        return TAKEN


def server(room: Callable[[], Mailroom]) -> LMTP:
    """The protocol of one connection."""
    return LMTP(Handler(room), data_size_limit=LARGEST, hostname="wenqu", enable_SMTPUTF8=True, timeout=300)
