"""The worker's part that puts new notifications into the outbox, for those who want them by mail or push.

It follows the table of notifications past a cursor of its own, which moves in the transaction that fills the outbox: killed at
any moment, nothing is skipped and nothing put twice. No deed's own transaction contains any of it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import peewee

from boards.models.notifications import DeliverySetting, Notification
from boards.notifications.delivery import DeliveryChannel, Rhythm, channels_of, next_digest
from boards.notifications.preferences import channels_of_site, choices_of
from boards.rules.deeds.events import Event
from forum.accounts.models import Account, MailAddress
from forum.config import Settings
from forum.identities.queries import identities_of
from forum.outbox.actions import put
from forum.private import Encryptor
from forum.push.actions import devices_of
from forum.store import db
from forum.store.readers import Cursor
from forum.store.worker import Upkeep

BATCH = 200
FRESH = timedelta(days=3)  # what is older when the worker comes to it is sent to nobody; the site still shows it
CURSOR = "delivery"
NONE: frozenset[DeliveryChannel] = frozenset()
BY_MAIL = frozenset({DeliveryChannel.MAIL, DeliveryChannel.DIGEST})
BY_PUSH = frozenset({DeliveryChannel.PUSH})
BY_WECHAT = frozenset({DeliveryChannel.WECHAT})


class Planner(Upkeep):
    """Puts what is to be sent of new notifications into the outbox."""

    name = "delivery"
    every = timedelta(seconds=2)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.encryptor = Encryptor(settings.secret_key)
        self.site = frozenset(channels_of_site(settings)) - {DeliveryChannel.BELL}

    def work(self, now: datetime) -> int:
        """Plan the next BATCH of notifications; returns how many. The first call only notes where to begin."""
        start = _position()
        if not self.site or (start is not None and not _newer(start).exists()):
            return 0
        with db.write():
            start = _position()  # again: another worker may have been quicker
            if start is None:
                return _begin(now)
            rows = list(_newer(start).order_by(Notification.id).limit(BATCH))
            if rows:
                self._plan([row for row in rows if row.at > now - FRESH], now)
                Cursor.update(position=rows[-1].id, moved_at=now).where(Cursor.name == CURSOR).execute()
        return len(rows)

    def _plan(self, rows: Sequence[Notification], now: datetime) -> None:
        accounts = {row.account_id for row in rows}
        devices, identities = self._devices(accounts), self._identities(accounts)
        chosen, reachable = choices_of(accounts), self._reachable(accounts, devices, identities)
        digests: dict[int, int] = {}
        for row in rows:
            channels = channels_of(Event(row.event), chosen[row.account_id], reachable[row.account_id])
            if DeliveryChannel.MAIL in channels:
                self._put("notification", f"n-{row.id}-{int(row.at.timestamp())}", row, now)
            if DeliveryChannel.DIGEST in channels:
                digests.setdefault(row.account_id, row.id)
            for device in devices[row.account_id] if DeliveryChannel.PUSH in channels else ():
                self._put("push", f"p-{device}-{row.id}-{int(row.at.timestamp())}", row, now, device=str(device))
            for number in identities[row.account_id] if DeliveryChannel.WECHAT in channels else ():
                self._put("wechat", f"w-{number}-{row.id}-{int(row.at.timestamp())}", row, now, identity=str(number))
        for account, first in digests.items():
            self._begin_digest(account, first, now)

    def _put(self, channel: str, key: str, row: Notification, now: datetime, **more: str) -> None:
        content = {"notification": str(row.id), **more}
        put(channel, key, content, now=now, encryptor=self.encryptor, expires_at=now + FRESH)

    def _reachable(
        self,
        accounts: Collection[int],
        devices: Mapping[int, Collection[int]],
        identities: Mapping[int, Collection[int]],
    ) -> dict[int, frozenset[DeliveryChannel]]:
        """{account: the channels by which it can be reached outside of the site}."""
        by_mail = _with_address(accounts) if self.site & BY_MAIL else set()
        return {
            account: (BY_MAIL if account in by_mail else NONE)
            | (BY_PUSH if devices[account] else NONE)
            | (BY_WECHAT if identities[account] else NONE)
            for account in accounts
        }

    def _devices(self, accounts: Collection[int]) -> dict[int, list[int]]:
        """{account: the numbers of its devices}, empty where the site sends no push messages."""
        found: dict[int, list[int]] = defaultdict(list)
        for account, device in devices_of(accounts) if self.site & BY_PUSH else ():
            found[account].append(device)
        return found

    def _identities(self, accounts: Collection[int]) -> dict[int, list[int]]:
        """{account: the numbers of its identities on WeChat}, empty where the site has no public account."""
        found: dict[int, list[int]] = defaultdict(list)
        for account, number in identities_of(accounts, "wechat") if self.site & BY_WECHAT else ():
            found[account].append(number)
        return found

    def _begin_digest(self, account: int, first: int, now: datetime) -> None:
        """Have a digest made that begins with notification `first`, unless one is waiting already."""
        DeliverySetting.insert(account=account).on_conflict_ignore().execute()
        row = DeliverySetting.get(DeliverySetting.account == account)
        if row.digest_due_at is None:
            due = next_digest(now, Rhythm(row.rhythm), self.settings.timezone)
            DeliverySetting.update(digest_from=first, digest_due_at=due).where(DeliverySetting.id == row.id).execute()


def _position() -> int | None:
    row = Cursor.get_or_none(Cursor.name == CURSOR)
    return row.position if row else None


def _newer(position: int) -> peewee.ModelSelect:
    return Notification.select().where(Notification.id > position)


def _begin(now: datetime) -> int:
    """What was notified before mail could be sent stays on the site."""
    newest = Notification.select(peewee.fn.MAX(Notification.id)).scalar()
    Cursor.insert(name=CURSOR, position=newest or 0, moved_at=now).execute()
    return 0


def _with_address(accounts: Collection[int]) -> set[int]:
    """Those of the accounts that have a confirmed address, are not disabled and did not stop their mail."""
    rows = (
        MailAddress.select(MailAddress.account)
        .join(Account)
        .join_from(Account, DeliverySetting, peewee.JOIN.LEFT_OUTER, on=DeliverySetting.account == Account.id)
        .where(
            MailAddress.account.in_(list(accounts)),
            MailAddress.sealed.is_null(False),
            Account.disabled_at.is_null(),
            DeliverySetting.mail_stopped_at.is_null(),
        )
    )
    return {account for (account,) in rows.tuples()}
