"""Push messages about notifications: devices, what is sent to them, and a device that is gone."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest

from boards.actions.cases import handling
from boards.notifications.reader import reader
from boards.notifications.sending.planning import Planner
from boards.notifications.sending.transports import PushMessages
from forum.accounts.models import Session
from forum.channel_settings import Channels
from forum.outbox.models import OutboxItem
from forum.outbox.sending import Sending
from forum.private import Encryptor
from forum.problems import Conflict, Invalid, NotFound, Unauthorized
from forum.push.actions import MOST, subscribe, unsubscribe
from forum.push.models import PushSubscription
from forum.push.transport import GoneError

POINT, AUTH = (urlsafe_b64encode(raw).decode() for raw in (b"\4" + b"\7" * 64, b"a" * 16))
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


class Service:
    """Stands for WebPush; `sent` are (endpoint, message, topic)."""

    def __init__(self, *answers):
        self.answers, self.sent = list(answers), []

    def send(self, device, message, topic, now):
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append((device["endpoint"], json.loads(message), topic))


@pytest.fixture
def pushing(settings):
    return replace(settings, channels=Channels(push_contact="mailto:it@example.gov.cn"))


@pytest.fixture
def encryptor(settings):
    return Encryptor(settings.secret_key)


@pytest.fixture
def add(encryptor, now):
    def subscribed(actor, endpoint="https://push.example.com/a", **more):
        given = {"actor": actor, "now": now, "encryptor": encryptor}
        subscribe(
            endpoint, *(more.get(name, usual) for name, usual in (("p256dh", POINT), ("auth", AUTH))), "x", **given
        )

    return subscribed


@pytest.fixture
def deliver(pushing, encryptor, clock, database):
    planner = Planner(pushing)
    planner.work(clock.now())

    def delivered(service):
        reader().catch_up(clock.now())
        planner.work(clock.now())
        Sending({"push": PushMessages(service, encryptor, clock)}, encryptor).advance(clock.now())
        return service.sent

    return delivered


def test_each_device_is_told_once_what_happened_and_where(question, cast, say, add, deliver):
    for letter in "ab":
        add(cast.asker, f"https://push.example.com/{letter}")
    handling.accept(question, **say.by(cast.spokesperson))
    handling.give_result(question, **say.by(cast.spokesperson), **say.city, text="下周装灯。")
    service = Service()
    assert deliver(service) == deliver(service)
    assert [endpoint[-1] for endpoint, _, _ in service.sent] == ["a", "b"]
    _, message, topic = service.sent[0]
    assert message["title"] == "有了处理意见（住建局）" and message["body"] == "三衢路口没有红绿灯"
    assert message["url"] == f"/threads/{question.id}/floors/2" and message["tag"] == topic


def test_a_device_that_is_gone_is_forgotten(question, cast, say, add, deliver):
    add(cast.asker)
    handling.accept(question, **say.by(cast.spokesperson))
    handling.give_result(question, **say.by(cast.spokesperson), **say.city, text="下周装灯。")
    assert deliver(Service(GoneError())) == []
    assert PushSubscription.select().count() == 0 and OutboxItem.get().error == "the device is gone"


def test_a_device_that_signed_out_is_told_nothing(question, cast, say, add, deliver, client_of, now):
    client_of(cast.asker)
    session = Session.get()
    add(replace(cast.asker, session=session.id))
    Session.update(ended_at=now).execute()
    handling.accept(question, **say.by(cast.spokesperson))
    handling.give_result(question, **say.by(cast.spokesperson), **say.city, text="下周装灯。")
    assert deliver(Service()) == []


def test_a_browser_that_changes_hands_belongs_to_who_asked_last(cast, add):
    add(cast.asker)
    add(cast.neighbour)
    assert PushSubscription.get().account_id == cast.neighbour.account


def test_the_endpoint_is_encrypted(cast, add):
    add(cast.asker)
    assert "push.example.com" not in PushSubscription.get().sealed


@pytest.mark.parametrize(
    "wrong", [{"endpoint": "https://127.0.0.1/x"}, {"p256dh": "AAAA"}, {"auth": None}, {"endpoint": None}]
)
def test_what_is_no_endpoint_or_key_is_refused(cast, add, wrong):
    with pytest.raises(Invalid):
        add(cast.asker, **wrong)


def test_ten_devices_are_enough(cast, add):
    for number in range(MOST):
        add(cast.asker, f"https://push.example.com/{number}")
    with pytest.raises(Conflict):
        add(cast.asker, "https://push.example.com/more")


def test_nobody_ends_the_device_of_another_and_a_guest_has_none(cast, add):
    add(cast.asker)
    with pytest.raises(NotFound):
        unsubscribe(PushSubscription.get().id, actor=cast.neighbour)
    with pytest.raises(Unauthorized):
        add(cast.guest)


def test_the_page_offers_it_and_lists_devices(app, client_of, cast, pushing):
    app.extensions["wenqu"] = replace(app.extensions["wenqu"], settings=pushing)
    browser = client_of(cast.asker)
    device = {"endpoint": "https://push.example.com/a", "p256dh": POINT, "auth": AUTH}
    answer = browser.post("/notifications/devices", data=device, headers={"User-Agent": CHROME})
    assert answer.status_code == 303
    shown = browser.get("/notifications/settings").text
    assert "Chrome · Android" in shown and "data-key=" in shown and "result:push" in shown
    number = PushSubscription.get().id
    assert browser.post(f"/notifications/devices/{number}/removal").status_code == 303
    assert PushSubscription.select().count() == 0
