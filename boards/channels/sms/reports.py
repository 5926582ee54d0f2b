"""Reads the JSON of providers' reports. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from boards.channels.sms.codec import BadReportError

MOST = 500  # rows of one report


def fields_of(body: bytes) -> Sequence[Mapping[str, Any]]:
    """The objects of a report, which is a list of them or one alone; raises BadReportError."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise BadReportError("it is not JSON") from None
    rows = found if isinstance(found, list) else [found]
    if len(rows) > MOST or not all(isinstance(row, dict) for row in rows):
        raise BadReportError("it is no list of objects")
    return rows


def key_of(*parts: str) -> str:
    """What tells a message that came in from every other, without saying who wrote it."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
