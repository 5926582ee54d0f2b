"""The notifications of one account, newest first, and its settings."""

from collections.abc import Collection, Mapping
from typing import Any

import peewee

from boards.models.notifications import DeliverySetting, Notification
from boards.models.threads import Department, Thread
from boards.notifications.delivery import CHANNEL_LABELS, DeliveryChannel, Rhythm, is_wanted
from boards.notifications.pages import Choice, Device, EventRow, NotificationRow, NotificationsPage, SettingsPage
from boards.notifications.preferences import choices_of
from boards.notifications.rules import (
    ASKS_FOR_A_RATING,
    BY_AN_OFFICE,
    LABELS,
    OF_ROLE,
    OWN_PAGES,
    PRIVATE_PAGES,
    offered_events,
)
from boards.queries.parts import shown
from boards.rules import access
from boards.rules.deeds.events import Event
from boards.rules.sealing import SEAL_LABELS
from forum.accounts.models import Account, MailAddress
from forum.messages import M, Message
from forum.push.actions import devices
from forum.roles import Actor
from forum.store.cursors import NUMBER, Cursor
from forum.store.log import Entry

PAGE = 30
CURSOR = Cursor[int](NUMBER)
PAGES_OF_SUBJECTS = {"notice": "/notices", "promise": "/promises", "press": "/reports"}
UNSEEN_TITLE = M("（您现在看不到这个主题）")


def notifications_page(viewer: Actor, before: int | None = None) -> NotificationsPage:
    """The NotificationsPage of `viewer`: notifications older than number `before`, or the newest."""
    found = list(_rows(viewer, before).limit(PAGE + 1).dicts())
    rows = found[:PAGE]
    return NotificationsPage(
        rows=tuple(_row(row, viewer) for row in rows),
        unread=viewer.unread,
        up_to=rows[0]["id"] if rows else None,
        older=f"/notifications?before={CURSOR.encode(rows[-1]['id'])}" if len(found) > PAGE else None,
        newest="/notifications" if before else None,
    )


def settings_page(
    viewer: Actor, channels: Collection[DeliveryChannel], ticked: Collection[str] | None = None, push_key: str = ""
) -> SettingsPage:
    """The SettingsPage of `viewer` for the `channels` of this site: the events of an official's role first.

    `ticked` are values of Choice, in place of those in force.
    """
    assert viewer.account is not None
    chosen = choices_of([viewer.account])[viewer.account]
    rows = {
        event: EventRow(LABELS[event], tuple(_choice(event, channel, chosen, ticked) for channel in channels))
        for event in offered_events(viewer.roles)
    }
    duty = tuple(row for event, row in rows.items() if event in OF_ROLE)
    rest = tuple(row for event, row in rows.items() if event not in OF_ROLE)
    groups = ((M("工作通知"), duty), (M("我的提问、帖子和关注"), rest))
    return SettingsPage(
        channels=tuple(CHANNEL_LABELS[channel] for channel in channels),
        groups=tuple(group for group in groups if group[1]),
        sends_mail=DeliveryChannel.MAIL in channels,
        push_key=push_key,
        devices=tuple(Device(row.id, row.device, row.created_at) for row in devices(viewer.account))
        if push_key
        else (),
        **_own_settings(viewer.account),
    )


def _choice(event: Event, channel: DeliveryChannel, chosen: Any, ticked: Collection[str] | None) -> Choice:
    value = f"{event.value}:{channel.value}"
    wanted = is_wanted(event, channel, chosen) if ticked is None else value in ticked
    return Choice(value, CHANNEL_LABELS[channel], wanted)


def _own_settings(account: int) -> dict[str, Any]:
    """What else an account chose, in one statement."""
    rhythm, stopped, language, sealed = (
        Account.select(
            DeliverySetting.rhythm, DeliverySetting.mail_stopped_at, Account.language, MailAddress.sealed.is_null(False)
        )
        .left_outer_join(DeliverySetting, on=DeliverySetting.account == Account.id)
        .join_from(Account, MailAddress, peewee.JOIN.LEFT_OUTER, on=MailAddress.account == Account.id)
        .where(Account.id == account)
        .tuples()
        .get()
    )
    return {
        "rhythm": rhythm or Rhythm.DAILY.value,
        "mail_stopped": stopped is not None,
        "language": language or "",
        "has_address": bool(sealed),
    }


def target(event: str, floor: int | None, thread_id: int, subject: str) -> str:
    """The address to which a notification leads; `subject` is the object of its entry, as "notice/7"."""
    kind, _, number = subject.partition("/")
    if kind in PAGES_OF_SUBJECTS:
        return f"{PAGES_OF_SUBJECTS[kind]}/{number}"
    if event in OWN_PAGES:
        return OWN_PAGES[event]
    if event in PRIVATE_PAGES:
        return f"/threads/{thread_id}/{PRIVATE_PAGES[event]}"
    return f"/threads/{thread_id}/floors/{floor}" if floor else f"/threads/{thread_id}"


def subject_of(notification: Notification) -> str:
    """The object of the entry that a Notification comes from."""
    return str(Entry.select(Entry.object).where(Entry.id == notification.entry_id).scalar())


def _rows(viewer: Actor, before: int | None) -> Any:
    rows = (
        Notification.select(
            Notification.id,
            Notification.event,
            Notification.floor,
            Notification.at,
            Notification.read_at,
            Thread.id.alias("thread_id"),
            shown.title_column(),
            Thread.hidden,
            Thread.public,
            Thread.author.alias("author_id"),
            Thread.channel,
            Department.short.alias("office"),
            Entry.reason,
            Entry.object,
        )
        .join(Thread)
        .join_from(Notification, Entry, on=Entry.id == Notification.entry_id)
        .join_from(Entry, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Entry.department_id)
        .where(Notification.account == viewer.account, Notification.bell)
        .order_by(Notification.id.desc())
    )
    return rows.where(Notification.id < before) if before else rows


def _row(row: Mapping[str, Any], viewer: Actor) -> NotificationRow:
    event, read = Event(row["event"]), row["read_at"] is not None
    return NotificationRow(
        id=row["id"],
        label=LABELS[event],
        title=_title(row, viewer),
        url=target(event, row["floor"], row["thread_id"], row["object"]),
        opening=f"/notifications/{row['id']}/opening",
        at=row["at"],
        read=read,
        office=row["office"] if event in BY_AN_OFFICE else None,
        floor=row["floor"],
        why=SEAL_LABELS.get(row["reason"]) if event is Event.POST_SEALED else None,
        may_rate=not read and event in ASKS_FOR_A_RATING and row["author_id"] == viewer.account,
    )


def _title(row: Mapping[str, Any], viewer: Actor) -> Message | str:
    if not access.may_see_thread(viewer, row["public"], row["author_id"], row["channel"]):
        return UNSEEN_TITLE
    return shown.visible_title(row["title"], row["hidden"] and not access.may_see_hidden(viewer, row["author_id"]))
