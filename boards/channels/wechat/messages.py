"""What a callback of WeChat says: its XML, read without entities, as an Incoming."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from boards.channels.wechat.codec import BadCallbackError

LONGEST = 4096  # characters of one field; a text message has at most 2,048 bytes
OPENID = re.compile(r"[A-Za-z0-9_-]{6,64}")
NAMES = (
    "ToUserName FromUserName CreateTime MsgType MsgId Event EventKey Content PicUrl MediaId Recognition Label Location_X Location_Y"
).split()


@dataclass(frozen=True)
class Incoming:
    """One message or event. `key` tells it from every other: its MsgId, and for an event who sent it and when."""

    key: str
    openid: str
    kind: str
    event: str = ""
    event_key: str = ""
    text: str = ""
    media: str = ""
    label: str = ""
    lat: str = ""
    lon: str = ""

    def stored(self) -> dict[str, Any]:
        """As it waits for the worker."""
        return asdict(self)


def encrypted_part(xml: bytes) -> str:
    """The Encrypt element of a callback; raises BadCallbackError."""
    return _fields(xml, ("Encrypt",)).get("Encrypt", "")


def read_message(xml: bytes) -> Incoming:
    """The Incoming of a decrypted message; raises BadCallbackError."""
    found = _fields(xml, NAMES)
    openid, kind = found.get("FromUserName", ""), found.get("MsgType", "").lower()
    number = found.get("MsgId") or f"{openid}-{found.get('CreateTime', '')}-{found.get('Event', '')}"
    if not OPENID.fullmatch(openid) or not kind:
        raise BadCallbackError("it names no sender or no kind")
    return Incoming(
        key=number[:80],
        openid=openid,
        kind=kind[:20],
        event=found.get("Event", "").lower(),
        event_key=found.get("EventKey", ""),
        text=found.get("Recognition", "") if kind == "voice" else found.get("Content", ""),
        media=found.get("MediaId", ""),
        label=found.get("Label", ""),
        lat=found.get("Location_X", ""),
        lon=found.get("Location_Y", ""),
    )


def _fields(xml: bytes, names: Any) -> dict[str, str]:
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise BadCallbackError("it is not plain XML") from None
    texts = {child.tag: (child.text or "").replace("\0", "") for child in root if child.tag in names}
    return {name: text if name == "Encrypt" else text[:LONGEST] for name, text in texts.items()}
