"""What leaves the site by a channel: the mail server of WENQU_MAIL, and the channels of WENQU_CHANNELS. Pure.

`smtp://[user:password@]host[:port]` encrypts by STARTTLS where the server offers it, `smtps://` from the first byte;
`?from=` is the address that letters come from, by default noreply at the site's host.

WENQU_CHANNELS is a TOML file of what needs an address outside, and so is off without it:

    [push]
    contact = "mailto:it@example.gov.cn"   # whom push services may write to (RFC 8292 section 2.1)

    [mail]
    replies = "reply@wen.example.gov.cn"   # answers to letters go to reply+...@wen.example.gov.cn
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from forum.messages import M, Message

PORTS = {"smtp": 25, "smtps": 465}
ADDRESS = r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
KEYS = {
    ("push", "contact"): re.compile(rf"mailto:{ADDRESS}|https://[!-~]{{1,200}}"),
    ("mail", "replies"): re.compile(ADDRESS),
}
ALLOWED = M(
    '一个 UTF-8 的 TOML 文件，可以有 [push] contact = "mailto:邮箱"（推送服务商联系谁）和 '
    '[mail] replies = "收回信的邮箱"（加号前至多 20 个字符）'
)


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


@dataclass(frozen=True)
class Channels:
    """The channels that are configured; '' for one that is off."""

    push_contact: str = ""
    reply_address: str = ""


def read_channels(text: str | None) -> tuple[Channels | None, Message]:
    """(the Channels of the TOML file at the path `text`, None when it is wrong; what is allowed)."""
    if text is None:
        return Channels(), ALLOWED
    try:
        tables = tomllib.loads(Path(text).expanduser().read_text(encoding="utf-8"))
    except (OSError, ValueError, RuntimeError):
        return None, ALLOWED
    found: dict[tuple[str, str], Any] = {}
    for table, rows in tables.items():
        if not isinstance(rows, dict):
            return None, ALLOWED
        found |= {(table, key): value for key, value in rows.items()}
    if not all(name in KEYS and _fits(KEYS[name], value) for name, value in found.items()):
        return None, ALLOWED
    return Channels(found.get(("push", "contact"), ""), found.get(("mail", "replies"), "")), ALLOWED


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
