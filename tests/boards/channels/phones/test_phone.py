"""The simulated phone for SMS and calls."""

from dataclasses import replace

import pytest

from forum.channel_settings import Channels
from forum.gateways.sms import Gateway

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PHONE = "/simulator/phone"


@pytest.fixture
def settings(settings):
    return replace(settings, channels=Channels(sms=Gateway(simulated=True), voice=Gateway(simulated=True)))


def test_whoever_writes_on_it_sees_the_answer_and_another_number_does_not(app, cast):
    browser = app.test_client()
    assert "拿起这部手机" in browser.get(PHONE).text
    answer = browser.post(PHONE, data={"number": "13700000001", "text": "查 99999"})
    assert answer.status_code == 303
    page = browser.get(f"{PHONE}?number=13700000001").text
    assert "没有 99999 号问题" in page and "这是模拟" in page
    assert "99999" not in browser.get(f"{PHONE}?number=13700000002").text


def test_a_number_abroad_and_nothing_are_refused_and_what_is_typed_is_escaped(app, cast):
    browser = app.test_client()
    assert "别的国家" in browser.get(f"{PHONE}?number=%2B85291234567").text
    assert browser.post(PHONE, data={"number": "13700000001", "text": " \0"}).status_code == 422
    browser.post(PHONE, data={"number": "13700000001", "text": "<script>alert(1)</script>"})
    assert "<script>alert" not in browser.get(f"{PHONE}?number=13700000001").text
