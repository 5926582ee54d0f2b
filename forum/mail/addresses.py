"""The mail address of an account: asked for, confirmed by a code that was sent there, changed and removed."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from forum.accounts.limits import enforce_limit
from forum.accounts.models import Account, MailAddress
from forum.accounts.recovery import code_hash, new_code
from forum.config import Settings
from forum.mail import letters
from forum.mail.letters import Letter, Letterhead
from forum.messages import M
from forum.outbox.actions import put
from forum.private import Encryptor
from forum.problems import Conflict, Invalid
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed

CODE_LASTS = timedelta(hours=1)
NO_SERVER = M("本站没有开通邮件。")


@dataclass(frozen=True)
class OwnAddress:
    """What the owner of an account sees: the confirmed address and the one that waits for its code; None without."""

    confirmed: str | None
    asked: str | None


def own_address(actor: Actor, now: datetime, settings: Settings) -> OwnAddress:
    """The OwnAddress of the actor."""
    row = MailAddress.get_or_none(MailAddress.account == actor.account)
    if row is None:
        return OwnAddress(None, None)
    asked = row.asked_sealed if row.asked_until and row.asked_until > now else None
    return OwnAddress(*(sealed and _opened(sealed, row.account_id, settings) for sealed in (row.sealed, asked)))


def ask_for(actor: Actor, address: object, *, head: Letterhead, now: datetime, settings: Settings) -> None:
    """Send a code to `address`, which becomes the account's once the code is given back within CODE_LASTS.

    The caller has reauthenticated the actor. Raises Invalid, TooMany, and Conflict where no mail server is set up.
    """
    if settings.mail is None:
        raise Conflict(NO_SERVER)
    checked, code = check_address(address), new_code()
    enforce_limit("mail", actor.account, now, settings.rate_limits)
    columns = {
        "asked_sealed": Encryptor(settings.secret_key).encrypt(checked, _purpose(actor.account)),
        "asked_code_hash": code_hash(code),
        "asked_until": now + CODE_LASTS,
    }
    with db.write():
        MailAddress.insert(account=actor.account).on_conflict_ignore().execute()
        MailAddress.update(columns).where(MailAddress.account == actor.account).execute()
        letter = letters.confirmation(checked, code, head)
        _post(f"confirm-{str(columns['asked_code_hash'])[:32]}", letter, now, settings)


def confirm(actor: Actor, code: object, *, head: Letterhead, now: datetime, settings: Settings) -> None:
    """Make the address to which `code` was sent the account's; the one before is told. Raises Invalid for a wrong or old code.

    A code has 79 random bits, so guesses need not be counted.
    """
    with db.write():
        row = MailAddress.get_or_none(
            MailAddress.account == actor.account,
            MailAddress.asked_code_hash == code_hash(code),
            MailAddress.asked_until > now,
        )
        if row is None:
            raise Invalid(code=M("验证码不对，或者已经过期。"))
        key = address_key(_opened(row.asked_sealed, row.account_id, settings), settings)
        if key != row.key_hash:
            _tell_former(row, head, now, settings)
        MailAddress.update(
            sealed=row.asked_sealed,
            key_hash=key,
            confirmed_at=now,
            asked_sealed=None,
            asked_code_hash=None,
            asked_until=None,
        ).where(MailAddress.id == row.id).execute()
        log.record(Deed.MAIL, ("account", actor.public_id), actor=actor, now=now)


def remove(actor: Actor, *, head: Letterhead, now: datetime, settings: Settings) -> None:
    """Forget the account's address, which is told. The caller has reauthenticated the actor. Nothing when there is none."""
    with db.write():
        row = MailAddress.get_or_none(MailAddress.account == actor.account)
        if row is None:
            return
        _tell_former(row, head, now, settings)
        MailAddress.delete().where(MailAddress.id == row.id).execute()
        if row.sealed:
            log.record(Deed.MAIL_END, ("account", actor.public_id), actor=actor, now=now)


def check_address(address: object) -> str:
    """The address in its normal form; raises Invalid. Whether it exists shows when the code is given back."""
    text = address.strip() if isinstance(address, str) else ""
    try:
        return str(validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized)
    except EmailNotValidError:
        raise Invalid(mail=M("这不是一个完整的邮箱地址，例如 name@example.com。")) from None


def address_key(address: str, settings: Settings) -> str:
    """The keyed hash by which an address is found, in whatever case it is typed."""
    text = f"wenqu/mail/v1\0{address.casefold()}".encode()
    return hmac.new(settings.secret_key.encode(), text, hashlib.sha256).hexdigest()


def confirmed_address(account: Account, settings: Settings) -> str | None:
    """The account's confirmed address, None without one."""
    row = MailAddress.get_or_none(MailAddress.account == account, MailAddress.sealed.is_null(False))
    return _opened(row.sealed, account.id, settings) if row else None


def _tell_former(row: MailAddress, head: Letterhead, now: datetime, settings: Settings) -> None:
    """Tell the address that was confirmed before, so that a thief cannot change it in silence."""
    if row.sealed and settings.mail:
        letter = letters.address_changed(_opened(row.sealed, row.account_id, settings), head)
        _post(f"changed-{hashlib.sha256(row.sealed.encode()).hexdigest()[:32]}", letter, now, settings)


def _post(key: str, letter: Letter, now: datetime, settings: Settings) -> None:
    encryptor = Encryptor(settings.secret_key)
    put("mail", key, letter, now=now, encryptor=encryptor, expires_at=now + CODE_LASTS)


def _opened(sealed: str, account: int, settings: Settings) -> str:
    return Encryptor(settings.secret_key).decrypt(sealed, _purpose(account))


def _purpose(account: int | None) -> str:
    return f"mail_address/sealed/{account}"
