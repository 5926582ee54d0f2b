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
    """One event on the settings page, and whether it is `wanted`."""

    event: str
    label: Message
    wanted: bool


@dataclass(frozen=True)
class SettingsPage:
    """`/notifications/settings`: groups of (title, choices)."""

    groups: tuple[tuple[Message, tuple[Choice, ...]], ...]
