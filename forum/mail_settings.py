"""The mail server of `WENQU_MAIL`. Pure.

`smtp://[user:password@]host[:port]` encrypts by STARTTLS where the server offers it, `smtps://` from the first byte;
`?from=` is the address that letters come from, by default noreply at the site's host.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from forum.messages import M, Message

PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over; `tls`: from the first byte."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)
    sender: str | None


def read_mail_server(text: str) -> tuple[MailServer | None, Message]:
    """(the MailServer of a setting, None when it is wrong; what is allowed)."""
    allowed = M("smtp://[用户:密码@]主机[:端口][?from=发信地址] 或 smtps://…")
    try:
        url = urlsplit(text)
        port = url.port
        options = dict(parse_qsl(url.query, keep_blank_values=True, strict_parsing=True)) if url.query else {}
    except ValueError:
        return None, allowed
    sender = options.pop("from", None)
    fits = url.scheme in PORTS and url.hostname and port != 0 and url.path in ("", "/") and not url.fragment
    if not fits or options or (sender is not None and not _is_address(sender)) or not text.isprintable():
        return None, allowed
    user, password = unquote(url.username or ""), unquote(url.password or "")
    return MailServer(
        url.hostname or "", port or PORTS[url.scheme], url.scheme == "smtps", user, password, sender
    ), allowed


def _is_address(text: str) -> bool:
    local, at, host = text.partition("@")
    return bool(local and at and host) and text.isascii() and " " not in text and "@" not in host
