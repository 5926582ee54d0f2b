"""Tencent Cloud's SMS: SendSms, and the reports of its status and reply callbacks, which are not signed.

https://cloud.tencent.com/document/product/382/55981, …/382/59178 (reports)
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from boards.channels.sms.codec import BadReportError, Inbound, Message, Receipt, Request
from boards.channels.sms.reports import fields_of, key_of
from boards.channels.sms.signing import host_of, tc3_headers
from forum.gateways.sms import Gateway
from forum.outbox.sending import Delayed, Refused

VERSION = "2021-01-11"
REGION = "ap-guangzhou"
LATER = ("LimitExceeded", "RequestLimitExceeded", "InternalError", "ResourceUnavailable")


class Tencent:
    """The Codec of Tencent Cloud."""

    accepted: Mapping[str, object] = {"result": 0, "errmsg": "OK"}

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def request(self, message: Message, nonce: str, at: datetime) -> Request:
        """SendSms with the template of the message; its parameters in their order."""
        template = self.gateway.templates.get(message.template)
        if template is None:
            raise Refused(f"there is no template for {message.template}")
        content = {
            "PhoneNumberSet": [f"+86{message.to}"],
            "SmsSdkAppId": self.gateway.app,
            "SignName": self.gateway.sign,
            "TemplateId": template,
            "TemplateParamSet": list(message.params.values()),
            "SessionContext": message.out_id,
        }
        body = json.dumps(content, ensure_ascii=False)
        credentials = {"key": self.gateway.key, "secret": self.gateway.secret}
        headers = tc3_headers("sms", host_of(self.gateway.base), body, at=at, **credentials)
        asked = {"X-TC-Action": "SendSms", "X-TC-Version": VERSION, "X-TC-Region": REGION}
        return Request("/", body.encode(), {**headers, **asked})

    def sent(self, answer: Mapping[str, object]) -> str:
        """SerialNo of the one number."""
        response: Any = answer.get("Response")
        try:
            refused = response.get("Error", {}).get("Code")
            status = {} if refused else response["SendStatusSet"][0]
            code, number = refused or status["Code"], status.get("SerialNo", "")
        except (AttributeError, KeyError, IndexError, TypeError):
            raise Refused("the provider answered something else") from None
        if code != "Ok":
            raise (Delayed if str(code).startswith(LATER) else Refused)(f"the provider answered {code}"[:200])
        return str(number)

    def receipts(self, body: bytes) -> Sequence[Receipt]:
        """A list of mobile, report_status, errmsg, sid."""
        return [
            Receipt("", _text(row, "sid"), _text(row, "report_status") == "SUCCESS", _text(row, "errmsg"))
            for row in fields_of(body)
        ]

    def inbound(self, body: bytes) -> Sequence[Inbound]:
        """One reply: mobile, nationcode, text, time."""
        return [
            Inbound(
                key_of(_text(row, "mobile"), _text(row, "time"), _text(row, "text")),
                f"+{_text(row, 'nationcode') or '86'}{_text(row, 'mobile')}",
                _text(row, "text"),
            )
            for row in fields_of(body)
        ]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str | int):
        raise BadReportError(f"{name} is no text")
    return str(value)
