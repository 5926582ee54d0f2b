"""Finds who bears a name, and the names that begin with what is typed."""

from collections.abc import Collection
from typing import Any

import peewee

from boards.mentions.models import MentionKey
from boards.mentions.pages import Bearer, NamedPage
from boards.models.threads import Department, Post
from boards.profiles.queries import public_posts
from boards.queries.parts.department_options import department_options
from boards.rules.text.department_names import Rank, find_departments
from boards.rules.text.initials import initials
from forum.accounts.models import Account, AccountName
from forum.store.sql.conditions import is_false
from forum.text.name_keys import name_key
from forum.text.names import LONGEST

MOST = 8  # names that are offered
MOST_OFFICES = 4  # of them
LOOKED_AT = 50  # names that begin so, of which MOST are offered
MOST_BEARERS = 10
_OFFICES = (Rank.NAME, Rank.BEGINNING, Rank.INSIDE, Rank.INITIALS)


def named_page(name: str) -> NamedPage:
    """The NamedPage of a name, spelled in any way that folds to it; without bearers when nobody is publicly known by it."""
    key = name_key(name[: 2 * LONGEST])
    return NamedPage(name, (*_offices(key), *_accounts(key), *_former(key)) if key else ())


def names_that_begin(typed: str, thread: int | None = None) -> tuple[Bearer, ...]:
    """At most MOST who can be mentioned and whose name or initials begin with `typed`.

    Departments come first, then who wrote in `thread`.
    """
    typed = typed[:LONGEST]
    offices = [each.option for each in find_departments(typed, department_options()) if each.rank in _OFFICES]
    found = [Bearer(each.short, f"/departments/{each.slug}", office=True) for each in offices if each.offered]
    people = [Bearer(name, f"/users/{profile}") for name, profile in _people(typed, thread)]
    return (*found[:MOST_OFFICES], *people)[:MOST]


def accounts_named(keys: Collection[str]) -> dict[str, int]:
    """{folded name: the account that bears it now, else the last that bore it}, of accounts that can be told; two statements."""
    told = Account.disabled_at.is_null() & Account.closed_at.is_null()
    rows = AccountName.select(AccountName.name_key, AccountName.account).join(Account)
    former = rows.where(AccountName.name_key.in_(keys), told).order_by(AccountName.id).tuples()
    current = Account.select(Account.name_key, Account.id).where(Account.name_key.in_(keys), told).tuples()
    return dict(former) | dict(current)


def departments_named(keys: Collection[str]) -> dict[str, int]:
    """{folded name: the active department that is called so, in short or in full}; one statement."""
    rows = Department.select(Department.id, Department.name, Department.short).where(Department.active)
    return {key: id for id, *names in rows.tuples() for key in map(name_key, names) if key in keys}


def stored_key(key: str) -> str:
    """A key of a name as MentionKey holds it."""
    return key.encode().hex()


def _offices(key: str) -> list[Bearer]:
    rows = Department.select(Department.slug, Department.name, Department.short).tuples()
    return [
        Bearer(name, f"/departments/{slug}", office=True)
        for slug, name, short in rows
        if key in (name_key(name), name_key(short))
    ]


def _accounts(key: str) -> list[Bearer]:
    rows = Account.select(Account.display_name, Account.profile_id).where(Account.name_key == key, *_known())
    return [Bearer(name, f"/users/{profile}") for name, profile in rows.tuples()]


def _former(key: str) -> list[Bearer]:
    columns = AccountName.name, Account.profile_id, AccountName.until
    rows = AccountName.select(*columns).join(Account).where(AccountName.name_key == key, *_known())
    newest = rows.order_by(AccountName.id.desc()).limit(MOST_BEARERS)
    return [Bearer(name, f"/users/{profile}", until=until) for name, profile, until in newest.tuples()]


def _known() -> tuple[Any, ...]:
    """That an account has a public profile: who wrote only anonymously is named nowhere."""
    return Account.closed_at.is_null(), peewee.fn.EXISTS(public_posts(Account.id).select(peewee.SQL("1")).limit(1))


def _people(typed: str, thread: int | None) -> list[tuple[str, str]]:
    """(name, profile) of members: those who wrote in the thread first, then shorter names."""
    keys = {key for key in (name_key(typed), initials(typed) if typed.isascii() else "") if key}
    if not keys:
        return []
    found = MentionKey.select(MentionKey.account).where(_any(_begins_with(stored_key(key)) for key in keys))
    nearest = found.order_by(peewee.fn.LENGTH(MentionKey.key), MentionKey.id).limit(LOOKED_AT)
    there = Post.select(Post.id).where(
        Post.author == Account.id,
        Post.place_thread == (thread or 0),
        is_false(Post.anonymous),
        Post.hidden_at.is_null(),
    )
    rows = Account.select(Account.display_name, Account.profile_id).where(Account.id.in_(nearest), *_known())
    here = peewee.Case(None, [(peewee.fn.EXISTS(there), 0)], 1)
    return list(rows.order_by(here, peewee.fn.LENGTH(Account.display_name), Account.id).limit(MOST).tuples())


def _begins_with(key: str) -> Any:
    return (MentionKey.key >= key) & (MentionKey.key < f"{key}g")  # g is behind all hexadecimal digits


def _any(conditions: Any) -> Any:
    first, *rest = conditions
    for condition in rest:
        first |= condition
    return first
