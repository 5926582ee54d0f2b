"""The callback of providers of calls: the key that was pressed. It is answered like a message of the same digit.

It needs no CSRF token: no browser sends it.
"""

from flask import Blueprint, jsonify

from boards.channels.sms.codec import Inbound
from boards.channels.sms.inbound import keep
from boards.channels.sms.views import read, require_gateway
from boards.channels.voice.codec import voice_codec_of
from forum.problems import Invalid
from forum.web.door import EVERYONE, door, settings

views = Blueprint("voice", __name__, url_prefix="/channels/voice/<token>")


@door(views, "/events", methods=["POST"], allow=EVERYONE)
def events(actor, now, token):
    """Store the keys that were pressed for the worker; other events are answered and passed over."""
    codec = voice_codec_of(require_gateway(settings().channels.voice, token, now, "voice"))
    for pressed in read(codec.pressed, now, "voice"):
        try:
            keep(Inbound(pressed.key, pressed.number, pressed.digit), now, settings())
        except Invalid:
            continue
    return jsonify(codec.accepted)
