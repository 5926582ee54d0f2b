"""What a message about a notification says, read when it is sent: as everybody sees it then, whoever gets it.

So a post that was hidden, covered or sealed in the meantime, and the name of somebody anonymous, leave in no letter; a moderator's
letter says no more than a netizen's.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from boards.models.notifications import DeliverySetting, Notification
from boards.models.threads import PUBLIC, Department, Post, Thread
from boards.notifications.delivery import DeliveryChannel, channels_of
from boards.notifications.preferences import choices_of
from boards.notifications.queries import target
from boards.notifications.rules import BY_AN_OFFICE, LABELS, OF_ROLE
from boards.notifications.sending.why import reason
from boards.pages.posts import PostView
from boards.queries.parts import shown
from boards.queries.thread.posts import post_view, posts_with_text
from boards.rules.deeds.events import Event
from forum.accounts.models import Account, MailAddress
from forum.accounts.queries import actor_of_account
from forum.i18n.languages import SOURCE
from forum.messages import M, Message
from forum.roles import GUEST
from forum.store.log import Entry

# The events that bring a post with them; of all others the message says only what happened and where.
WITH_TEXT = frozenset(
    {
        Event.QUESTION,
        Event.FIRST_REPLY,
        Event.RESULT,
        Event.FOLLOW_UP,
        Event.INPUT,
        Event.REPLY_TO_YOU,
        Event.REPLY,
    }
)
NOT_PUBLIC = M("（现在不公开，请登录以后看）")


@dataclass(frozen=True)
class Told:
    """One notification as it may leave the site. `path` is where it leads, `post` the post that it brings, None without one."""

    id: int
    account: int
    event: Event
    label: Message
    title: Message | str
    office: str | None
    path: str
    thread: int
    post: PostView | None
    why: Message
    at: datetime


@dataclass(frozen=True)
class Receiver:
    """Who gets a message: `language` is one of forum.i18n.languages.LANGUAGES, `mail`: mail reaches him and he did not stop it."""

    account: Account
    language: str
    mail: bool


def receiver_of(account: int) -> Receiver | None:
    """The Receiver of an account; None for one that is disabled."""
    row = (
        Account.select(Account, MailAddress.sealed, DeliverySetting.mail_stopped_at.alias("stopped"))
        .left_outer_join(MailAddress, on=MailAddress.account == Account.id)
        .join_from(Account, DeliverySetting, peewee.JOIN.LEFT_OUTER, on=DeliverySetting.account == Account.id)
        .where(Account.id == account, Account.disabled_at.is_null())
        .objects()
        .first()
    )
    return row and Receiver(row, row.language or SOURCE, bool(row.sealed) and row.stopped is None)


def told(
    receiver: Receiver,
    channel: DeliveryChannel,
    numbers: Collection[int] | tuple[int, int],
    now: datetime,
    most: int = 50,
) -> list[Told]:
    """Those of the receiver's notifications that he still wants by `channel`, oldest first, at most `most`.

    `numbers` are their ids, or as a tuple the first and last; of a range those that were read on the site are left out.
    """
    rows = _rows(receiver.account.id).order_by(Notification.id).limit(most)
    if isinstance(numbers, tuple):
        rows = rows.where(Notification.id.between(*numbers), Notification.read_at.is_null())
    else:
        rows = rows.where(Notification.id.in_(list(numbers)))
    roles = actor_of_account(receiver.account, now).roles
    chosen = choices_of([receiver.account.id])[receiver.account.id]
    found = [row for row in rows.dicts() if _still_wanted(Event(row["event"]), channel, chosen, roles)]
    posts = _posts([row["post_id"] for row in found if row["post_id"] and Event(row["event"]) in WITH_TEXT])
    return [_told(row, posts.get(row["post_id"])) for row in found]


def _still_wanted(event: Event, channel: DeliveryChannel, chosen: Any, roles: Collection[Any]) -> bool:
    held = event not in OF_ROLE or OF_ROLE[event] in roles
    return held and channel in channels_of(event, chosen, frozenset(DeliveryChannel))


def _rows(account: int) -> Any:
    on_the_floor = Post.select(Post.id).where(Post.thread == Notification.thread, Post.floor == Notification.floor)
    return (
        Notification.select(
            Notification.id,
            Notification.account.alias("account"),
            Notification.event,
            Notification.floor,
            Notification.at,
            Thread.id.alias("thread"),
            shown.title_column(),
            Thread.hidden,
            Thread.public,
            Thread.author.alias("asker"),
            Department.short.alias("office"),
            Entry.object,
            peewee.fn.COALESCE(Entry.post_id, on_the_floor).alias("post_id"),
        )
        .join(Thread)
        .join_from(Notification, Entry, on=Entry.id == Notification.entry_id)
        .join_from(Entry, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Entry.department_id)
        .where(Notification.account == account)
    )


def _posts(ids: Collection[int]) -> dict[int, PostView]:
    """{post: its PostView as everybody sees it} of those that stand in a public thread."""
    rows = (
        posts_with_text()
        .select_extend(Post.place_thread.alias("stands_in"))
        .join_from(Post, Thread, on=Thread.id == Post.place_thread)
        .where(Post.id.in_(list(ids)), PUBLIC)
    )
    return {row["id"]: post_view(row, GUEST, Thread(id=row["stands_in"])) for row in rows.dicts()} if ids else {}


def _told(row: Mapping[str, Any], post: PostView | None) -> Told:
    event = Event(row["event"])
    title = shown.visible_title(row["title"], row["hidden"]) if row["public"] else NOT_PUBLIC
    return Told(
        id=row["id"],
        account=row["account"],
        event=event,
        label=LABELS[event],
        title=title,
        office=row["office"] if event in BY_AN_OFFICE and row["public"] else None,
        path=target(event, row["floor"], row["thread"], row["object"]),
        thread=row["thread"],
        post=post,
        why=reason(event, row["asker"] == row["account"]),
        at=row["at"],
    )
