"""The gateways of this site: whether each is configured, what went in and out last, what failed, and a test of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import peewee

from boards.channels.gateways.failures import FAILURE_LABELS, FailureKind
from boards.channels.gateways.models import ChannelFailure, Inbound
from boards.rules.channel import CHANNELS, Channel
from forum.config import Settings
from forum.messages import M, Message
from forum.outbox.models import OutboxItem


class State(StrEnum):
    """How a gateway stands by its settings."""

    OFF = "off"
    SIMULATED = "simulated"
    ON = "on"


STATE_LABELS = {
    State.OFF: M("未配置，什么也不收发"),
    State.SIMULATED: M("模拟：只记录，不发出"),
    State.ON: M("已配置"),
}


@dataclass(frozen=True)
class Gateway:
    """What a site may set up. `outbox` are the channels of the outbox by which it sends; `test` raises Delayed or
    Refused when it does not work; `binds`: people there can be bound to their accounts.
    """

    name: str
    label: Message
    state: Callable[[Settings], State]
    needs: Message
    outbox: tuple[str, ...] = ()
    test: Callable[[Settings, datetime], None] | None = None
    binds: bool = False


@dataclass(frozen=True)
class Failed:
    """The last failure of a kind; `text` is in English."""

    label: Message
    count: int
    at: datetime
    text: str


@dataclass(frozen=True)
class GatewayRow:
    """One gateway on the administrator's page; times are None where there was no traffic."""

    name: str
    label: Message
    state: State
    state_label: Message
    needs: Message
    last_in: datetime | None
    last_out: datetime | None
    waiting: int
    given_up: int
    failures: tuple[Failed, ...]
    testable: bool
    simulator: bool


def configured(on: object) -> State:
    """State.ON for what is set."""
    return State.ON if on else State.OFF


def gateway_rows(gateways: Mapping[str, Gateway], settings: Settings) -> tuple[GatewayRow, ...]:
    """A GatewayRow for each gateway, in three statements."""
    came, sent, failed = _last_in(), _outbox(), _failures()
    return tuple(_row(gateway, settings, came, sent, failed) for gateway in gateways.values())


def label_of(channel: str) -> Message:
    """The name of a channel to which an account is bound."""
    return CHANNELS[Channel(channel)].label


def _row(
    gateway: Gateway,
    settings: Settings,
    came: Mapping[str, datetime],
    sent: Mapping[str, Any],
    failed: Mapping[str, list[Failed]],
) -> GatewayRow:
    state = gateway.state(settings)
    out = [sent[name] for name in gateway.outbox if name in sent]
    return GatewayRow(
        name=gateway.name,
        label=gateway.label,
        state=state,
        state_label=STATE_LABELS[state],
        needs=gateway.needs,
        last_in=came.get(gateway.name),
        last_out=max((row["last"] for row in out if row["last"]), default=None),
        waiting=sum(row["waiting"] for row in out),
        given_up=sum(row["given_up"] for row in out),
        failures=tuple(failed.get(gateway.name, ())),
        testable=gateway.test is not None and state is State.ON,
        simulator=state is State.SIMULATED,
    )


def _last_in() -> dict[str, datetime]:
    last = peewee.fn.MAX(Inbound.received_at).converter(Inbound.received_at.python_value)
    return dict(Inbound.select(Inbound.channel, last).group_by(Inbound.channel).tuples())


def _outbox() -> dict[str, dict[str, Any]]:
    last = peewee.fn.MAX(OutboxItem.sent_at).converter(OutboxItem.sent_at.python_value)
    waiting = peewee.fn.SUM(peewee.Case(None, [(OutboxItem.due_at.is_null(False), 1)], 0))
    given_up = peewee.fn.SUM(peewee.Case(None, [(OutboxItem.failed_at.is_null(False), 1)], 0))
    columns = last.alias("last"), waiting.alias("waiting"), given_up.alias("given_up")
    rows = OutboxItem.select(OutboxItem.channel, *columns).group_by(OutboxItem.channel)
    return {row["channel"]: row for row in rows.dicts()}


def _failures() -> dict[str, list[Failed]]:
    found: dict[str, list[Failed]] = {}
    for row in ChannelFailure.select().order_by(ChannelFailure.at.desc()):
        label = FAILURE_LABELS[FailureKind(row.kind)]
        found.setdefault(row.channel, []).append(Failed(label, row.count, row.at, row.text))
    return found
