"""The phone number of an account: given, changed and removed by its holder, shown to him alone and masked.

Nobody else gets it, and no entry of the log has it. Its holder may share it with a department (boards.contact).
"""

import hashlib
import hmac
from datetime import datetime

from forum.accounts.models import PhoneNumber
from forum.config import Settings
from forum.private import Encryptor
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed
from forum.text.phones import check_phone


def give(actor: Actor, phone: object, *, now: datetime, settings: Settings) -> None:
    """Keep `phone`, in any usual form, as the account's number. The caller has reauthenticated the actor. Raises Invalid.

    The number that is kept already, typed again, changes nothing.
    """
    number = check_phone(phone)
    sealed = Encryptor(settings.secret_key).encrypt(number, _purpose(actor.account))
    values = {"sealed": sealed, "key_hash": _key(number, settings), "given_at": now}
    with db.write():
        row = PhoneNumber.get_or_none(PhoneNumber.account == actor.account)
        if row and row.key_hash == values["key_hash"]:
            return
        if row:
            PhoneNumber.update(values).where(PhoneNumber.id == row.id).execute()
        else:
            PhoneNumber.insert(account=actor.account, **values).execute()
        log.record(Deed.PHONE, ("account", actor.public_id), actor=actor, now=now)


def remove(actor: Actor, *, now: datetime) -> None:
    """Forget the account's number. The caller has reauthenticated the actor. Nothing when there is none."""
    with db.write():
        if PhoneNumber.delete().where(PhoneNumber.account == actor.account).execute():
            log.record(Deed.PHONE_END, ("account", actor.public_id), actor=actor, now=now)


def own_phone(account: int | None, settings: Settings, given_by: datetime | None = None) -> str | None:
    """The number of an account, for its holder; None without one, and for one that was given after `given_by`."""
    row = PhoneNumber.get_or_none(PhoneNumber.account == account)
    if row is None or (given_by is not None and row.given_at > given_by):
        return None
    return opened(row.sealed, account, settings)


def opened(sealed: str, account: int | None, settings: Settings) -> str:
    """The number of an account from its encrypted column; raises DecryptionError."""
    return Encryptor(settings.secret_key).decrypt(sealed, _purpose(account))


def _key(number: str, settings: Settings) -> str:
    return hmac.new(settings.secret_key.encode(), f"wenqu/phone/v1\0{number}".encode(), hashlib.sha256).hexdigest()


def _purpose(account: int | None) -> str:
    return f"phone_number/sealed/{account}"
