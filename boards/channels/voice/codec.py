"""Calls by Alibaba Cloud (IvrCall) and Tencent Cloud (SendTts): what is asked of them, and what they report of a call and its keys.

https://help.aliyun.com/zh/vms/developer-reference/api-dyvmsapi-2017-05-25-ivrcall, …/voicereport and
https://cloud.tencent.com/document/product/1128/51558, …/1128/37726 (keys). Neither signs its reports.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from boards.channels.sms.codec import BadReportError, Message, Request
from boards.channels.sms.reports import fields_of, key_of
from boards.channels.sms.signing import acs3_headers, canonical_query, host_of, tc3_headers
from forum.gateways.sms import Gateway, Provider
from forum.outbox.sending import Delayed, Refused

LATER = ("isv.BUSINESS_LIMIT_CONTROL", "Throttling", "LimitExceeded", "RequestLimitExceeded", "InternalError")


@dataclass(frozen=True)
class Pressed:
    """A key that was pressed during a call; `key` tells the report from every other."""

    key: str
    number: str
    digit: str


class VoiceCodec(Protocol):
    """A provider of calls."""

    accepted: Mapping[str, object]

    def request(self, message: Message, nonce: str, at: datetime) -> Request:
        """The Request that makes a call; raises Refused without a template for it."""

    def sent(self, answer: Mapping[str, object]) -> str:
        """The provider's number of the call; raises Delayed and Refused."""

    def pressed(self, body: bytes) -> Sequence[Pressed]:
        """The keys that a report tells of; raises BadReportError."""


class AliyunVoice:
    """Calls by Alibaba Cloud: the template is read out, and keys 1 and 2 are taken."""

    accepted: Mapping[str, object] = {"code": 0, "msg": "成功"}

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def request(self, message: Message, nonce: str, at: datetime) -> Request:
        """IvrCall."""
        template = _template(self.gateway, message)
        params = json.dumps(dict(message.params), ensure_ascii=False)
        query = {
            "CalledShowNumber": self.gateway.number,
            "CalledNumber": message.to,
            "StartCode": template,
            "StartTtsParams": params,
            "MenuKeyMap.1.Key": "1",
            "MenuKeyMap.1.Code": template,
            "MenuKeyMap.1.TtsParams": params,
            "MenuKeyMap.2.Key": "2",
            "MenuKeyMap.2.Code": template,
            "MenuKeyMap.2.TtsParams": params,
            "PlayTimes": "2",
            "OutId": message.out_id[:15],
        }
        credentials = {"key": self.gateway.key, "secret": self.gateway.secret, "nonce": nonce}
        headers = acs3_headers("IvrCall", "2017-05-25", query, host_of(self.gateway.base), at=at, **credentials)
        return Request(f"/?{canonical_query(query)}", b"", headers)

    def sent(self, answer: Mapping[str, object]) -> str:
        """CallId."""
        code = str(answer.get("Code", "no code"))
        if code != "OK":
            raise _refused(code)
        return str(answer.get("CallId", ""))

    def pressed(self, body: bytes) -> Sequence[Pressed]:
        """VoiceReport: a list of call_id, callee or phone, dtmf."""
        rows = fields_of(body)
        return [
            Pressed(
                key_of(_text(row, "call_id"), "key"),
                _text(row, "callee") or _text(row, "phone"),
                _text(row, "dtmf")[:1],
            )
            for row in rows
            if _text(row, "dtmf")
        ]


class TencentVoice:
    """Calls by Tencent Cloud: the template is read out, and the key is reported."""

    accepted: Mapping[str, object] = {"result": 0, "errmsg": "OK"}

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def request(self, message: Message, nonce: str, at: datetime) -> Request:
        """SendTts."""
        content = {
            "TemplateId": _template(self.gateway, message),
            "CalledNumber": f"+86{message.to}",
            "VoiceSdkAppid": self.gateway.app,
            "TemplateParamSet": list(message.params.values()),
            "PlayTimes": 2,
            "SessionContext": message.out_id,
        }
        body = json.dumps(content, ensure_ascii=False)
        credentials = {"key": self.gateway.key, "secret": self.gateway.secret}
        headers = tc3_headers("vms", host_of(self.gateway.base), body, at=at, **credentials)
        asked = {"X-TC-Action": "SendTts", "X-TC-Version": "2020-09-02", "X-TC-Region": "ap-guangzhou"}
        return Request("/", body.encode(), {**headers, **asked})

    def sent(self, answer: Mapping[str, object]) -> str:
        """CallId."""
        response: Any = answer.get("Response")
        try:
            refused = response.get("Error", {}).get("Code")
            return str(response["SendStatus"]["CallId"]) if not refused else self._refuse(refused)
        except (AttributeError, KeyError, TypeError):
            raise Refused("the provider answered something else") from None

    def _refuse(self, code: object) -> str:
        raise _refused(str(code))

    def pressed(self, body: bytes) -> Sequence[Pressed]:
        """voicekey_callback: callid, mobile, nationcode, keypress; other reports tell of no key."""
        found = []
        for row in fields_of(body):
            told = row.get("voicekey_callback", {})
            if not isinstance(told, dict):
                raise BadReportError("voicekey_callback is no object")
            if _text(told, "keypress"):
                number = f"+{_text(told, 'nationcode') or '86'}{_text(told, 'mobile')}"
                found.append(Pressed(key_of(_text(told, "callid"), "key"), number, _text(told, "keypress")[:1]))
        return found


def voice_codec_of(gateway: Gateway) -> VoiceCodec:
    """The VoiceCodec of a gateway."""
    return AliyunVoice(gateway) if gateway.provider is Provider.ALIYUN else TencentVoice(gateway)


def _template(gateway: Gateway, message: Message) -> str:
    template = gateway.templates.get(message.template)
    if template is None:
        raise Refused(f"there is no template for {message.template}")
    return template


def _refused(code: str) -> Exception:
    return (Delayed if code.startswith(LATER) else Refused)(f"the provider answered {code}"[:200])


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str | int):
        raise BadReportError(f"{name} is no text")
    return str(value)
