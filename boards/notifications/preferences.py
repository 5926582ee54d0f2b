"""How an account wants to be told: reading its choices, and changing them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from boards.models.notifications import DeliveryChoice, DeliverySetting
from boards.notifications.delivery import DeliveryChannel, Rhythm, differing
from boards.notifications.rules import offered_events
from boards.rules.deeds.events import Event
from forum.accounts.models import Account
from forum.config import Settings
from forum.i18n.languages import LANGUAGES
from forum.messages import M
from forum.problems import Invalid, Unauthorized
from forum.roles import Actor
from forum.store import db


class Preferences(NamedTuple):
    """What an account chose: `wanted` are (event, channel), `language` is that of what is sent to it."""

    wanted: Collection[tuple[str, str]]
    rhythm: str = Rhythm.DAILY
    language: str = ""
    mail_stopped: bool = False


def channels_of_site(settings: Settings) -> tuple[DeliveryChannel, ...]:
    """The channels by which this site can tell somebody."""
    there = {DeliveryChannel.BELL}
    if settings.mail:
        there |= {DeliveryChannel.MAIL, DeliveryChannel.DIGEST}
    if settings.channels.push_contact:
        there.add(DeliveryChannel.PUSH)
    if settings.channels.wechat:
        there.add(DeliveryChannel.WECHAT)
    return tuple(channel for channel in DeliveryChannel if channel in there)


def choices_of(accounts: Collection[int]) -> dict[int, dict[tuple[str, str], bool]]:
    """{account: its boards.notifications.delivery.Chosen}; one statement."""
    rows = DeliveryChoice.select(
        DeliveryChoice.account, DeliveryChoice.event, DeliveryChoice.channel, DeliveryChoice.wanted
    ).where(DeliveryChoice.account.in_(list(accounts)))
    found: dict[int, dict[tuple[str, str], bool]] = defaultdict(dict)
    for account, event, channel, wanted in rows.tuples():
        found[account][event, channel] = wanted
    return found


def set_preferences(
    asked: Preferences, *, actor: Actor, now: datetime, channels: Collection[DeliveryChannel] = tuple(DeliveryChannel)
) -> None:
    """Store what the actor chose of what he was offered: the events of his roles by `channels`. Raises Invalid, Unauthorized."""
    if not actor.signed_in:
        raise Unauthorized()
    _check(asked)
    events = offered_events(actor.roles)
    rows = [
        {"account": actor.account, "event": event, "channel": channel, "wanted": wanted}
        for (event, channel), wanted in differing(set(asked.wanted), events, channels).items()
    ]
    with db.write():
        _forget(actor, events, channels)
        if rows:
            DeliveryChoice.insert_many(rows).execute()
        if DeliveryChannel.MAIL in channels:
            _set(actor, rhythm=asked.rhythm, mail_stopped_at=now if asked.mail_stopped else None)
        Account.update(language=asked.language or None).where(Account.id == actor.account).execute()


def stop_mail(account: int, now: datetime) -> None:
    """No mail of notifications to this account any more, at once or as a digest; doing it again changes nothing."""
    with db.write():
        DeliverySetting.insert(account=account).on_conflict_ignore().execute()
        running = DeliverySetting.account == account, DeliverySetting.mail_stopped_at.is_null()
        DeliverySetting.update(mail_stopped_at=now, digest_from=None, digest_due_at=None).where(*running).execute()


def _check(asked: Preferences) -> None:
    known = {(event.value, channel.value) for event in Event for channel in DeliveryChannel}
    if set(asked.wanted) - known:
        raise Invalid(told=M("没有这种通知。"))
    if asked.rhythm not in list(Rhythm):
        raise Invalid(rhythm=M("请选择每天或每周。"))
    if asked.language and asked.language not in LANGUAGES:
        raise Invalid(language=M("没有这种语言。"))


def _forget(actor: Actor, events: Iterable[Event], channels: Collection[DeliveryChannel]) -> None:
    DeliveryChoice.delete().where(
        DeliveryChoice.account == actor.account,
        DeliveryChoice.event.in_([event.value for event in events]),
        DeliveryChoice.channel.in_([channel.value for channel in channels]),
    ).execute()


def _set(actor: Actor, **columns: object) -> None:
    DeliverySetting.insert(account=actor.account).on_conflict_ignore().execute()
    DeliverySetting.update(**columns).where(DeliverySetting.account == actor.account).execute()
