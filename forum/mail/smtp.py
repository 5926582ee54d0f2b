"""The transport of mail: hands a letter to the server by SMTP."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from forum.channel_settings import MailServer
from forum.clock import Clock
from forum.outbox.sending import Delayed, Refused

TIMEOUT = 20  # seconds for each answer of the server
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Smtp:
    """Sends a letter: {"to", "subject", "text", "language"}, and where they are given "references", "reply_to", "unsubscribe", "auto"."""

    def __init__(self, server: MailServer, site_url: str, clock: Clock) -> None:
        self.server = server
        self.host = urlsplit(site_url).hostname or "localhost"
        self.clock = clock

    def send(self, key: str, content: Mapping[str, str]) -> None:
        """Hand over one letter; raises Refused when the server will never take it, Delayed for everything else."""
        letter = self._letter(key, content)
        try:
            with self._connected() as connection:
                # What answers a letter comes from nobody, so that nothing answers it (RFC 3834 section 3.3).
                answers = content.get("auto") == "auto-replied"
                connection.send_message(letter, from_addr="" if answers else None)
        except smtplib.SMTPRecipientsRefused as refusal:
            raise _because(next(iter(refusal.recipients.values()))[0]) from None
        except smtplib.SMTPResponseException as refusal:
            raise _because(refusal.smtp_code, asked=not isinstance(refusal, smtplib.SMTPAuthenticationError)) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Delayed(f"the mail server does not answer: {type(error).__name__}") from None

    def check(self) -> None:
        """Connect and sign in as for a letter, and send none; raises Delayed."""
        try:
            with self._connected() as connection:
                connection.noop()
        except (OSError, smtplib.SMTPException) as error:
            raise Delayed(f"the mail server does not answer: {type(error).__name__}") from None

    def _letter(self, key: str, content: Mapping[str, str]) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self.server.sender or f"noreply@{self.host}"
        letter["To"] = content["to"]
        letter["Subject"] = content["subject"]
        letter["Date"] = format_datetime(self.clock.now())
        letter["Message-ID"] = f"<{key}@{self.host}>"
        letter["Auto-Submitted"] = content.get("auto", "auto-generated")  # RFC 3834: no automatic reply is wanted
        for name, value in _further_headers(content, self.host):
            letter[name] = value
        letter.set_content(content["text"])
        letter["Content-Language"] = content["language"]
        return letter

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server, secure = self.server, ssl.create_default_context()
        opened = (
            smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=secure)
            if server.tls
            else smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        )
        with opened as connection:
            connection.ehlo_or_helo_if_needed()
            open_network = not server.tls and server.host not in LOOPBACK
            if open_network and connection.has_extn("starttls"):
                connection.starttls(context=secure)
            elif open_network and server.user:
                raise Delayed("the mail server offers no encryption, so the password of WENQU_MAIL is not sent")
            if server.user:
                connection.login(server.user, server.password)
            yield connection


def _further_headers(content: Mapping[str, str], host: str) -> Iterator[tuple[str, str]]:
    if references := content.get("references"):
        yield "In-Reply-To", references
        yield "References", references
    if reply_to := content.get("reply_to"):
        yield "Reply-To", reply_to
    if address := content.get("unsubscribe"):
        yield "List-Id", f"<notifications.{host}>"
        yield "List-Unsubscribe", f"<{address}>"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"  # RFC 8058 section 3.1


def _because(code: int, asked: bool = True) -> Delayed | Refused:
    """A permanent refusal of the letter (RFC 5321 section 4.2.1); a login that fails is a setting that can be mended."""
    reason = f"the mail server answered {code}"
    return Refused(reason) if asked and code >= 500 else Delayed(reason)
