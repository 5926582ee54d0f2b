"""Changing the name that is shown: how often, which names are free, and the names that an account had, which are public."""

from datetime import datetime, timedelta

import peewee

from forum.accounts.actions import NAME_TAKEN, NAMES_RESERVED
from forum.accounts.models import Account, AccountName
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed
from forum.text.name_keys import name_key
from forum.text.names import check_display_name
from forum.text.reserved import NOTHING, Reserved

APART = timedelta(days=30)  # between two changes of one account


def rename(actor: Actor, name: object, *, now: datetime, reserved: Reserved = NOTHING) -> None:
    """Show another name from now on; what was posted keeps the name of its time. The caller has reauthenticated the actor.

    Raises Invalid for a name that is taken, was given up by another within NAMES_RESERVED, or resembles an office's, and
    Conflict within APART of the last change.
    """
    new = check_display_name(name, reserved)
    with db.write():
        account = Account.get_by_id(actor.account)
        if new == account.display_name:
            raise Invalid(display_name=M("这就是现在的名字。"))
        if (free := free_from(account.id, now)) is not None:
            raise Conflict(
                M("名字 %(days)s 天里只能改一次，%(at)s 以后可以再改。", days=APART.days, at=free.date().isoformat())
            )
        refuse_taken(new, now, account.id)
        former = {"account": account, "name": account.display_name, "name_key": account.name_key, "until": now}
        AccountName.insert(former).execute()
        change = Account.update(display_name=new, name_key=name_key(new)).where(Account.id == account.id)
        try:
            with db.database.atomic():
                change.execute()
        except peewee.IntegrityError:
            raise Invalid(display_name=NAME_TAKEN) from None
        log.record(
            Deed.RENAME, ("account", account.public_id), actor=actor, now=now, former=account.display_name, name=new
        )


def refuse_taken(name: str, now: datetime, account: int | None = None) -> None:
    """Raises Invalid for a name that another account has, or has given up within NAMES_RESERVED, or one too much like it."""
    key, other = name_key(name), AccountName.account != (account or 0)
    given_up = AccountName.select().where(AccountName.name_key == key, AccountName.until > now - NAMES_RESERVED, other)
    held = Account.select().where(Account.name_key == key, Account.id != (account or 0))
    if held.exists() or given_up.exists():
        raise Invalid(display_name=NAME_TAKEN)


def free_from(account: int | None, now: datetime) -> datetime | None:
    """When the account may change its name again; None for now."""
    rows = AccountName.select(AccountName.until).where(AccountName.account == account).order_by(AccountName.id.desc())
    last: datetime | None = rows.limit(1).scalar()
    return last + APART if last and last + APART > now else None


def former_names(account: int | None) -> tuple[tuple[str, datetime], ...]:
    """(name, until when) of the names that the account had, the last first."""
    rows = AccountName.select(AccountName.name, AccountName.until).where(AccountName.account == account)
    return tuple(rows.order_by(AccountName.id.desc()).limit(100).tuples())
