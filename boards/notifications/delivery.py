"""Which event is delivered by which channel: the defaults, and what an account chose instead. Pure.

Nothing else decides who is told of what by which channel; whom a deed concerns stands in boards/notifications/rules.py.
"""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from boards.rules.deeds.events import Event
from forum.clock import local
from forum.messages import M


class DeliveryChannel(StrEnum):
    """By which an account is notified. Values are stored and never change."""

    BELL = "bell"
    MAIL = "mail"
    DIGEST = "digest"
    PUSH = "push"
    WECHAT = "wechat"


class Rhythm(StrEnum):
    """How often a digest is made, if there is anything to tell. Values are stored and never change."""

    DAILY = "daily"
    WEEKLY = "weekly"


CHANNEL_LABELS = {
    DeliveryChannel.BELL: M("站内"),
    DeliveryChannel.MAIL: M("邮件"),
    DeliveryChannel.DIGEST: M("汇总邮件"),
    DeliveryChannel.PUSH: M("推送"),
    DeliveryChannel.WECHAT: M("微信"),
}
RHYTHM_LABELS = {Rhythm.DAILY: M("每天一封"), Rhythm.WEEKLY: M("每周一封")}

# What cannot wait for a digest: an answer, what was done to somebody's own posts or account, and what is a duty.
AT_ONCE = frozenset(
    {
        Event.CONTACT,
        Event.FIRST_REPLY,
        Event.RESULT,
        Event.DECLINED,
        Event.POST_HIDDEN,
        Event.POST_SEALED,
        Event.SANCTIONED,
        Event.REPORT_ANSWERED,
        Event.ALARM,
        Event.CLOCK_OVERDUE,
        Event.NOTICE_ISSUED,
        Event.PROMISE_DUE,
    }
)
# What somebody who asked elsewhere would look for on the page of his question.
OF_THE_QUESTION = frozenset({Event.PUBLISHED, Event.ACCEPTED, Event.TRANSFERRED, Event.CLOSED, Event.REPLY_TO_YOU})
OF_A_CONVERSATION = frozenset(
    {Event.REPLY_TO_YOU, Event.MENTIONED, Event.CONTACT_ANSWER, Event.FOLLOW_UP, Event.QUESTION, Event.ARRIVED}
)

# By default only what somebody waits for is sent out of the site; the digest has the rest of what concerns him.
DEFAULTS: Mapping[DeliveryChannel, frozenset[Event]] = {
    DeliveryChannel.BELL: frozenset(Event),
    DeliveryChannel.MAIL: AT_ONCE,
    DeliveryChannel.DIGEST: frozenset(Event) - AT_ONCE,
    DeliveryChannel.PUSH: AT_ONCE | OF_A_CONVERSATION,
    DeliveryChannel.WECHAT: AT_ONCE | OF_THE_QUESTION,
}

Chosen = Mapping[tuple[str, str], bool]  # {(event, channel): wanted}, where an account chose otherwise


def is_wanted(event: Event, channel: DeliveryChannel, chosen: Chosen) -> bool:
    """Whether an account with these choices wants `event` by `channel`."""
    return chosen.get((event.value, channel.value), event in DEFAULTS[channel])


def channels_of(event: Event, chosen: Chosen, reachable: Container[DeliveryChannel]) -> frozenset[DeliveryChannel]:
    """The channels by which an account that is `reachable` by some is told of `event`; what is mailed at once is in no digest."""
    wanted = {channel for channel in DeliveryChannel if channel in reachable and is_wanted(event, channel, chosen)}
    return frozenset(wanted - {DeliveryChannel.DIGEST} if DeliveryChannel.MAIL in wanted else wanted)


def differing(
    wanted: Container[tuple[str, str]], events: Iterable[Event], channels: Iterable[DeliveryChannel]
) -> dict[tuple[str, str], bool]:
    """The choices in which `wanted`, pairs of (event, channel), differs from the defaults."""
    offered = [(event, channel) for event in events for channel in channels]
    asked = {(event.value, channel.value): (event.value, channel.value) in wanted for event, channel in offered}
    return {
        (event.value, channel.value): asked[event.value, channel.value]
        for event, channel in offered
        if asked[event.value, channel.value] != (event in DEFAULTS[channel])
    }


DIGEST_AT = time(8)  # in the city's zone
MONDAY = 0


def next_digest(now: datetime, rhythm: str, zone: tzinfo) -> datetime:
    """When a digest is due that is begun at `now`: the next DIGEST_AT, with Rhythm.WEEKLY on a Monday."""
    day = local(now, zone).date()
    at = datetime.combine(day, DIGEST_AT, zone)
    while at <= now or (rhythm == Rhythm.WEEKLY and at.weekday() != MONDAY):
        day += timedelta(days=1)
        at = datetime.combine(day, DIGEST_AT, zone)
    return at
