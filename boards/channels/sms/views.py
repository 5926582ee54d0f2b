"""The callbacks of SMS providers: receipts, and what people wrote. No provider signs them: the address is secret.

They need no CSRF token: no browser sends them.
"""

import hmac
import ipaddress
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Blueprint, jsonify, request

from boards.channels.gateways.failures import FailureKind, note_failure
from boards.channels.sms.actions import CHANNEL, note_receipts
from boards.channels.sms.codec import BadReportError
from boards.channels.sms.inbound import keep
from boards.channels.sms.working import codec_of
from forum.gateways.sms import Gateway, Provider
from forum.messages import M
from forum.problems import Invalid, Malformed, NotFound, TooLarge, TooMany
from forum.web.door import EVERYONE, door, settings
from forum.wenqu import wenqu

T = TypeVar("T")

views = Blueprint("sms", __name__, url_prefix="/channels/sms/<token>")
LARGEST = 256 * 1024  # bytes of a report
NOT_HERE = M("没有这个地址。")


@door(views, "/receipts", methods=["POST"], allow=EVERYONE)
def receipts(actor, now, token):
    """Note what became of messages; what came before is answered alike."""
    codec = codec_of(require_gateway(settings().channels.sms, token, now))
    note_receipts(read(codec.receipts, now), now)
    return jsonify(codec.accepted)


@door(views, "/inbound", methods=["POST"], allow=EVERYONE)
def inbound(actor, now, token):
    """Store what people wrote for the worker; a number that cannot be answered is noted and nothing else."""
    codec = codec_of(require_gateway(settings().channels.sms, token, now))
    for each in read(codec.inbound, now):
        try:
            keep(each, now, settings())
        except Invalid:
            _note("a message from a number that cannot be answered", now)
    return jsonify(codec.accepted)


def require_gateway(gateway: Gateway | None, token: str, now: datetime, channel: str = CHANNEL) -> Gateway:
    """The gateway whose reports are taken; raises NotFound where none is set up, for a wrong token and a foreign network."""
    if gateway is None or gateway.simulated or gateway.provider is Provider.SMPP:
        raise NotFound(NOT_HERE)
    if not hmac.compare_digest(token.encode(), gateway.token.encode()):
        _note("the address has a wrong token", now, channel)
        raise NotFound(NOT_HERE)
    if gateway.networks and not _is_from(gateway.networks, request.remote_addr):
        _note("it came from a network that is not the provider's", now, channel)
        raise NotFound(NOT_HERE)
    return gateway


def read(reading: Callable[[bytes], T], now: datetime, channel: str = CHANNEL) -> T:
    """What `reading` makes of the body; raises TooLarge and Malformed."""
    if (request.content_length or 0) > LARGEST:
        raise TooLarge()
    try:
        return reading(request.get_data())
    except BadReportError as bad:
        _note(str(bad), now, channel)
        raise Malformed(M("这不是服务商的回执。")) from None


def _is_from(networks, address):
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    return any(found in ipaddress.ip_network(network) for network in networks)


def _note(why, now, channel=CHANNEL):
    """Tell the administrator, not more often than a flood of them may write."""
    try:
        wenqu().pace.take("refused-callback", channel, now)
    except TooMany:
        return
    note_failure(channel, FailureKind.REFUSED, why, now)
