"""Page objects of signed orders. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from boards.pages.parts import Link
from forum.messages import Message


@dataclass(frozen=True)
class OrderView:
    """One order. `target` is what it seals; `state` is waiting, sealed or withdrawn; `can` holds confirm, withdraw, scan."""

    id: int
    number: str
    name: str
    office: str
    reason_label: Message
    ground: str
    signed_on: date
    target: Link
    whole: bool
    order_hash: str
    scan_hash: str
    state: str
    entered_at: datetime
    confirmed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = None
    can: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OrdersPage:
    """`/orders`: how many there are, newest first; `waiting` and `withdrawn` for those who may see them."""

    count: int
    orders: tuple[OrderView, ...]
    waiting: tuple[OrderView, ...] = ()
    withdrawn: tuple[OrderView, ...] = ()
    may_enter: bool = False
    older: str | None = None


@dataclass(frozen=True)
class EntryPage:
    """`/orders/new`: signatories as (account, name); `post` is the id that the address names."""

    signatories: tuple[tuple[str, str], ...]
    post: int | None = None
    target: Link | None = None
    today: date | None = None
