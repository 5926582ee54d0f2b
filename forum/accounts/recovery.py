"""Recovery codes, and choosing a new password with one or with the code that an administrator gave."""

import hashlib
import secrets
from datetime import datetime

from forum.accounts import actions, guesses, passwords
from forum.accounts.guesses import Client
from forum.accounts.models import Account, RecoveryCode, Reset
from forum.accounts.queries import account_named, actor_of_account
from forum.config import Settings
from forum.messages import M
from forum.problems import Unauthorized
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed
from forum.text.names import login_name

CODES = 10  # recovery codes made at once
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0, 1, i, l and o
LENGTH = 16  # letters of a code, 79 bits: nobody finds one by its hash


def new_code() -> str:
    """A random code as it is shown, in groups of four."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def code_hash(code: object) -> str | None:
    """The hash under which a code is stored, however it is grouped and in either case; None for what can be no code."""
    letters = "".join(character for character in str(code).lower() if character not in " -\t")
    fits = isinstance(code, str) and len(letters) == LENGTH and set(letters) <= set(ALPHABET)
    return hashlib.sha256(f"wenqu/code/v1\0{letters}".encode()).hexdigest() if fits else None


def make_recovery_codes(actor: Actor, *, now: datetime) -> list[str]:
    """New recovery codes, to be shown once; those made before count no longer. The caller has reauthenticated the actor."""
    codes = [new_code() for _ in range(CODES)]
    rows = [{"code_hash": code_hash(code), "account": actor.account, "created_at": now} for code in codes]
    with db.write():
        RecoveryCode.delete().where(RecoveryCode.account == actor.account).execute()
        RecoveryCode.insert_many(rows).execute()
        log.record(Deed.RECOVERY_CODES, ("account", actor.public_id), actor=actor, now=now)
    return codes


def use_recovery_code(account: Account, code: object, now: datetime) -> bool:
    """Whether `code` is an unused recovery code of the account, which it then is no longer."""
    hashed = code_hash(code)
    if hashed is None:
        return False
    with db.write():
        used = RecoveryCode.update(used_at=now).where(
            RecoveryCode.account == account, RecoveryCode.code_hash == hashed, RecoveryCode.used_at.is_null()
        )
        return bool(used.execute() == 1)


def recover(username: object, code: object, new: object, *, client: Client, now: datetime, settings: Settings) -> None:
    """Choose a new password with a recovery code or an administrator's; ends every session and token.

    Raises Invalid for a poor password, Unauthorized alike for an unknown name and a wrong code, and TooMany. A second factor
    that is bound is asked for as before: one code never stands for both.
    """
    username = login_name(username)
    new_hash = passwords.hash_password(passwords.check_password(new, username))
    with guesses.counted(username, client, now, settings):
        account = account_named(username)
        if account is None or account.disabled_at or not _recovered(account, code, new_hash, now):
            raise Unauthorized(M("用户名或恢复码不对，或者恢复码已经用过、过期。"))


def _recovered(account: Account, code: object, new_hash: str, now: datetime) -> bool:
    with db.write():
        if not (_use_reset(account, code, now) or use_recovery_code(account, code, now)):
            return False
        actions.set_password(account, new_hash)
        actions.end_sessions(account, now)
        guesses.forget_clients(account)
        subject = ("account", account.public_id)
        log.record(Deed.PASSWORD_RECOVER, subject, actor=actor_of_account(account, now), now=now)
    return True


def _use_reset(account: Account, code: object, now: datetime) -> bool:
    used = Reset.update(used_at=now).where(
        Reset.account == account, Reset.code_hash == code_hash(code), Reset.used_at.is_null(), Reset.expires_at > now
    )
    return code_hash(code) is not None and used.execute() == 1
