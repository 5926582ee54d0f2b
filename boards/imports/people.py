"""Accounts for imported authors. They have no password, so nobody can log in to them."""

import contextlib
import hashlib
from collections.abc import Iterable
from datetime import datetime

from boards.queries.lists.departments import reserved_names
from forum.accounts.actions import open_account
from forum.accounts.models import Account
from forum.accounts.queries import account_named
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Actor
from forum.site_settings import Site
from forum.text.names import check_display_name, check_official_name


def imported_author(code: str, joined: datetime, site: Site) -> Actor:
    """The netizen Actor of an author's `code`, created as of `joined` when missing. Call it inside `db.write()`."""
    return netizen(get_or_create_imported(code, _citizens_names(code, site), joined))


def netizen(account: Account) -> Actor:
    """The Actor of an imported account, which holds no role."""
    return Actor(account.id, account.display_name, account.public_id, account.username)


def get_or_create_imported(code: str, names: Iterable[str], joined: datetime) -> Account:
    """The account for `code`, created when missing under the first of `names` that is free; raises Invalid."""
    # A colon cannot be registered, so nobody can get an author's imported posts by registering the name first.
    username = f"questions:{_digest(code)}"
    return account_named(username) or _opened(username, _allowed(names), joined)


def _opened(username, names, joined):
    for name in names:
        try:
            return open_account(username, name, None, now=joined)
        except Invalid:
            continue  # the name is taken
    raise Invalid(author=M("这个名字和由它派生的名字都已经有人用了。"))


def _digest(code):
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def _citizens_names(code, site):
    with contextlib.suppress(Invalid):
        yield check_display_name(code, reserved_names(site))
    yield f"网友·{code}"
    yield f"网友·{_digest(code)}"


def _allowed(names):
    for name in names:
        try:
            yield check_official_name(name)
        except Invalid:
            continue
