"""The bindings of an account, and which accounts belong to one person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from forum.identities.models import AccountMerge, Identity


@dataclass(frozen=True)
class OwnIdentity:
    """A binding as its holder sees it; `number` names it in addresses."""

    number: int
    channel: str
    verified_at: datetime


def own_identities(account: int | None) -> tuple[OwnIdentity, ...]:
    """The bindings of an account, oldest first."""
    columns = Identity.id, Identity.channel, Identity.verified_at
    rows = Identity.select(*columns).where(Identity.account == account).order_by(Identity.id)
    return tuple(OwnIdentity(*row) for row in rows.tuples())


def own_accounts(account: int) -> tuple[int, ...]:
    """The account, and those that were merged into it, by merging of merged ones too."""
    found, waiting = [account], [account]
    while waiting:
        rows = AccountMerge.select(AccountMerge.former).where(AccountMerge.account.in_(waiting)).tuples()
        waiting = [former for (former,) in rows if former not in found]
        found += waiting
    return tuple(found)


def identities_of(accounts: Collection[int], channel: str) -> list[tuple[int, int]]:
    """(account, number of an identity on `channel`) of these accounts, in one statement."""
    rows = Identity.select(Identity.account, Identity.id).where(
        Identity.channel == channel, Identity.account.in_(list(accounts))
    )
    return list(rows.order_by(Identity.id).tuples())
