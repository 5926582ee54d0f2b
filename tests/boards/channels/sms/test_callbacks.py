"""The callbacks of providers: the secret address, where they come from, doubles, and what is no report."""

import json
from dataclasses import replace

import pytest

from boards.channels.gateways.models import ChannelFailure, Inbound
from boards.channels.sms.actions import note_sent
from boards.channels.sms.models import SmsReceipt

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TOKEN = "t0ken-of-the-address-1234"
AT = f"/channels/sms/{TOKEN}"
UP = [{"phone_number": "13900000001", "send_time": "2017-01-01 00:00:00", "content": "查 12", "sequence_id": 1}]


@pytest.fixture
def configured(app, with_gateway):
    """configured(provider): a browser of a site with that provider."""

    def start(provider="aliyun", **more):
        program = app.extensions["wenqu"]
        app.extensions["wenqu"] = replace(program, settings=with_gateway(provider, **more))
        return app.test_client()

    return start


def test_a_message_is_kept_once_and_answered_as_the_provider_wants(configured):
    provider = configured()
    for _ in range(2):
        assert provider.post(f"{AT}/inbound", json=UP).json == {"code": 0, "msg": "成功"}
    assert Inbound.select().count() == 1 and "13900000001" not in Inbound.get().sealed
    reply = {"mobile": "13900000001", "nationcode": "86", "text": "TD", "time": 1457336869}
    assert configured("tencent").post(f"{AT}/inbound", json=reply).json == {"result": 0, "errmsg": "OK"}


def test_a_number_of_another_country_is_noted_and_nothing_kept(configured):
    reply = {"mobile": "91234567", "nationcode": "852", "text": "查12", "time": 1}
    assert configured("tencent").post(f"{AT}/inbound", json=reply).status_code == 200
    assert not Inbound.select().exists() and "91234567" not in ChannelFailure.get().text


def test_a_receipt_counts_once_and_one_of_nothing_we_sent_changes_nothing(configured, now):
    note_sent("ours", "900^0", now)
    provider = configured()
    report = {
        "phone_number": "13900000001",
        "success": False,
        "err_code": "MK:0001",
        "biz_id": "900^0",
        "out_id": "ours",
    }
    for success in (False, True):
        provider.post(f"{AT}/receipts", json=[{**report, "success": success}])
    assert (SmsReceipt.get().delivered, SmsReceipt.get().code) == (False, "MK:0001")
    assert provider.post(f"{AT}/receipts", json=[{**report, "out_id": "nobody's"}, {}]).status_code == 200


def test_a_wrong_address_a_foreign_network_and_nothing_configured_are_not_there(configured, app):
    assert app.test_client().post(f"{AT}/inbound", json=UP).status_code == 404
    assert configured().post("/channels/sms/guess/inbound", json=UP).status_code == 404
    assert configured(networks=("203.0.113.0/24",)).post(f"{AT}/receipts", json=UP).status_code == 404
    assert configured(networks=("127.0.0.0/8",)).post(f"{AT}/inbound", json=UP).status_code == 200
    assert configured(simulated=True).post(f"{AT}/inbound", json=UP).status_code == 404
    assert ChannelFailure.get().count == 2


@pytest.mark.parametrize("body", ["", "[", "[1]", json.dumps([{"content": []}])])
def test_what_is_no_report_is_refused_and_noted(configured, body):
    assert configured().post(f"{AT}/inbound", data=body).status_code == 400
    assert ChannelFailure.get().count == 1


def test_a_report_of_twenty_megabytes_is_not_read(configured):
    assert configured().post(f"{AT}/inbound", data=b"x" * 20_000_000).status_code == 413
