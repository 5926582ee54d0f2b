"""What of the outbox an administrator sees: how much waits, what failed and why. What is in it is shown to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from forum.messages import M, Message
from forum.outbox.actions import AT_REST
from forum.outbox.models import OutboxItem
from forum.problems import NotFound
from forum.store.cursors import NUMBER, Cursor

PAGE = 50
CURSOR = Cursor[int](NUMBER)
LABELS = {
    "mail": M("验证码和账号信件"),
    "notification": M("通知邮件"),
    "digest": M("汇总邮件"),
    "push": M("推送"),
    "reply": M("对来信的答复"),
    "wechat": M("微信消息"),
    "sms": M("短信"),
    "voice": M("语音电话"),
    "webhook": M("Webhook"),
}
WAITS = OutboxItem.due_at.is_null(False)
STATES = {
    "failed": (M("没有发成"), OutboxItem.failed_at.is_null(False)),
    "waiting": (M("等待发送"), WAITS),
    "sent": (M("已发出"), OutboxItem.sent_at.is_null(False)),
}


@dataclass(frozen=True)
class OutboxRow:
    """One item: `at` is when it was put in, `done_at` when it was sent or given up; `may_change`: tried again or given up."""

    id: int
    label: Message | str
    at: datetime
    due_at: datetime | None
    done_at: datetime | None
    attempts: int
    error: str
    may_change: bool


@dataclass(frozen=True)
class StateFilter:
    """One state with the number of items in it, as boards.pages.parts.Filter, which the ground cannot import."""

    label: Message
    url: str
    chosen: bool
    count: int


@dataclass(frozen=True)
class OutboxPage:
    """`/admin/outbox`: `states` are filters with counts; `oldest` is since when the longest waiting item waits."""

    state: str
    states: tuple[StateFilter, ...]
    oldest: datetime | None
    rows: tuple[OutboxRow, ...]
    newest: str | None
    older: str | None


def outbox_page(state: str, before: int | None) -> OutboxPage:
    """The OutboxPage of a state, newest first; raises NotFound for an unknown one."""
    if state not in STATES:
        raise NotFound(M("没有这种状态。"))
    rows = OutboxItem.select(*_columns(), AT_REST.alias("may_change")).where(STATES[state][1])
    if before:
        rows = rows.where(OutboxItem.id < before)
    found = list(rows.order_by(OutboxItem.id.desc()).limit(PAGE + 1).dicts())
    counts, oldest = _counts()
    return OutboxPage(
        state=state,
        states=tuple(
            StateFilter(label, _url(name), name == state, counts[name]) for name, (label, _) in STATES.items()
        ),
        oldest=oldest,
        rows=tuple(_row(row) for row in found[:PAGE]),
        newest=_url(state) if before else None,
        older=f"{_url(state)}&before={CURSOR.encode(found[PAGE - 1]['id'])}" if len(found) > PAGE else None,
    )


def _url(state: str) -> str:
    return f"/admin/outbox?state={state}"


def _columns() -> tuple[Any, ...]:
    """All but the content."""
    return tuple(field for field in OutboxItem._meta.sorted_fields if field.name not in ("sealed", "key"))


def _counts() -> tuple[dict[str, int], datetime | None]:
    sums = [
        peewee.fn.SUM(peewee.Case(None, [(condition, 1)], 0)).alias(name) for name, (_, condition) in STATES.items()
    ]
    oldest = peewee.fn.MIN(peewee.Case(None, [(WAITS, OutboxItem.created_at)])).alias("oldest")
    row = OutboxItem.select(*sums, oldest.converter(OutboxItem.created_at.python_value)).dicts().get()
    return {name: row[name] or 0 for name in STATES}, row["oldest"]


def _row(row: Mapping[str, Any]) -> OutboxRow:
    return OutboxRow(
        id=row["id"],
        label=LABELS.get(row["channel"], row["channel"]),
        at=row["created_at"],
        due_at=row["due_at"],
        done_at=row["sent_at"] or row["failed_at"],
        attempts=row["attempts"],
        error=row["error"],
        may_change=bool(row["may_change"]),
    )
