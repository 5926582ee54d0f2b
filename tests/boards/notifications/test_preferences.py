"""Choosing by which channel one is told of which event: the rule, and what is stored of it."""

import pytest

from boards.models.notifications import DeliveryChoice, DeliverySetting
from boards.notifications.delivery import AT_ONCE, DeliveryChannel, channels_of, differing
from boards.notifications.preferences import Preferences, choices_of, set_preferences, stop_mail
from boards.rules.deeds.events import Event
from forum.accounts.models import Account
from forum.problems import Invalid, Unauthorized

BELL, MAIL, DIGEST, PUSH, WECHAT = DeliveryChannel


@pytest.mark.parametrize(
    ("event", "chosen", "reachable", "expected"),
    [
        (Event.RESULT, {}, (BELL,), {BELL}),
        (Event.RESULT, {}, DeliveryChannel, {BELL, MAIL, PUSH, WECHAT}),
        (Event.REPLY, {}, DeliveryChannel, {BELL, DIGEST}),
        (Event.REPLY_TO_YOU, {}, DeliveryChannel, {BELL, DIGEST, PUSH, WECHAT}),
        (Event.REPLY, {("reply", "mail"): True}, DeliveryChannel, {BELL, MAIL}),
        (Event.REPLY, {("reply", "bell"): False}, (BELL, DIGEST), {DIGEST}),
        (Event.RESULT, {("result", "mail"): False, ("result", "digest"): True}, (BELL, MAIL, DIGEST), {BELL, DIGEST}),
        (Event.REPLY, {("result", "bell"): False}, (BELL,), {BELL}),
    ],
)
def test_the_rule(event, chosen, reachable, expected):
    assert channels_of(event, chosen, reachable) == expected


def test_only_what_differs_from_the_defaults_is_kept():
    defaults = {(event.value, "mail") for event in AT_ONCE}
    assert differing(defaults, Event, [MAIL]) == {}
    assert differing({*defaults, ("reply", "mail")} - {("result", "mail")}, Event, [MAIL]) == {
        ("reply", "mail"): True,
        ("result", "mail"): False,
    }


def stored(actor):
    return choices_of([actor.account])[actor.account]


def test_a_choice_holds_for_what_one_is_offered_and_no_more(cast, now):
    set_preferences(Preferences([("result", "bell")]), actor=cast.asker, now=now, channels=[BELL])
    assert stored(cast.asker)["reply", "bell"] is False
    assert ("result", "bell") not in stored(cast.asker)
    assert ("alarm", "bell") not in stored(cast.asker), "it would stay muted when the asker became a supervisor"
    assert ("result", "mail") not in stored(cast.asker), "it would stay muted when the site sends mail one day"
    set_preferences(Preferences([(event, "bell") for event in Event]), actor=cast.asker, now=now, channels=[BELL])
    assert DeliveryChoice.select().count() == 0


@pytest.mark.parametrize(
    "asked",
    [
        Preferences([("everything", "bell")]),
        Preferences([("result", "pigeon")]),
        Preferences([], rhythm="hourly"),
        Preferences([], language="xx"),
    ],
)
def test_what_there_is_not_is_refused(cast, now, asked):
    with pytest.raises(Invalid):
        set_preferences(asked, actor=cast.asker, now=now)
    assert DeliveryChoice.select().count() == 0


def test_a_guest_chooses_nothing(cast, now):
    with pytest.raises(Unauthorized):
        set_preferences(Preferences([]), actor=cast.guest, now=now)


def test_mail_is_stopped_once_and_again_allowed(cast, clock, now):
    stop_mail(cast.asker.account, now)
    stop_mail(cast.asker.account, clock.now().replace(year=2030))
    assert DeliverySetting.get().mail_stopped_at == now
    set_preferences(Preferences([], rhythm="weekly", language="en"), actor=cast.asker, now=now)
    row = DeliverySetting.get()
    assert (row.mail_stopped_at, row.rhythm) == (None, "weekly")
    assert Account.get_by_id(cast.asker.account).language == "en"
