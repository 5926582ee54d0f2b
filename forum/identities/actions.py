"""Opening an account for somebody on a channel, binding him to another account by a code, and ending that."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from forum.accounts import actions as accounts
from forum.accounts.limits import enforce_limit
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.accounts.recovery import ALPHABET
from forum.config import Settings
from forum.identities.models import AccountMerge, Identity, IdentityCode
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed

CODE_LASTS = timedelta(minutes=10)
LETTERS = 8  # of a code, 39 bits, guessed at most ten times in a quarter of an hour by one account


def identity_key(channel: str, external_id: str, settings: Settings) -> str:
    """The keyed hash by which a person on a channel is found."""
    text = f"wenqu/identity/v1\0{channel}\0{external_id}".encode()
    return hmac.new(settings.secret_key.encode(), text, hashlib.sha256).hexdigest()


def identity_of(channel: str, external_id: str, settings: Settings) -> Identity | None:
    """The Identity of that person, None for one who has no account."""
    return Identity.get_or_none(
        Identity.channel == channel, Identity.key_hash == identity_key(channel, external_id, settings)
    )


def external_id(identity: Identity, settings: Settings) -> str:
    """The id on its channel; raises forum.private.DecryptionError."""
    return Encryptor(settings.secret_key).decrypt(identity.sealed, _purpose(identity.channel, identity.key_hash))


def open_for(channel: str, external: str, name: str, *, now: datetime, settings: Settings) -> Identity:
    """The Identity of that person, with an account opened for it when there is none; the channel has proved who it is.

    The account has no password: it is used by the channel. It is called `name` and a number.
    """
    with db.write():
        if found := identity_of(channel, external, settings):
            return found
        number = secrets.token_hex(6)
        shown = f"{name}{int(number, 16) % 10**8:08d}"
        account = accounts.open_account(f"{channel}-{number}", shown, None, now=now)
        return _insert(channel, identity_key(channel, external, settings), external, account, now, settings)


def new_code(channel: str, external: str, *, now: datetime, settings: Settings) -> str:
    """A code to be sent to that person on the channel; it replaces the one before and counts for CODE_LASTS."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    key = identity_key(channel, external, settings)
    sealed = Encryptor(settings.secret_key).encrypt(external, _purpose(channel, key))
    with db.write():
        IdentityCode.delete().where((IdentityCode.until <= now) | _same(channel, key)).execute()
        hashed = _code_hash(code, settings)
        IdentityCode.insert(
            channel=channel, key_hash=key, sealed=sealed, code_hash=hashed, until=now + CODE_LASTS
        ).execute()
    return f"{code[:4]}-{code[4:]}"


def bind(actor: Actor, code: object, *, now: datetime, settings: Settings) -> Identity:
    """Bind whom the code was sent to on his channel to the actor's account. The caller has reauthenticated the actor.

    An account that the channel had opened is merged into it, since the code proves that one and signing in the other. Raises
    Invalid for a wrong or old code, TooMany, Forbidden for holders of an office, and Conflict for an identity of another account.
    """
    if not actor.signed_in:
        raise Unauthorized()
    if actor.official:
        raise Forbidden(M("有职务的账号不能绑定别的渠道：职务要用动态口令确认，那里没有。"))
    enforce_limit("identity-code", actor.account, now, settings.rate_limits)
    with db.write():
        given = IdentityCode.get_or_none(IdentityCode.code_hash == _code_hash(code, settings), IdentityCode.until > now)
        if given is None:
            raise Invalid(code=M("验证码不对，或者已经过期。请在那边再要一个。"))
        IdentityCode.delete().where(IdentityCode.id == given.id).execute()
        return _bound(actor, given, now, settings)


def end(actor: Actor, number: int, *, now: datetime) -> None:
    """End one of the actor's own bindings; raises NotFound, and Conflict for the only way into an account without a password."""
    with db.write():
        mine = Identity.get_or_none(Identity.id == number, Identity.account == actor.account)
        if mine is None:
            raise NotFound(M("没有这个绑定，或者已经解除。"))
        if Account.get_by_id(actor.account).password_hash is None:
            raise Conflict(M("这个账号没有密码，解除以后就再也进不来了。可以先注册一个账号，把这个渠道绑定过去。"))
        Identity.delete().where(Identity.id == mine.id).execute()
        log.record(Deed.CHANNEL_END, ("account", actor.public_id), actor=actor, now=now, reason=mine.channel)


def _bound(actor: Actor, given: IdentityCode, now: datetime, settings: Settings) -> Identity:
    before = Identity.get_or_none(_same_identity(given.channel, given.key_hash))
    if before and before.account_id == actor.account:
        return before
    if before:
        _merge(before, actor, now)
    external = Encryptor(settings.secret_key).decrypt(given.sealed, _purpose(given.channel, given.key_hash))
    account = Account.get_by_id(actor.account)
    bound = _insert(given.channel, given.key_hash, external, account, now, settings)
    log.record(Deed.CHANNEL_BIND, ("account", actor.public_id), actor=actor, now=now, reason=given.channel)
    return bound


def _merge(before: Identity, actor: Actor, now: datetime) -> None:
    """Take an identity from the account that its channel had opened; raises Conflict for one that its holder had bound elsewhere."""
    former = Account.get_by_id(before.account_id)
    if former.password_hash is not None or actor_of_account(former, now).official:
        raise Conflict(M("那边绑定着另一个账号。请先登录那个账号，在“绑定的渠道”里解除。"))
    Identity.delete().where(Identity.id == before.id).execute()
    AccountMerge.insert(account=actor.account, former=former, at=now).on_conflict_ignore().execute()


def _insert(channel: str, key: str, external: str, account: Account, now: datetime, settings: Settings) -> Identity:
    sealed = Encryptor(settings.secret_key).encrypt(external, _purpose(channel, key))
    return Identity.create(channel=channel, key_hash=key, sealed=sealed, account=account, verified_at=now)


def _same(channel: str, key: str) -> Any:
    return (IdentityCode.channel == channel) & (IdentityCode.key_hash == key)


def _same_identity(channel: str, key: str) -> Any:
    return (Identity.channel == channel) & (Identity.key_hash == key)


def _code_hash(code: object, settings: Settings) -> str:
    letters = "".join(character for character in str(code).lower() if character in ALPHABET)
    return hmac.new(settings.secret_key.encode(), f"wenqu/code/v1\0{letters}".encode(), hashlib.sha256).hexdigest()


def _purpose(channel: str, key: str) -> str:
    return f"identity/sealed/{channel}/{key}"
