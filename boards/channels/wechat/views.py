"""The callback of the public account: verified, stored for the worker and answered at once.

Its POST needs no CSRF token: no browser sends it, and WeChat signs it.
"""

from flask import Blueprint, request

from boards.channels.gateways.failures import FailureKind, note_failure
from boards.channels.gateways.inbox import receive as keep
from boards.channels.wechat.codec import BadCallbackError, check_fresh, check_signature, decrypt
from boards.channels.wechat.messages import encrypted_part, read_message
from boards.rules.channel import Channel
from forum.channel_settings import WeChat
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Forbidden, NotFound, TooLarge, TooMany
from forum.web.door import EVERYONE, door, settings
from forum.wenqu import wenqu

views = Blueprint("wechat", __name__, url_prefix="/channels/wechat")
LARGEST = 64 * 1024  # bytes of a callback; pictures are fetched
REFUSED = M("这不是微信发给本站的消息。")
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@door(views, "", allow=EVERYONE)
def verify(actor, now):
    """Answer what WeChat asks when its administrator enters this address."""
    account, given = _account(), request.args
    try:
        check_fresh(given.get("timestamp", ""), now)
        check_signature(given.get("signature", ""), account.token, given.get("timestamp", ""), given.get("nonce", ""))
    except BadCallbackError:
        raise Forbidden(REFUSED) from None
    return given.get("echostr", ""), 200, PLAIN


@door(views, "", methods=["POST"], allow=EVERYONE)
def receive(actor, now):
    """Store one message; what came before is answered alike, so that WeChat does not send it again."""
    account = _account()
    if (request.content_length or LARGEST + 1) > LARGEST:
        raise TooLarge()
    try:
        incoming = _incoming(account, request.get_data(), now)
    except BadCallbackError as bad:
        _note(str(bad), now)
        raise Forbidden(REFUSED) from None
    encryptor = Encryptor(settings().secret_key)
    keep(Channel.WECHAT, incoming.key, incoming.stored(), now=now, encryptor=encryptor)
    return "success", 200, PLAIN


def _incoming(account, body, now):
    given = request.args
    signed = (account.token, given.get("timestamp", ""), given.get("nonce", ""))
    check_fresh(given.get("timestamp", ""), now)
    check_signature(given.get("signature", ""), *signed)
    encrypted = encrypted_part(body)
    check_signature(given.get("msg_signature", ""), *signed, encrypted)
    return read_message(decrypt(encrypted, account.aes_key, account.appid))


def _account() -> WeChat:
    """The account whose callbacks are taken; raises NotFound where none is configured, and for a simulated one, which has no token."""
    account = settings().channels.wechat
    if account is None or account.simulated:
        raise NotFound(M("本站没有配置微信公众号。"))
    return account


def _note(why, now):
    """Tell the administrator of a refused callback, not more often than a flood of them may write."""
    try:
        wenqu().pace.take("refused-callback", "wechat", now)
    except TooMany:
        return
    note_failure(Channel.WECHAT, FailureKind.REFUSED, why, now)
