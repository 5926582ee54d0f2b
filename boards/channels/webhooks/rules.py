"""Which deeds are events, what an event says, and how it is signed. Pure.

The specification: github.com/standard-webhooks/standard-webhooks.
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from boards.rules.deeds.record import Group
from boards.rules.deeds.table import RECORDS
from forum.deeds import Deed

PREFIX = "whsec_"
SECRET = 32  # bytes; the specification asks for 24 to 64
OUT_OF_ORDER = timedelta(days=3)  # a target that failed for so long is switched off
REPLAYED = 1000  # events that an administrator has sent again at a time
MOST_TARGETS = 20
LONGEST_DESCRIPTION = 80

# Told without what they are about, as the public log tells them.
WITHOUT_OBJECT = frozenset(
    deed for deed, record in RECORDS.items() if record.group in (Group.SANCTION, Group.WORD, Group.REPORT)
) - {Deed.POST_REPORT}
OF_OFFICES = frozenset(
    {
        Deed.PRESS_PUBLISH,
        Deed.LOCATE,
        Deed.DEPARTMENT_CREATE,
        Deed.DEPARTMENT_RENAME,
        Deed.DEPARTMENT_CLOSE,
        Deed.BOARD_CREATE,
        Deed.PERSON_ADD,
        Deed.PERSON_REMOVE,
        Deed.RULES_REVISE,
        Deed.ASSESSMENT_FREEZE,
    }
)
OF_THREADS = frozenset(
    deed for deed, record in RECORDS.items() if record.group in (Group.POST, Group.TOOL, Group.CASE, Group.TOPIC)
)
EVENTS = OF_THREADS | OF_OFFICES | WITHOUT_OBJECT


@dataclass(frozen=True)
class About:
    """What an entry is about, as everybody may know it; None where there is none."""

    thread: int | None = None
    post: int | None = None
    floor: int | None = None
    board: str | None = None
    department: str | None = None


def event(number: int, deed: str, at: str, role: str | None, about: About, site: str) -> dict[str, Any]:
    """The body of an event. `at` is RFC 3339; no texts and no names: who wants them reads the API, where they may be withheld."""
    path = f"/threads/{about.thread}" if about.thread else None
    if path and about.floor:
        path = f"{path}/floors/{about.floor}"
    data = {
        "entry": number,
        "role": role,
        "department": about.department,
        "board": about.board,
        "thread": about.thread,
        "post": about.post,
        "floor": about.floor,
        "url": site + path if path else None,
    }
    return {"type": deed, "timestamp": at, "data": {name: value for name, value in data.items() if value is not None}}


def message_id(target: str, number: int) -> str:
    """The `webhook-id` of an entry for a target: the same whenever it is sent, so that a receiver can tell."""
    return f"msg_{target}_{number}"


def new_secret() -> str:
    """A secret as the libraries of Standard Webhooks take it."""
    return PREFIX + b64encode(secrets.token_bytes(SECRET)).decode()


def signed(secret: str, identity: str, seconds: int, body: str) -> Mapping[str, str]:
    """The headers of a message that is sent at `seconds` (Unix time)."""
    key = b64decode(secret.removeprefix(PREFIX))
    mac = hmac.new(key, f"{identity}.{seconds}.{body}".encode(), hashlib.sha256).digest()
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{b64encode(mac).decode()}",
    }
