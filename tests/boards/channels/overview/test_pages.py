"""The administrator's page of the channels, and the page of one's own bindings."""

from dataclasses import replace

import pytest
from stage_people import PASSWORD

from boards.channels.gateways.failures import FailureKind, note_failure
from forum.channel_settings import Channels, WeChat
from forum.identities.actions import new_code
from forum.identities.models import Identity

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def configured(app):
    """configured(account): the site with this WeChat account."""

    def with_wechat(account):
        program = app.extensions["wenqu"]
        given = replace(program.settings, channels=Channels(wechat=account))
        app.extensions["wenqu"] = replace(program, settings=given)
        return given

    return with_wechat


def test_a_channel_without_credentials_says_so_and_cannot_be_tested(client_of, cast):
    page = client_of(cast.administrator).get("/admin/channels").text
    assert page.count("未配置，什么也不收发") == 6 and "/test" not in page
    assert client_of(cast.administrator).post("/admin/channels/wechat/test").status_code == 404


def test_a_test_that_fails_is_told_and_stays_on_the_page(client_of, cast, configured):
    configured(WeChat("wx0001", "token", "k" * 43, "secret", base="http://127.0.0.1:9"))
    browser = client_of(cast.administrator)
    browser.post("/admin/channels/wechat/test")
    page = browser.get("/admin/channels").text
    assert "测试没有通过" in page and "WeChat cannot be reached" in page


def test_a_simulated_channel_is_marked_and_not_tested(client_of, cast, configured):
    configured(WeChat(simulated=True))
    page = client_of(cast.administrator).get("/admin/channels").text
    assert "模拟：只记录，不发出" in page and "/admin/channels/wechat/test" not in page


def test_failures_are_counted(client_of, cast, database, now):
    for _ in range(3):
        note_failure("wechat", FailureKind.REFUSED, "the signature is wrong", now)
    page = client_of(cast.administrator).get("/admin/channels").text
    assert "拒收的回调" in page and "3 次" in page and "the signature is wrong" in page


def test_binding_seeing_and_ending(client_of, cast, configured, now):
    given = configured(WeChat(simulated=True))
    browser = client_of(cast.asker)
    code = new_code("wechat", "oWx_zhu-0001", now=now, settings=given)
    refused = browser.post("/account/channels", data={"code": code, "password": "wrong"})
    assert refused.status_code == 422 and code in refused.text and not Identity.select().exists()
    assert browser.post("/account/channels", data={"code": code, "password": PASSWORD}).status_code == 303
    page = browser.get("/account/channels").text
    assert "oWx_zhu" not in page and f"/account/channels/{Identity.get().id}/ending" in page
    browser.post(f"/account/channels/{Identity.get().id}/ending")
    assert not Identity.select().exists()
