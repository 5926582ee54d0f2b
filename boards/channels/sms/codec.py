"""What every provider's codec has in common: the message that goes out, and what comes back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class BadReportError(Exception):
    """A report that is not as its provider documents it; the text names nobody."""


@dataclass(frozen=True)
class Message:
    """A message to a mobile number: `text` whole, and `template` with its `params` for providers that send templates alone.

    `out_id` is our number of it, which reports bring back.
    """

    to: str
    text: str
    template: str
    params: Mapping[str, str]
    out_id: str


@dataclass(frozen=True)
class Request:
    """What is sent to a provider by HTTP."""

    target: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Receipt:
    """What became of a message: found by our `out_id`, or by the provider's number of it."""

    out_id: str
    provider_id: str
    delivered: bool
    code: str


@dataclass(frozen=True)
class Inbound:
    """A message that somebody wrote; `key` tells it from every other."""

    key: str
    sender: str
    text: str


class Codec(Protocol):
    """A provider that is reached by HTTP."""

    accepted: Mapping[str, object]  # what a report is answered with

    def request(self, message: Message, nonce: str, at: datetime) -> Request:
        """The Request that sends a message; raises forum.outbox.sending.Refused without a template for it."""

    def sent(self, answer: Mapping[str, object]) -> str:
        """The provider's number of the message it took; raises Delayed and Refused."""

    def receipts(self, body: bytes) -> Sequence[Receipt]:
        """The Receipts of a report; raises BadReportError."""

    def inbound(self, body: bytes) -> Sequence[Inbound]:
        """The Inbound of a report; raises BadReportError."""
