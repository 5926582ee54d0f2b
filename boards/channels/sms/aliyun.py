"""Alibaba Cloud's SMS: SendSms, and its reports SmsReport and SmsUp, which are not signed.

https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms and …/configure-delivery-receipts-1
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from boards.channels.sms.codec import BadReportError, Inbound, Message, Receipt, Request
from boards.channels.sms.reports import fields_of, key_of
from boards.channels.sms.signing import acs3_headers, canonical_query, host_of
from forum.gateways.sms import Gateway
from forum.outbox.sending import Delayed, Refused

VERSION = "2017-05-25"
# isv.BUSINESS_LIMIT_CONTROL is the provider's limit for one number; the others are passing states of its own.
LATER = frozenset(
    {"isv.BUSINESS_LIMIT_CONTROL", "isp.SYSTEM_ERROR", "Throttling.User", "Throttling", "SystemUnavailable"}
)


class Aliyun:
    """The Codec of Alibaba Cloud."""

    accepted: Mapping[str, object] = {"code": 0, "msg": "成功"}

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def request(self, message: Message, nonce: str, at: datetime) -> Request:
        """SendSms with the template of the message."""
        template = self.gateway.templates.get(message.template)
        if template is None:
            raise Refused(f"there is no template for {message.template}")
        query = {
            "PhoneNumbers": message.to,
            "SignName": self.gateway.sign,
            "TemplateCode": template,
            "TemplateParam": json.dumps(dict(message.params), ensure_ascii=False),
            "OutId": message.out_id,
        }
        credentials = {"key": self.gateway.key, "secret": self.gateway.secret, "nonce": nonce}
        headers = acs3_headers("SendSms", VERSION, query, host_of(self.gateway.base), at=at, **credentials)
        return Request(f"/?{canonical_query(query)}", b"", headers)

    def sent(self, answer: Mapping[str, object]) -> str:
        """BizId."""
        code = str(answer.get("Code", "no code"))
        if code in LATER:
            raise Delayed(f"the provider answered {code}")
        if code != "OK":
            raise Refused(f"the provider answered {code}")
        return str(answer.get("BizId", ""))

    def receipts(self, body: bytes) -> Sequence[Receipt]:
        """SmsReport: a list of phone_number, success, err_code, biz_id, out_id."""
        rows = fields_of(body)
        return [
            Receipt(_text(row, "out_id"), _text(row, "biz_id"), row.get("success") is True, _text(row, "err_code"))
            for row in rows
        ]

    def inbound(self, body: bytes) -> Sequence[Inbound]:
        """SmsUp: a list of phone_number, content, send_time, sequence_id."""
        return [
            Inbound(
                key_of(_text(row, "phone_number"), _text(row, "send_time"), _text(row, "sequence_id")),
                _text(row, "phone_number"),
                _text(row, "content"),
            )
            for row in fields_of(body)
        ]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str | int):
        raise BadReportError(f"{name} is no text")
    return str(value)
