"""The checks of a signed order's text, and its hash. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import rfc8785

from boards.rules.sealing import SealReason
from forum.messages import M, Message
from forum.problems import Invalid
from forum.text.checks import check_text

NUMBER_LIMIT, OFFICE_LIMIT, GROUND_LIMIT, REASON_LIMIT = 60, 80, 500, 500
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class OrderText:
    """The contents of the signed page: the order's number, the signatory's office, the legal ground, the code, the date."""

    number: str
    office: str
    ground: str
    reason: str
    signed_on: date


def check_order(
    number: str | None,
    office: str | None,
    ground: str | None,
    reason: str,
    signed_on: date | str | None,
    today: date,
) -> OrderText:
    """The OrderText of what was typed; `signed_on` is a date, or text that is no date. Raises Invalid with everything that is wrong."""
    errors: dict[str, Message] = {}
    number = _collect(errors, "number", number, NUMBER_LIMIT)
    office = _collect(errors, "office", office, OFFICE_LIMIT)
    ground = _collect(errors, "ground", ground, GROUND_LIMIT)
    if reason not in tuple(SealReason):
        errors["reason"] = M("请选择封存的事由。")
    day = _day(signed_on)
    if day is None or not EARLIEST <= day <= today:
        errors["signed_on"] = M("请填写签批日期，不能晚于今天。")
    if errors or day is None:
        raise Invalid(errors)
    return OrderText(number, office, ground, reason, day)


def order_hash(order: OrderText, name: str, subject: str, scan_hash: str) -> str:
    """SHA-256 in hex of the order in RFC 8785 canonical JSON; `subject` is what it seals, as "post/12" or "thread/3"."""
    content: dict[str, Any] = {
        "v": 1,
        "number": order.number,
        "authority": {"name": name, "office": order.office},
        "ground": order.ground,
        "reason": str(order.reason),
        "signed_on": order.signed_on.isoformat(),
        "object": subject,
        "scan": scan_hash,
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def _collect(errors: dict[str, Message], field: str, raw: str | None, limit: int) -> str:
    try:
        words = check_text(field, raw or "", limit)
    except Invalid as problem:
        errors |= problem.errors
        return ""
    if "\n" in words and field != "ground":
        errors[field] = M("只能写一行，不能换行。")
    return words


def _day(raw: date | str | None) -> date | None:
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(raw or "")
    except (TypeError, ValueError):
        return None
