"""A lost password: a code is sent to the confirmed address of the account."""

from datetime import datetime, timedelta

from forum.accounts.guesses import Client
from forum.accounts.limits import enforce_limit
from forum.accounts.models import Account, MailAddress, Reset
from forum.accounts.recovery import code_hash, new_code
from forum.config import Settings
from forum.mail import letters
from forum.mail.addresses import address_key, confirmed_address
from forum.mail.letters import Letterhead
from forum.outbox.actions import put
from forum.private import Encryptor
from forum.problems import TooMany
from forum.store import db
from forum.text.names import login_name

KIND = "mail"
CODE_LASTS = timedelta(hours=1)
MOST = 5  # accounts with one address that are written to


def send_codes(who: object, *, client: Client, head: Letterhead, now: datetime, settings: Settings) -> None:
    """Send a code for a new password to the account with the user name or the confirmed address `who`.

    Nobody learns from the answer whether there is one: nothing is raised for an unknown name, for an account without an
    address, or when the account was written to often enough. Raises TooMany for the network that asks. The password stays
    valid until another is chosen (forum.accounts.recovery.recover).
    """
    enforce_limit("recovery-network", client.network, now, settings.rate_limits)
    if settings.mail is None:
        return
    for account in _accounts(who, settings):
        try:
            enforce_limit("recovery-mail", account.id, now, settings.rate_limits)
        except TooMany:
            continue
        _send_code(account, head, now, settings)


def _accounts(who: object, settings: Settings) -> list[Account]:
    text = who.strip() if isinstance(who, str) else ""
    named = MailAddress.key_hash == address_key(text, settings) if "@" in text else Account.username == login_name(text)
    usable = MailAddress.sealed.is_null(False), Account.disabled_at.is_null()
    return list(Account.select().join(MailAddress).where(named, *usable).order_by(Account.id).limit(MOST))


def _send_code(account: Account, head: Letterhead, now: datetime, settings: Settings) -> None:
    address, code, until = confirmed_address(account, settings), new_code(), now + CODE_LASTS
    if address is None:
        return
    letter = letters.recovery(address, account.username, code, head)
    hashed = code_hash(code)
    with db.write():
        # A code of ours that was not used counts no longer; one that an administrator gave stays.
        Reset.update(code_hash=None).where(Reset.account == account, Reset.kind == KIND).execute()
        Reset.insert(account=account, kind=KIND, given_at=now, code_hash=hashed, expires_at=until).execute()
        put(
            "mail",
            f"recover-{str(hashed)[:32]}",
            letter,
            now=now,
            encryptor=Encryptor(settings.secret_key),
            expires_at=until,
        )
