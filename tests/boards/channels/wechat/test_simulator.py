"""The simulated phone: whoever has no public account asks on it, sees what would have gone out, and signs in with it."""

import io
from dataclasses import replace

import pytest
from stage_pictures import picture

from boards.actions.cases import handling
from boards.channels.wechat.working import wechat_parts
from boards.files.models import PostFile
from boards.files.storage import open_store
from boards.models.threads import Thread
from boards.notifications.reader import reader as notifications
from boards.notifications.sending.planning import Planner
from boards.queries.parts.current_city import CurrentCity
from forum.channel_settings import Channels, WeChat
from forum.store import worker

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PHONE = "/simulator/wechat"


@pytest.fixture
def settings(settings):
    return replace(settings, channels=Channels(wechat=WeChat(simulated=True)))


@pytest.fixture
def phone(app, cast):
    """A browser with a phone of its own."""
    browser = app.test_client()
    assert "关注" in browser.get(PHONE).text
    return browser


def says(phone, **typed):
    """The page after something was sent."""
    answer = phone.post(PHONE, data=typed)
    assert answer.status_code == 303, answer.text
    return phone.get(PHONE).text


def test_a_question_is_asked_on_it_and_answered_on_it(phone, settings, cast, now, rules, clock):
    assert "网络问政" in says(phone, begin="1")
    worker.catch_up([notifications()], now)
    Planner(settings).work(now)
    says(phone, menu="ask")
    says(phone, text="三衢路路口的路灯坏了半个月，请尽快修。")
    for typed in ("住建局", "2", "人民路"):
        says(phone, text=typed)
    says(phone, picture=(io.BytesIO(picture("JPEG")), "灯.jpg"))
    assert "请核对" in says(phone, text="完成")
    assert "已提交" in says(phone, text="1")
    thread = Thread.get()
    assert thread.channel == "wechat" and PostFile.select().count() == 1
    handling.accept(thread, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="路灯已于今天修好。")
    worker.catch_up([notifications()], now)
    Planner(settings).work(now)
    wechat_parts(settings, CurrentCity(rules), open_store(settings.files), clock)[1].advance(now)
    page = phone.get(PHONE).text
    assert "路灯已于今天修好。" in page and "这是模拟" in page


def test_two_phones_do_not_see_each_other(phone, app):
    says(phone, text="我要问政")
    other = app.test_client()
    assert "请写下您的问题" not in says(other, sticker="1")
    phone.post(f"{PHONE}/new")
    assert "请写下您的问题" not in phone.get(PHONE).text


def test_nothing_and_a_wrong_picture_are_refused_and_a_strange_menu_key_shows_the_menu(phone):
    assert phone.post(PHONE, data={"text": " \0 "}).status_code == 422
    assert "可以这样写" not in says(phone, menu="<script>")
    page = says(phone, picture=(io.BytesIO(b"<svg onload=alert(1)>"), "a.svg"))
    assert "SVG" in page and "<svg onload" not in page


def test_voice_and_what_is_typed_is_escaped(phone):
    page = says(phone, text="<script>alert(1)</script>", voice="1")
    assert "听到的是" in page and "<script>alert" not in page


def test_signing_in_with_the_phone(phone):
    answer = phone.post("/channels/wechat/sign-in", data={"next": "//evil.example"})
    state = answer.headers["Location"].split("state=")[1]
    refused = phone.post("/channels/wechat/return", data={"code": "simulated", "state": state})
    assert refused.status_code == 401, "nobody has spoken on this phone yet"
    says(phone, text="你好")
    state = phone.post("/channels/wechat/sign-in").headers["Location"].split("state=")[1]
    answer = phone.post("/channels/wechat/return", data={"code": "simulated", "state": state})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "微信网友" in phone.get("/account").text


def test_an_office_does_not_sign_in_by_it(phone, settings, cast, now):
    from forum.accounts import actions as accounts
    from forum.accounts.models import Account
    from forum.identities.models import Identity

    says(phone, text="你好")
    state = phone.post("/channels/wechat/sign-in").headers["Location"].split("state=")[1]
    phone.post("/channels/wechat/return", data={"code": "simulated", "state": state})
    phone.post("/logout")  # the phone stays
    accounts.grant(Account.get_by_id(Identity.get().account_id), "moderator", now=now)
    says(phone, text="你好")
    state = phone.post("/channels/wechat/sign-in").headers["Location"].split("state=")[1]
    refused = phone.post("/channels/wechat/return", data={"code": "simulated", "state": state})
    assert refused.status_code == 403 and phone.get("/account").status_code == 302


def test_the_callback_is_off_where_it_is_simulated(app, cast):
    assert app.test_client().post("/channels/wechat", data=b"<xml/>").status_code == 404
