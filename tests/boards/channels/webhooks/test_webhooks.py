"""Webhooks: what is told of a deed, how it is signed, and that it comes at least once under one id."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from boards.actions.cases import handling
from boards.actions.posts.threads import ask
from boards.channels.webhooks import actions
from boards.channels.webhooks.models import WebhookTarget
from boards.channels.webhooks.reader import reader
from boards.channels.webhooks.rules import OUT_OF_ORDER
from boards.channels.webhooks.sending import CHANNEL, Webhooks
from forum.outbox.models import OutboxItem
from forum.outbox.sending import Sending
from forum.private import Encryptor
from forum.problems import Conflict, Forbidden, Invalid
from forum.push.transport import post as post_over_tls

URL = "https://data.example.org/hook"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Receiver:
    """Takes what is posted; `answers` are the statuses that it gives, the last one for ever."""

    def __init__(self, *answers):
        self.answers, self.got = list(answers) or [200], []

    def __call__(self, endpoint, body, headers):
        self.got.append((endpoint.geturl(), body.decode(), headers))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer


@pytest.fixture
def office(places, cast, clock, settings):
    """What an administrator and the worker do."""
    return Office(cast, clock, settings)


class Office:
    def __init__(self, cast, clock, settings):
        self.cast, self.clock, self.settings = cast, clock, settings
        self.by = {"actor": cast.administrator, "now": clock.now(), "settings": settings}

    def register(self, url=URL):
        return actions.register(url, "市数据局", **self.by)

    def read(self):
        reader(self.settings).catch_up(self.clock.now())

    def send(self, receiver):
        self.read()
        encryptor = Encryptor(self.settings.secret_key)
        Sending({CHANNEL: Webhooks(encryptor, self.clock, receiver)}, encryptor).advance(self.clock.now())
        return [json.loads(body) for _, body, _ in receiver.got]


@pytest.fixture
def asked(places, cast, rules, clock, office):
    office.read()
    _, office.secret = office.register()
    return ask(
        places.housing_board,
        actor=cast.asker,
        now=clock.now(),
        city=rules,
        title="路灯",
        text="秘密的话",
        kind="complaint",
    )


def test_a_deed_is_told_without_words_and_names(asked, office, cast, rules, clock):
    handling.accept(asked, actor=cast.spokesperson, now=clock.advance(timedelta(minutes=5)), city=rules)
    receiver = Receiver()
    told = office.send(receiver)
    assert [each["type"] for each in told] == ["post.create", "case.ask", "case.accept"]
    assert told[2] == {
        "type": "case.accept",
        "timestamp": "2014-09-22T10:05:00+08:00",
        "data": {
            "entry": told[2]["data"]["entry"],
            "role": "spokesperson",
            "department": "zhujian",
            "board": "zhujian",
            "thread": asked.id,
            "url": f"http://127.0.0.1:8000/threads/{asked.id}",
        },
    }
    sent = json.dumps(told, ensure_ascii=False)
    assert not any(word in sent for word in ("秘密", "路灯", cast.asker.name, cast.spokesperson.name))
    assert office.send(receiver) == told  # nothing is sent again


def test_what_waits_for_a_moderator_is_told_once_it_is_public(places, office, cast, screened, clock):
    from boards.actions.cases import transfers

    office.register()
    waiting = ask(
        places.housing_board,
        actor=cast.asker,
        now=clock.now(),
        city=screened,
        title="路灯",
        text="话",
        kind="complaint",
    )
    receiver = Receiver()
    assert [each["type"] for each in office.send(receiver)] == []
    transfers.publish(waiting, actor=cast.moderator, now=clock.now(), city=screened)
    assert [each["type"] for each in office.send(receiver)] == ["case.publish"]


def test_another_library_verifies_what_is_sent(asked, office):
    receiver = Receiver()
    office.clock.advance(datetime.now(UTC) - office.clock.now())  # it refuses what is older than five minutes
    office.send(receiver)
    for _, body, headers in receiver.got:
        verified = Webhook(office.secret).verify(body, dict(headers))
        assert verified == json.loads(body)
        with pytest.raises(WebhookVerificationError):
            Webhook(office.secret).verify(body + " ", dict(headers))


def test_killed_between_the_answer_and_our_note_it_is_sent_again_under_the_same_id(asked, office, clock):
    receiver = Receiver(KeyboardInterrupt(), 200)
    with pytest.raises(KeyboardInterrupt):
        office.send(receiver)
    clock.advance(timedelta(minutes=6))
    office.send(receiver)
    ids = [headers["webhook-id"] for _, _, headers in receiver.got]
    assert len(ids) == 3 and len(set(ids)) == 2
    assert not OutboxItem.select().where(OutboxItem.due_at.is_null(False)).exists()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (302, "redirects are not followed"),
        (500, "answered 500"),
        (TimeoutError(), "TimeoutError"),
        (404, "answered 404"),
    ],
)
def test_a_failure_is_noted_and_tried_again(asked, office, clock, answer, why):
    receiver = Receiver(answer, answer, 200)
    office.send(receiver)
    target = WebhookTarget.get()
    assert why in target.failure and target.failing_since == clock.now()
    clock.advance(timedelta(minutes=2))
    office.send(receiver)
    target = WebhookTarget.get()
    assert (target.failure, target.failing_since, target.sent_at) == ("", None, clock.now())
    assert len(receiver.got) == 4


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["10.1.2.3"], ["8.8.8.8", "192.168.0.1"], ["::1"], []])
def test_a_name_that_leads_into_the_city_s_network_gets_nothing(asked, office, addresses):
    class Never(Receiver):
        def __call__(self, endpoint, body, headers):
            return post_over_tls(endpoint, body, headers, lambda host: addresses)

    office.send(Never())
    assert "no public address" in WebhookTarget.get().failure
    assert OutboxItem.select().where(OutboxItem.failed_at.is_null(False)).count() == 2


def test_a_target_that_fails_for_days_is_switched_off_and_gets_nothing_until_it_is_switched_on(asked, office, clock):
    receiver = Receiver(500)
    office.send(receiver)
    clock.advance(OUT_OF_ORDER)
    office.send(receiver)
    target = WebhookTarget.get()
    assert target.disabled_at == clock.now()
    tried = len(receiver.got)
    clock.advance(timedelta(hours=1))
    office.send(receiver)
    assert len(receiver.got) == tried
    office.by["now"] = clock.now()
    with pytest.raises(Conflict):
        actions.replay(target.id, clock.now() - timedelta(days=9), **office.by)
    actions.enable(target.id, actor=office.cast.administrator, now=clock.now())
    assert actions.replay(target.id, clock.now() - timedelta(days=9), **office.by) >= 2
    again = Receiver()
    office.send(again)
    first, second = ({headers["webhook-id"] for _, _, headers in each.got} for each in (receiver, again))
    assert first <= second


def test_410_ends_it(asked, office):
    receiver = Receiver(410)
    office.send(receiver)
    assert WebhookTarget.get().disabled_at and len(receiver.got) == 1


@pytest.mark.parametrize(
    "url",
    ["", "http://data.example.org/", "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.0.0.1/x",
     "https://user:pass@data.example.org/", "https://data.example.org:8443/", "https://hooks.internal/", "ftp://a.example/",
     "https://data.example.org/\r\nX: y", "https://2130706433/", "https://data.example.org/" + "x" * 1000],
)  # fmt: skip
def test_an_address_that_is_not_of_the_public_web_is_refused(office, url):
    with pytest.raises(Invalid):
        office.register(url)
    assert not WebhookTarget.select().exists()


def test_only_administrators_register_each_address_once(office, cast):
    office.register()
    with pytest.raises(Conflict):
        office.register()
    with pytest.raises(Forbidden):
        actions.register("https://other.example.org/", "别人", **{**office.by, "actor": cast.moderator})


def test_the_secret_is_shown_once_and_encrypted(client_of, office, cast):
    browser = client_of(cast.administrator)
    page = browser.post("/admin/webhooks", data={"url": URL, "description": "市数据局"}).text
    secret = page.partition("whsec_")[2].partition("<")[0]
    assert len(secret) == 44 and secret not in browser.get("/admin/webhooks").text
    assert secret not in WebhookTarget.get().secret
    assert actions.secret_of(WebhookTarget.get(), Encryptor(office.settings.secret_key)) == f"whsec_{secret}"


def test_forms_that_are_wrong_come_back(client_of, office, cast):
    browser = client_of(cast.administrator)
    office.register()
    assert browser.post("/admin/webhooks", data={"url": "x\0", "description": "长" * 99}).status_code == 422
    for typed in ("", "gestern", "9" * 400, "0001-01-01T00:00"):
        assert browser.post("/admin/webhooks/1/replay", data={"since": typed}).status_code == 422
    assert browser.post("/admin/webhooks/1/replay", data={"since": "2014-09-22T09:00"}).status_code == 303
