"""The callback before an independent peer that plays WeChat: what is taken, what is refused, and Zhu's case end to end."""

import base64
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from time import sleep

import pytest
from stage_pictures import picture

from boards.actions.cases import handling
from boards.channels.gateways.models import ChannelFailure, ChannelToken, Inbound
from boards.channels.wechat.working import wechat_parts
from boards.files.models import PostFile
from boards.files.storage import open_store
from boards.models.threads import Thread
from boards.notifications.reader import reader as notifications
from boards.notifications.sending.planning import Planner
from boards.queries.parts.current_city import CurrentCity
from forum.channel_settings import Channels, WeChat
from forum.identities.models import Identity
from forum.outbox.models import OutboxItem
from forum.store import db, worker

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the peer and a server for each test
TOKEN, AES_KEY, APPID = "tokentoken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx0123456789abcdef"
ZHU = "oWx_zhu-0001"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'
INSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><FromUserName>oWx_zhu-0001</FromUserName><MsgType>text</MsgType><Content>&a;</Content></xml>'


@pytest.fixture
def settings(settings, wechat_peer):
    account = WeChat(APPID, TOKEN, AES_KEY, "secret-secret", wechat_peer.base, wechat_peer.base)
    return replace(settings, url="http://127.0.0.1", channels=Channels(wechat=account))


@pytest.fixture
def wechat_peer(start_peer):
    return start_peer(TOKEN, AES_KEY, APPID)


@pytest.fixture
def callback(wechat_peer, site, clock):
    """callback(MsgId="1", MsgType="text", ...): what the site answers to a message, `given` as peer.mjs takes it."""

    def post(given=None, **message):
        message = {"FromUserName": ZHU, **message}
        timestamp = int(clock.now().timestamp())
        command = {"do": "post", "url": f"{site}/channels/wechat", "timestamp": timestamp, "message": message}
        return wechat_peer({**command, **(given or {})})

    return post


@pytest.fixture
def working(settings, app, rules, clock):
    """working(): the worker, until there is nothing to do."""
    parts = wechat_parts(settings, CurrentCity(rules), open_store(settings.files), clock)
    planner = Planner(settings)

    inbox, sending = parts

    def drain():
        while inbox.work(clock.now()) + sending.advance(clock.now()):
            pass

    def work():
        drain()
        worker.catch_up([notifications()], clock.now())
        while planner.work(clock.now()):
            pass
        drain()

    work()
    return work


def test_the_address_is_verified(wechat_peer, site, clock):
    command = {"do": "verify", "url": f"{site}/channels/wechat", "timestamp": int(clock.now().timestamp())}
    echo = {"echostr": "<script>1234"}
    assert wechat_peer({**command, "query": echo}) == {"status": 200, "body": "<script>1234"}
    assert wechat_peer({**command, "query": {**echo, "signature": "0" * 40}})["status"] == 403
    assert wechat_peer({**command, "query": {**echo, "signature": "é"}})["status"] == 403
    assert wechat_peer({**command, "timestamp": command["timestamp"] - 301, "query": echo})["status"] == 403


def test_a_message_is_answered_at_once_and_kept_once(callback, database):
    answer = callback({"times": 3}, MsgId="1", MsgType="text", Content="你好")
    assert [each["body"] for each in answer["replies"]] == ["success"] * 3
    assert Inbound.select().count() == 1 and "你好" not in Inbound.get().sealed


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"query": {"signature": "0" * 40}}, 403),
        ({"query": {"msg_signature": "0" * 40}}, 403),
        ({"query": {"msg_signature": ""}}, 403),
        ({"timestamp": 1}, 403),
        ({"timestamp": "x"}, 403),
        ({"timestamp": "9" * 30}, 403),
        ({"appid": "wx9999999999999999"}, 403),
        ({"body": BOMB}, 403),
        ({"body": "not xml"}, 403),
        ({"body": "<xml><Encrypt>AAAA</Encrypt></xml>"}, 403),
        ({"body": "<xml><Encrypt>" + "A" * 70_000 + "</Encrypt></xml>"}, 413),
        ({"xml": INSIDE}, 403),
        ({"xml": "<xml><MsgType>text</MsgType></xml>"}, 403),
    ],
    ids=str,
)
def test_what_is_not_wechats_is_refused_and_noted(callback, database, given, status):
    assert callback(given, MsgId="1", MsgType="text", Content="你好")["status"] == status
    assert not Inbound.select().exists()
    assert ChannelFailure.select().exists() == (status == 403)


def test_a_message_of_twenty_megabytes_is_not_even_read(app, database):
    answer = app.test_client().post("/channels/wechat", headers={"Content-Length": str(20 * 1024**2)}, data=b"")
    assert answer.status_code == 413


def test_zhus_case_from_the_phone_and_back(callback, working, wechat_peer, cast, now, rules, app):
    for number, text in enumerate(("我要问政", "三衢路路口的路灯坏了半个月，请尽快修。", "住建局", "2"), 1):
        callback(MsgId=str(number), MsgType="text", Content=text)
    callback(
        MsgId="5", MsgType="location", Location_X="28.9703", Location_Y="118.8743", Scale="15", Label="三衢路人民路口"
    )
    wechat_peer({"do": "picture", "media": "media-1", "base64": base64.b64encode(picture("JPEG")).decode()})
    callback(MsgId="6", MsgType="image", MediaId="media-1", PicUrl="http://a")
    for number, text in ((7, "完成"), (8, "1")):
        callback(MsgId=str(number), MsgType="text", Content=text)
    working()
    thread = Thread.get()
    assert (thread.channel, PostFile.select().count()) == ("wechat", 1)
    assert "微信" in app.test_client().get(f"/threads/{thread.id}").text
    handling.accept(thread, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="路灯已于今天修好。")
    for _ in range(2):
        working()
    sent = wechat_peer({"do": "sent"})["sent"]
    texts = [each["text"]["content"] for each in sent]
    assert {each["touser"] for each in sent} == {ZHU} and len(texts) == len(set(texts))
    assert len([text for text in texts if "路灯已于今天修好。" in text]) == 1


def test_a_subscribe_message_and_what_happens_without_a_subscription(
    settings, callback, working, wechat_peer, app, clock, rules
):
    from boards.channels.wechat.api import WeChatApi
    from forum.private import Encryptor

    account = replace(settings.channels.wechat, subscribe_template="template-0001")
    api = WeChatApi(account, Encryptor(settings.secret_key), clock)
    notice = {
        "event": "有了处理意见",
        "title": "路灯" * 20,
        "at": "2014-09-22 10:00",
        "url": "http://127.0.0.1/threads/1",
        "text": "修好了",
    }
    api.notify("k", ZHU, notice)
    wechat_peer({"do": "next", "behaves": [43101]})
    api.notify("k", ZHU, notice)
    first, second = wechat_peer({"do": "sent"})["sent"]
    assert first["path"].endswith("bizsend") and len(first["data"]["thing1"]["value"]) == 20
    assert second["path"].endswith("custom/send") and second["text"]["content"] == "修好了"


def test_one_token_for_all_and_a_new_one_when_it_is_refused(callback, working, wechat_peer):
    callback(MsgId="1", MsgType="text", Content="你好")
    working()
    callback(MsgId="2", MsgType="text", Content="你好")
    working()
    assert wechat_peer({"do": "sent"})["tokens"] == 1 and "token-1" not in ChannelToken.get().sealed
    wechat_peer({"do": "end_token"})
    callback(MsgId="3", MsgType="text", Content="你好")
    working()
    told = wechat_peer({"do": "sent"})
    assert told["tokens"] == 3 and len(told["sent"]) == 3


def test_a_gateway_that_is_silent_after_it_took_a_message_gets_no_second_one(callback, working, wechat_peer, clock):
    wechat_peer({"do": "next", "behaves": ["silent"]})
    callback(MsgId="1", MsgType="text", Content="你好")
    working()
    clock.advance(timedelta(hours=2))
    working()
    assert len(wechat_peer({"do": "sent"})["sent"]) == 1
    assert "not known" in OutboxItem.get(OutboxItem.channel == "wechat").error


def test_a_busy_gateway_is_tried_again(callback, working, wechat_peer, clock):
    wechat_peer({"do": "next", "behaves": [-1]})
    callback(MsgId="1", MsgType="text", Content="你好")
    working()
    clock.advance(timedelta(minutes=2))
    working()
    assert len(wechat_peer({"do": "sent"})["sent"]) == 1


@pytest.fixture
def at_wechat(app):
    """at_wechat(): a browser that WeChat sends back with a code, and the state that it was sent with."""

    def begin():
        browser = app.test_client()
        answer = browser.post("/channels/wechat/sign-in", data={"next": "/my"})
        assert (
            answer.headers["Location"].startswith("http://127.0.0.1:") and "snsapi_base" in answer.headers["Location"]
        )
        return browser, answer.headers["Location"].split("state=")[1].split("#")[0]

    return begin


def test_signing_in_by_wechat_opens_an_account_and_a_session(at_wechat, wechat_peer):
    browser, state = at_wechat()
    wechat_peer({"do": "code", "code": "code-1", "openid": ZHU})
    assert browser.get(f"/channels/wechat/return?code=code-1&state={state}").status_code == 200
    answer = browser.post("/channels/wechat/return", data={"code": "code-1", "state": state})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/my")
    assert browser.get("/account").status_code == 200 and Identity.select().count() == 1


def test_a_state_of_another_browser_or_a_code_used_twice_signs_nobody_in(at_wechat, wechat_peer):
    (browser, state), (other, _) = at_wechat(), at_wechat()
    wechat_peer({"do": "code", "code": "code-1", "openid": ZHU})
    assert other.post("/channels/wechat/return", data={"code": "code-1", "state": state}).status_code == 403
    assert browser.post("/channels/wechat/return", data={"code": "wrong", "state": state}).status_code == 401
    assert browser.post("/channels/wechat/return", data={"code": "code-1", "state": state}).status_code == 403
    assert browser.get("/account").status_code == 302


WORKS = """
import sys
from datetime import datetime
from dataclasses import replace
from forum.app import load_city
from forum.channel_settings import Channels, WeChat
from forum.clock import FixedClock
from forum.config import from_environ
from forum.store import db
from boards.channels.wechat.working import wechat_parts
from boards.files.storage import open_store
from boards.queries.parts.current_city import CurrentCity

url, data, base, secret, at = sys.argv[1:]
given = from_environ({"WENQU_DATA": data, "WENQU_DATABASE": url, "WENQU_SECRET_KEY": secret, "WENQU_RATE_LIMITS": "off"})
account = WeChat("wx0123456789abcdef", "tokentoken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "secret-secret", base, base)
given = replace(given, channels=Channels(wechat=account))
db.connect(url)
clock = FixedClock(datetime.fromisoformat(at))
parts = wechat_parts(given, CurrentCity(load_city(given)), open_store(given.files), clock)
print("ready", flush=True)
inbox, sending = parts
while True:
    with db.connection():
        if not inbox.work(clock.now()) + sending.advance(clock.now()):
            break
print("done", flush=True)
"""
KILLS, ASKERS = 5, 8


def test_kills_between_lose_no_question_and_send_nothing_twice(
    callback, settings, database_url, wechat_peer, now, database, cast
):
    """Each asks a question of his own; the worker is killed again and again, at any moment."""
    texts = ("我要问政", "第{n}个路口的路灯坏了半个月，请尽快修。", "住建局", "2", "跳过", "跳过", "1")
    for asker in range(ASKERS):
        for number, text in enumerate(texts):
            callback(
                MsgId=f"{asker}-{number}",
                MsgType="text",
                Content=text.format(n=asker),
                FromUserName=f"oWx_asker-{asker:03d}",
            )
    database.close()
    chance, at = random.Random(6), now
    for _ in range(KILLS):
        process = _start(settings, database_url, at)
        sleep(chance.uniform(0.1, 1.5))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        at += timedelta(minutes=6)  # what was in hand when it was killed is looked at again after its lease
    last = _start(settings, database_url, at)
    assert last.communicate(timeout=120)[0] == "done\n"
    with db.connection():
        assert sorted(thread.title for thread in Thread.select()) == sorted(
            f"第{n}个路口的路灯坏了半个月，请尽快修" for n in range(ASKERS)
        )
        assert Inbound.select().where(Inbound.done_at.is_null()).count() == 0
        unsure = OutboxItem.select().where(OutboxItem.failed_at.is_null(False)).count()
        put = OutboxItem.select().where(OutboxItem.channel == "wechat").count()
    sent = Counter((each["touser"], each["text"]["content"]) for each in wechat_peer({"do": "sent"})["sent"])
    assert unsure <= KILLS and put - unsure <= sum(sent.values()) <= put
    assert [said for said, times in sent.items() if times > 1 and "编号" in said[1]] == []


def _start(settings, url, at):
    command = [sys.executable, "-c", WORKS, url, str(settings.data), settings.channels.wechat.base, settings.secret_key]
    process = subprocess.Popen([*command, at.isoformat()], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process
