"""Keeping a submitted form, opening it again, and deleting it."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from forum.accounts.queries import key_hash
from forum.kept.models import KeptForm
from forum.messages import M
from forum.private import Encryptor
from forum.problems import NotFound, TooLarge
from forum.store import db

LIFETIME = timedelta(days=1)
LARGEST = 256 * 1024  # bytes of one form, encoded as JSON
MOST_OF_A_BROWSER = 20
MOST = 2000
GONE = M("没有这份内容：已经提交过，或者过了一天。它只能由写它的人在原来的浏览器里打开。")

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """A kept form: `endpoint` and `address` (with its query) to which it was sent, and its fields in their order."""

    endpoint: str
    address: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)


def keep(form: Kept, *, browser: str, account: int | None, now: datetime, encryptor: Encryptor) -> str:
    """Store a form for the browser with the secret `browser`; returns the key that opens it. Raises TooLarge.

    `account` is the writer's, None when it is not known. The oldest forms make room, those of unknown writers first.
    """
    text = json.dumps(form.fields, ensure_ascii=False)
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise TooLarge()
    key = secrets.token_urlsafe(32)
    with db.write():
        _delete_beyond(KeptForm.select().where(KeptForm.browser_hash == key_hash(browser)), MOST_OF_A_BROWSER - 1)
        _delete_beyond(KeptForm.select(), MOST - 1)
        KeptForm.insert(
            key_hash=key_hash(key),
            browser_hash=key_hash(browser),
            account_id=account,
            endpoint=form.endpoint,
            address=form.address,
            sealed=encryptor.encrypt(text, _purpose(key)),
            at=now,
        ).execute()
    return key


def open_kept(key: str, *, browser: str, account: int | None, now: datetime, encryptor: Encryptor) -> Kept:
    """The kept form under `key`; raises NotFound in another browser, for another account, and after LIFETIME."""
    row = KeptForm.get_or_none(_by(key, browser), KeptForm.at > now - LIFETIME)
    if row is None or (account is not None and row.account_id not in (None, account)):
        raise NotFound(GONE)
    fields = json.loads(encryptor.decrypt(row.sealed, _purpose(key)))
    return Kept(row.endpoint, row.address, tuple((name, value) for name, value in fields))


def claim(browser: str, account: int) -> None:
    """Make the forms of a browser whose writer is unknown those of the account that signs in there."""
    with db.write():
        mine = (KeptForm.browser_hash == key_hash(browser)) & KeptForm.account_id.is_null()
        KeptForm.update(account_id=account).where(mine).execute()


def forget(key: str, browser: str) -> None:
    """Delete the form under `key` after it was accepted."""
    with db.write():
        KeptForm.delete().where(_by(key, browser)).execute()


class Expiring:
    """Upkeep in the worker: deletes the forms that were kept for longer than LIFETIME."""

    name = "kept forms"

    def advance(self, now: datetime) -> int:
        """Delete what has expired; always 0, since no entry of the log is passed."""
        expired = KeptForm.at <= now - LIFETIME
        if KeptForm.select().where(expired).exists():
            with db.write():
                KeptForm.delete().where(expired).execute()
        return 0


def _by(key, browser):
    return (KeptForm.key_hash == key_hash(key)) & (KeptForm.browser_hash == key_hash(browser))


def _delete_beyond(forms, most):
    """Delete the forms beyond `most`: the oldest of unknown writers, then the oldest."""
    surplus = forms.count() - most
    if surplus > 0:
        oldest = forms.order_by(KeptForm.account_id.is_null().desc(), KeptForm.at, KeptForm.id).limit(surplus)
        KeptForm.delete().where(KeptForm.id.in_([row.id for row in oldest])).execute()


def _purpose(key):
    return f"kept_form/fields/{key_hash(key)}"
