"""Numbers, what somebody means by SMS, long messages in parts, and signatures by the providers' own examples."""

import json
from datetime import UTC, datetime

import pytest

from boards.channels.sms.aliyun import Aliyun
from boards.channels.sms.codec import BadReportError, Receipt
from boards.channels.sms.parts import MOST, Parts
from boards.channels.sms.rules import Heard, Meaning, heard, mobile_of, signed
from boards.channels.sms.signing import acs3_headers, tc3_headers
from boards.channels.sms.smpp import receipt_in
from boards.channels.sms.tencent import Tencent
from forum.gateways.sms import Gateway, Provider
from forum.problems import Invalid


@pytest.mark.parametrize(
    "typed", ["13812341234", "+86 138-1234-1234", "8613812341234", "008613812341234", "１３８１２３４１２３４"]
)
def test_a_mobile_of_mainland_china_in_any_form(typed):
    assert mobile_of(typed) == "13812341234"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("+852 9123 4567", "别的国家"), ("0012125550123", "别的国家"), ("+886912345678", "别的国家"), ("+1 212 555 0123", "别的国家"),
     ("0570-8021234", "固定电话"), ("12345", "11 位"), ("", "请填写"), (None, "请填写"), ("+85291234567<script>", "别的国家")],
)  # fmt: skip
def test_other_numbers_are_refused_and_told_why(typed, said):
    with pytest.raises(Invalid) as refused:
        mobile_of(typed)
    assert said in str(refused.value.errors["phone"])


@pytest.mark.parametrize(
    ("text", "meant"),
    [("TD", Heard(Meaning.STOP)), (" 退订 。", Heard(Meaning.STOP)), ("ｔ", Heard(Meaning.STOP)), ("START", Heard(Meaning.START)),
     ("12", Heard(Meaning.PROGRESS, "12")), ("查 12", Heard(Meaning.PROGRESS, "12")), ("查进度#0012号", Heard(Meaning.PROGRESS, "12")),
     ("查一下进度 7", Heard(Meaning.PROGRESS, "7")), ("你好", Heard(Meaning.OTHER)), ("", Heard(Meaning.OTHER)), ("12 13", Heard(Meaning.PROGRESS, "1213")),
     ("我家的路灯坏了12天", Heard(Meaning.OTHER))],
)  # fmt: skip
def test_what_somebody_means(text, meant):
    assert heard(text) == meant


def test_the_signature_stands_in_front_and_a_message_has_an_end():
    assert signed("好", "问渠") == "【问渠】好" and signed("好", "") == "好"
    assert len(signed("长" * 900, "问渠")) == 500


def test_the_signature_is_that_of_alibabas_example():
    # https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature, the fixed values at its end
    image = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"
    headers = acs3_headers(
        "RunInstances",
        "2014-05-26",
        {"ImageId": image, "RegionId": "cn-shanghai"},
        "ecs.cn-shanghai.aliyuncs.com",
        key="YourAccessKeyId",
        secret="YourAccessKeySecret",
        nonce="3156853299f313e23d1673dc12e1703d",
        at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
    )
    assert headers["Authorization"].endswith("=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")


def test_the_signature_is_that_of_tencents_example():
    # https://cloud.tencent.com/document/api/382/52071, without x-tc-action among the signed headers
    body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    headers = tc3_headers(
        "cvm",
        "cvm.tencentcloudapi.com",
        body,
        key="AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
        secret="Gu5t9xGARNpq86cd98joQYCN3*******",
        at=datetime.fromtimestamp(1551113065, UTC),
        content_type="application/json; charset=utf-8",
    )
    assert headers["Authorization"].endswith("=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c")


# https://help.aliyun.com/zh/sms/developer-reference/smsreport and smsup
REPORT = [{"phone_number": "13900000001", "send_time": "2017-01-01 11:12:13", "report_time": "2017-02-02 22:23:24",
           "success": True, "err_code": "DELIVERED", "err_msg": "用户接收成功", "sms_size": "1", "biz_id": "12345", "out_id": "67890"}]  # fmt: skip
UP = [{"phone_number": "13900000001", "send_time": "2017-01-01 00:00:00", "content": "内容", "sign_name": "签名", "dest_code": "1234", "sequence_id": 1234567890}]  # fmt: skip
# https://cloud.tencent.com/document/product/382/59178
STATUS = [{"user_receive_time": "2015-10-17 08:03:04", "nationcode": "86", "mobile": "13xxxxxxxxx", "report_status": "SUCCESS",
           "errmsg": "DELIVRD", "description": "用户短信送达成功", "sid": "xxxxxxx"}]  # fmt: skip
REPLY = {
    "extend": "扩展码",
    "mobile": "13xxxxxxxxx",
    "nationcode": "86",
    "sign": "短信签名",
    "text": "用户回复的内容",
    "time": 1457336869,
}


def test_reports_are_read_as_the_providers_document_them():
    aliyun, tencent = Aliyun(Gateway(Provider.ALIYUN)), Tencent(Gateway(Provider.TENCENT))
    assert aliyun.receipts(json.dumps(REPORT).encode()) == [Receipt("67890", "12345", True, "DELIVERED")]
    assert tencent.receipts(json.dumps(STATUS).encode()) == [Receipt("", "xxxxxxx", True, "DELIVRD")]
    (up,), (reply,) = aliyun.inbound(json.dumps(UP).encode()), tencent.inbound(json.dumps(REPLY).encode())
    assert (up.sender, up.text) == ("13900000001", "内容")
    assert (reply.sender, reply.text) == ("+8613xxxxxxxxx", "用户回复的内容")
    assert up.key != reply.key and "139" not in up.key


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"[1]", b'"a"', b"[[]]", b'[{"content": {}}]', b"[" * 5000, b"[{}" + b",{}" * 600 + b"]"]
)
def test_what_is_no_report_is_refused(body):
    for codec in (Aliyun(Gateway(Provider.ALIYUN)), Tencent(Gateway(Provider.TENCENT))):
        with pytest.raises(BadReportError):
            codec.inbound(body.replace(b"content", b"text") if isinstance(codec, Tencent) else body)


def test_the_parts_of_a_long_message_are_put_together_in_any_order_and_strangers_are_forgotten():
    parts = Parts()
    assert parts.add("8613812341234", b"alone", False) == b"alone"
    assert parts.add("8613812341234", b"\x05\x00\x03\x07\x02\x02 two", True) is None
    assert parts.add("8613912341234", b"\x05\x00\x03\x07\x02\x01other", True) is None
    assert parts.add("8613812341234", b"\x05\x00\x03\x07\x02\x01one", True) == b"one two"
    assert parts.add("8613812341234", b"\x04\x08\x02\x00\x00text", True) == b"text", "another header is cut off"
    for number in range(MOST * 2):
        parts.add(f"sender {number}", b"\x05\x00\x03\x01\x02\x01half", True)
    assert len(parts.waiting) <= MOST


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "id:12ab sub:001 dlvrd:001 submit date:2611300101 done date:2611300102 stat:DELIVRD err:000 text:id:9",
            "12ab",
        ),
        ("id:12ab stat:UNDELIV text:stat:DELIVRD", "12ab"),
        ("sub:001 stat:DELIVRD", None),
        ("id:12ab", None),
        ("", None),
    ],
)
def test_a_receipt_is_read_by_its_first_fields(text, read):
    receipt = receipt_in(text)
    assert (receipt and receipt.provider_id) == read
    if receipt:
        assert (receipt.delivered, receipt.code) in ((True, "000"), (False, "UNDELIV"))
