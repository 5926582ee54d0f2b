"""What came as a letter: who sent it, whether a program did, what its writer added, and whether there are attachments. Pure."""

import hashlib
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from boards.channels.mail.html_text import html_text
from boards.channels.mail.quotes import cut

BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
OF_PROGRAMS = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "Feedback-ID")
PROGRAMS = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply")
LONGEST = 200_000  # characters of a text part that are read; no post is that long


@dataclass(frozen=True)
class Incoming:
    """A letter: `sender` is the address in From, `message_id` as it stands, `key` names the letter for good.

    `automatic`: a program sent it (RFC 3834, RFC 3464), and nothing may be sent back. `text` is what its writer added.
    """

    sender: str
    message_id: str
    key: str
    automatic: bool
    text: str
    attachments: int


def read_letter(raw: bytes, envelope_sender: str) -> Incoming:
    """The Incoming of a letter; `envelope_sender` is '' for a bounce. Whatever stands in it, nothing is raised."""
    letter = message_from_bytes(raw, policy=policy.default)
    message_id = _header(letter, "Message-ID")[:300]
    return Incoming(
        sender=parseaddr(_header(letter, "From"))[1],
        message_id=message_id,
        key=hashlib.sha256(message_id.encode() if message_id else raw).hexdigest(),
        automatic=not envelope_sender or _is_automatic(letter, envelope_sender),
        text=cut(_text(letter)),
        attachments=sum(1 for part in letter.walk() if _is_attachment(part)),
    )


def _is_automatic(letter: EmailMessage, envelope_sender: str) -> bool:
    by_program = _header(letter, "Auto-Submitted").partition(";")[0].strip().lower() not in ("", "no")
    bulk = _header(letter, "Precedence").strip().lower() in BULK
    sent_by = envelope_sender.partition("@")[0].lower() in PROGRAMS
    report = letter.get_content_type() in ("multipart/report", "message/delivery-status")
    return by_program or bulk or sent_by or report or any(name in letter for name in OF_PROGRAMS)


def _text(letter: EmailMessage) -> str:
    """Its plain text, or else the text of its HTML."""
    for kind in ("plain", "html"):
        for part in letter.walk():
            if part.get_content_type() == f"text/{kind}" and not _is_attachment(part):
                words = _decoded(part)
                if words.strip():
                    return words if kind == "plain" else html_text(words)
    return ""


def _decoded(part: EmailMessage) -> str:
    """The text of a part in its charset, or in one of those that programs use which name none; nothing is raised."""
    payload = part.get_payload(decode=True)
    raw = payload[: 4 * LONGEST] if isinstance(payload, bytes) else b""
    for charset in filter(None, (part.get_content_charset(), "utf-8", "gb18030")):
        try:
            return raw.decode(charset)[:LONGEST]
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", "replace")[:LONGEST]


def _is_attachment(part: EmailMessage) -> bool:
    if part.get_content_disposition() == "attachment":
        return True
    return part.get_content_maintype() not in ("text", "multipart", "message")


def _header(letter: EmailMessage, name: str) -> str:
    """A header in one line; '' when it is missing or cannot be read."""
    try:
        return " ".join(str(letter.get(name, "")).split())
    except Exception:  # the standard library raises many kinds for a broken header
        return ""
