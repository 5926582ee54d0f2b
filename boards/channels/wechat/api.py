"""Calls to WeChat's servers: the token, messages, notices, pictures, and who signs in. Its base addresses are settings."""

import http.client
import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from boards.channels.gateways.tokens import NoTokenError, Tokens
from forum.channel_settings import WeChat
from forum.clock import Clock
from forum.config import Settings
from forum.outbox.sending import Delayed, Refused, Unsure
from forum.private import Encryptor

log = logging.getLogger(__name__)

CHANNEL = "wechat"
TIMEOUT = 10  # seconds for each step
LARGEST = 21 * 1024**2  # bytes of a picture
# https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
OLD_TOKEN = frozenset({40001, 40014, 42001})
BUSY = frozenset({-1, 45009, 45011, 45047, 50002})
NOT_SUBSCRIBED = frozenset({43101, 43004, 43108})


class RefusedByWeChat(Refused):
    """WeChat answered with an error code."""

    def __init__(self, code: int, said: str = "") -> None:
        super().__init__(f"WeChat answered {code} {said}".strip()[:200])
        self.code = code


class WeChatApi:
    """WeChat's servers, as the account that is configured."""

    def __init__(self, account: WeChat, encryptor: Encryptor, clock: Clock) -> None:
        self.account, self.clock = account, clock
        self.tokens = Tokens(CHANNEL, self._fetch_token, encryptor)

    def say(self, key: str, openid: str, text: str) -> None:
        """Send a text to somebody who has written within 48 hours; raises Delayed, Refused."""
        self._post("/cgi-bin/message/custom/send", {"touser": openid, "msgtype": "text", "text": {"content": text}})

    def notify(self, key: str, openid: str, notice: Mapping[str, str]) -> None:
        """Send a notice {"event", "title", "at", "url", "text"} by the templates that are set up, else as a text.

        Raises Delayed, Refused.
        """
        try:
            if self.account.subscribe_template:
                return self._post("/cgi-bin/message/subscribe/bizsend", self._subscribed(openid, notice))
            if self.account.template:
                return self._post("/cgi-bin/message/template/send", self._templated(openid, notice))
        except RefusedByWeChat as refused:
            if refused.code not in NOT_SUBSCRIBED:
                raise
        return self.say(key, openid, notice["text"])

    def picture(self, media: str) -> bytes:
        """The bytes of a picture that somebody sent; raises Delayed, Refused."""
        for token in self._tokens():
            query = urlencode({"access_token": token, "media_id": media})
            kind, body = _call(self.account.base, "GET", f"/cgi-bin/media/get?{query}")
            if "json" not in kind and "text/plain" not in kind:
                return body
            if self._accepted(_json(body), token):
                break
        raise Refused("WeChat gave no picture")

    def signed_in(self, code: str) -> str:
        """The openid of whom WeChat sent back with a one-time `code`; raises Delayed, Refused."""
        query = {"appid": self.account.appid, "secret": self.account.secret, "code": code}
        query["grant_type"] = "authorization_code"
        answer = _json(_call(self.account.base, "GET", f"/sns/oauth2/access_token?{urlencode(query)}")[1])
        if not isinstance(answer.get("openid"), str):
            raise RefusedByWeChat(int(answer.get("errcode", -1)))
        return str(answer["openid"])

    def _post(self, path: str, content: Mapping[str, Any]) -> None:
        for token in self._tokens():
            target = f"{path}?{urlencode({'access_token': token})}"
            body = json.dumps(content, ensure_ascii=False).encode()
            if self._accepted(_json(_call(self.account.base, "POST", target, body)[1]), token):
                return
        raise Delayed("WeChat does not accept its own token")

    def _tokens(self) -> Any:
        """The token, and once more another when WeChat took it for an old one."""
        for _ in range(2):
            try:
                yield self.tokens.get(self.clock.now())
            except NoTokenError as reason:
                raise Delayed(str(reason)) from None

    def _accepted(self, answer: Mapping[str, Any], token: str) -> bool:
        code = int(answer.get("errcode", 0))
        if code in OLD_TOKEN:
            self.tokens.drop(token)
            return False
        if code in BUSY:
            raise Delayed(f"WeChat answered {code}")
        if code:
            raise RefusedByWeChat(code)
        return True

    def _fetch_token(self) -> tuple[str, int]:
        query = {"grant_type": "client_credential", "appid": self.account.appid, "secret": self.account.secret}
        answer = _json(_call(self.account.base, "GET", f"/cgi-bin/token?{urlencode(query)}")[1])
        token, lasts = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(lasts, int):
            raise Delayed(f"WeChat gives no token: {answer.get('errcode', 'no code')}")
        return token, lasts

    def _subscribed(self, openid: str, notice: Mapping[str, str]) -> dict[str, Any]:
        return {
            "touser": openid,
            "template_id": self.account.subscribe_template,
            "page": notice["url"],
            "data": _data(notice),
            "miniprogram_state": "formal",
        }

    def _templated(self, openid: str, notice: Mapping[str, str]) -> dict[str, Any]:
        template = {"touser": openid, "template_id": self.account.template, "url": notice["url"]}
        return {**template, "data": _data(notice)}


def _data(notice: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The fields of the template; `thing` takes at most 20 characters."""
    shown = {"thing1": notice["title"][:20], "thing2": notice["event"][:20], "time3": notice["at"]}
    return {name: {"value": value} for name, value in shown.items()}


def check(settings: Settings, now: datetime) -> None:
    """Ask WeChat for the token, which costs nothing and tells nobody; raises Delayed. A simulated account needs none."""
    account = settings.channels.wechat
    assert account is not None
    if account.simulated:
        return
    api = WeChatApi(account, Encryptor(settings.secret_key), Clock())
    try:
        api.tokens.get(now)
    except NoTokenError as reason:
        raise Delayed(str(reason)) from None


def _call(base: str, method: str, target: str, body: bytes | None = None) -> tuple[str, bytes]:
    """(content type, body) of the answer; raises Delayed, and Unsure where a message may have arrived without an answer."""
    url = urlsplit(base)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=TIMEOUT)
    try:
        try:
            connection.connect()
        except OSError as error:
            raise Delayed(f"WeChat cannot be reached: {type(error).__name__}") from None
        return _answer(connection, method, target, body)
    finally:
        connection.close()


def _answer(connection: http.client.HTTPConnection, method: str, target: str, body: bytes | None) -> tuple[str, bytes]:
    try:
        connection.request(method, target, body, {"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        content = response.read(LARGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        said = f"WeChat did not answer: {type(error).__name__}"
        raise (Unsure(f"{said}; whether it arrived is not known") if body else Delayed(said)) from None
    if response.status != 200:
        raise Delayed(f"WeChat answered with status {response.status}")
    if len(content) > LARGEST:
        raise Refused("WeChat sent too much")
    return response.getheader("Content-Type", "").lower(), content


def _json(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        raise Delayed("WeChat answered no JSON") from None
    if not isinstance(answer, dict):
        raise Delayed("WeChat answered no JSON")
    return answer
