"""Tables of accounts, role grants, sessions, tokens, attempts, mail addresses, phone numbers and sanctions."""

import secrets

import peewee

from forum.store.db import Instant, Model


class Account(Model):
    """An account. `name_key` is the folded display name (forum.text.name_keys.name_key), unique among accounts.

    `otp_secret` is encrypted (forum.accounts.second_factor). `history_since` is set while its holder wants a list of what he reads.
    `closes_at` is when it will be closed, `closed_at` when it was (forum.personal.closing). `profile_id` stands in the address of
    its profile: `public_id` stands in leaves of the ledger, which say more of an account than its profile does.
    """

    id = peewee.BigAutoField()
    username = peewee.CharField(max_length=40, unique=True)
    display_name = peewee.CharField(max_length=40)
    name_key = peewee.CharField(max_length=80, unique=True)
    password_hash = peewee.CharField(max_length=200, null=True)
    public_id = peewee.CharField(max_length=32, unique=True)
    language = peewee.CharField(max_length=8, null=True)
    otp_secret = peewee.CharField(max_length=200, null=True)
    otp_last_step = peewee.BigIntegerField(default=0)
    unread = peewee.IntegerField(default=0)
    created_at = Instant()
    disabled_at = Instant(null=True)
    history_since = Instant(null=True)
    closes_at = Instant(null=True)
    closed_at = Instant(null=True)
    profile_id = peewee.CharField(max_length=16, null=True, unique=True, default=lambda: secrets.token_hex(8))

    class Meta:
        table_name = "account"


Account.add_index(Account.index(Account.closes_at, where=Account.closes_at.is_null(False), name="account_closing"))
Account.add_index(Account.index(Account.id, where=Account.closed_at.is_null(False), name="account_closed"))


class AccountName(Model):
    """A name that the account had until then, folded in `name_key` as in Account; public as long as the account is not closed."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account)
    name = peewee.CharField(max_length=40)
    name_key = peewee.CharField(max_length=80, index=True)
    until = Instant()

    class Meta:
        table_name = "account_name"


class RoleGrant(Model):
    """Who holds which role, for which department, granted and revoked by whom and when."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account)
    role = peewee.CharField(max_length=20)
    department_id = peewee.BigIntegerField(null=True)
    granted_by = peewee.ForeignKeyField(Account, null=True)
    granted_at = Instant()
    revoked_by = peewee.ForeignKeyField(Account, null=True)
    revoked_at = Instant(null=True)

    class Meta:
        table_name = "role_grant"
        indexes = ((("role", "department_id"), False),)


class Session(Model):
    """A server-side session; the cookie contains a random key, `key_hash` its hash.

    `browser`, `network` and `seen_on` say coarsely where it is used (forum.accounts.devices), and are erased when it ends.
    """

    id = peewee.BigAutoField()
    key_hash = peewee.CharField(max_length=64, unique=True)
    account = peewee.ForeignKeyField(Account)
    created_at = Instant()
    expires_at = Instant()
    ended_at = Instant(null=True)
    second_factor = peewee.BooleanField(default=False)
    browser = peewee.CharField(max_length=60, null=True)
    network = peewee.CharField(max_length=60, null=True)
    seen_on = peewee.DateField(null=True)

    class Meta:
        table_name = "session"


NOWHERE = dict.fromkeys(("browser", "network", "seen_on"))  # what a Session that has ended says of its device


class Token(Model):
    """A bearer token of the API, stored as its hash."""

    id = peewee.BigAutoField()
    key_hash = peewee.CharField(max_length=64, unique=True)
    account = peewee.ForeignKeyField(Account)
    created_at = Instant()
    expires_at = Instant()
    ended_at = Instant(null=True)

    class Meta:
        table_name = "token"


class Attempt(Model):
    """One use of something that is limited, as a login, counted by kind and subject (forum.accounts.limits)."""

    id = peewee.BigAutoField()
    kind = peewee.CharField(max_length=20)
    subject = peewee.CharField(max_length=80)
    at = Instant()

    class Meta:
        table_name = "attempt"
        indexes = ((("kind", "subject", "at"), False), (("at",), False))


class KnownClient(Model):
    """A device or network from which the account has signed in, as a keyed hash (forum.accounts.guesses)."""

    id = peewee.BigAutoField()
    key_hash = peewee.CharField(max_length=64, unique=True)
    account = peewee.ForeignKeyField(Account)
    last_at = Instant()

    class Meta:
        table_name = "known_client"


class RecoveryCode(Model):
    """A code that its owner keeps for a lost password or authenticator: stored as its hash, used once."""

    id = peewee.BigAutoField()
    code_hash = peewee.CharField(max_length=64, unique=True)
    account = peewee.ForeignKeyField(Account)
    created_at = Instant()
    used_at = Instant(null=True)

    class Meta:
        table_name = "recovery_code"


class Reset(Model):
    """A reset by an administrator; `given_by` is None for a command. One of a password has a code, stored as its hash."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account)
    kind = peewee.CharField(max_length=20)
    code_hash = peewee.CharField(max_length=64, null=True, unique=True)
    given_by = peewee.ForeignKeyField(Account, null=True, index=False)
    given_at = Instant()
    expires_at = Instant(null=True)
    used_at = Instant(null=True)

    class Meta:
        table_name = "account_reset"


class MailAddress(Model):
    """The mail address of an account: `sealed` is the confirmed one, encrypted; `key_hash` is a keyed hash to find it by.

    `asked_sealed` is one that its owner has not confirmed yet, with the hash of the code that confirms it until `asked_until`.
    """

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, unique=True)
    sealed = peewee.TextField(null=True)
    key_hash = peewee.CharField(max_length=64, null=True, index=True)
    confirmed_at = Instant(null=True)
    asked_sealed = peewee.TextField(null=True)
    asked_code_hash = peewee.CharField(max_length=64, null=True)
    asked_until = Instant(null=True)

    class Meta:
        table_name = "mail_address"


class PhoneNumber(Model):
    """The phone number of an account as its holder typed it: `sealed` is encrypted, `key_hash` a keyed hash, both as in MailAddress."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, unique=True)
    sealed = peewee.TextField()
    key_hash = peewee.CharField(max_length=64)
    given_at = Instant()

    class Meta:
        table_name = "phone_number"


class Sanction(Model):
    """A warning or a suspension of a netizen by a moderator; `post_id` is the post that is its cause."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account)
    kind = peewee.CharField(max_length=20)
    code = peewee.CharField(max_length=20)
    text = peewee.TextField()
    post_id = peewee.BigIntegerField(null=True)
    since = Instant()
    until = Instant(null=True)
    given_by = peewee.ForeignKeyField(Account, index=False)
    lifted_at = Instant(null=True)
    lifted_by = peewee.ForeignKeyField(Account, null=True, index=False)
    lifted_text = peewee.TextField(default="")

    class Meta:
        table_name = "sanction"
        indexes = ((("kind", "until"), False),)
