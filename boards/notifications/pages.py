"""Page objects of the notifications and their settings; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime

from forum.messages import Message


@dataclass(frozen=True)
class NotificationRow:
    """One event: what happened, by which office if one acted, in which thread. Its button posts to `opening`."""

    id: int
    label: Message
    title: Message | str
    url: str
    opening: str
    at: datetime
    read: bool
    office: str | None = None
    floor: int | None = None
    may_rate: bool = False
    why: Message | None = None


@dataclass(frozen=True)
class NotificationsPage:
    """`/notifications`: newest first; `up_to` is the newest one shown, `unread` counts all that are not read."""

    rows: tuple[NotificationRow, ...]
    unread: int
    up_to: int | None = None
    older: str | None = None
    newest: str | None = None


@dataclass(frozen=True)
class Choice:
    """One event by one channel on the settings page: its `value` in the form, "reply:mail", and whether it is `wanted`."""

    value: str
    channel: Message
    wanted: bool


@dataclass(frozen=True)
class EventRow:
    """One event on the settings page, with a Choice for each channel."""

    label: Message
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Device:
    """A browser that gets push messages."""

    id: int
    name: str
    since: datetime


@dataclass(frozen=True)
class SettingsPage:
    """`/notifications/settings`: groups of (title, rows) below the labels of `channels`.

    `rhythm` and `language` are what is chosen; `sends_mail`: the site sends mail, `has_address`: the account has a confirmed
    address; `mail_stopped`: it wants no mail at present. `push_key` is what a browser needs to ask for push messages, '' where
    the site sends none.
    """

    channels: tuple[Message, ...]
    groups: tuple[tuple[Message, tuple[EventRow, ...]], ...]
    rhythm: str
    language: str
    sends_mail: bool
    has_address: bool
    mail_stopped: bool
    push_key: str
    devices: tuple[Device, ...]
