"""Accounts for the members of an old forum: their names, when they registered and, once, their old passwords."""

import contextlib
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

from boards.imports.old_forum import came_of
from boards.imports.old_forum.records import Member
from boards.imports.people import netizen
from boards.queries.lists.departments import reserved_names
from forum.accounts import actions
from forum.accounts.models import Account
from forum.accounts.queries import account_named, actor_of_account
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Actor, Role
from forum.site_settings import Site
from forum.text.names import LONGEST, check_display_name, check_official_name, check_username

NOBODY = "原论坛用户"
MODERATORS = "原论坛管理组"


class People:
    """The accounts of one old forum, called `source`. Its methods are called inside `db.write()`."""

    def __init__(self, source: str, began: datetime, now: datetime, site: Site) -> None:
        self._source, self._began, self._now = source, began, now
        self._reserved = reserved_names(site)
        self._known: dict[str, Actor] = {}

    def member(self, member: Member) -> Actor:
        """The Actor of a member, as a netizen; opened when missing."""
        key = f"m{member.id}"
        if key not in self._known:
            self._known[key] = netizen(self._account_of(member))
        return self._known[key]

    def guest(self, name: str) -> Actor:
        """The Actor of somebody who had no account there, or has none left."""
        return self._nameless(f"g{_digest(name or NOBODY)}", name or NOBODY)

    def speaker(self, member: Member, department: int) -> Actor:
        """The Actor of a member who answers for a department, as of the forum's beginning."""
        return self._official(f"s{member.id}.{department}", self.member(member), Role.SPOKESPERSON, department)

    def moderator(self) -> Actor:
        """The Actor in whose name what was hidden there is hidden here."""
        return self._official("moderator", self._nameless("moderators", MODERATORS), Role.MODERATOR)

    def _official(self, key: str, actor: Actor, role: Role, department: int | None = None) -> Actor:
        if key not in self._known:
            account = Account.get_by_id(actor.account)
            actions.grant(account, role, department, now=self._began)
            self._known[key] = actor_of_account(account, self._now)
        return self._known[key]

    def _nameless(self, key: str, name: str) -> Actor:
        """The Actor of an account to which nobody can log in."""
        if key not in self._known:
            # A colon cannot be registered, so nobody gets these posts by registering the name first.
            username = f"{self._source}:{key}"
            names = self._display_names(name, username, official=key == "moderators")
            self._known[key] = netizen(account_named(username) or self._opened([username], names, None, self._began))
        return self._known[key]

    def _account_of(self, member: Member) -> Account:
        if known := came_of.came_of(self._source, came_of.MEMBER, member.id):
            return Account.get_by_id(known)
        joined = datetime.fromtimestamp(member.joined, UTC) if member.joined > 0 else self._began
        names = self._display_names(member.name, f"{self._source}:m{member.id}", member.official)
        account = self._opened(self._usernames(member), names, member.password, joined)
        came_of.note(self._source, came_of.MEMBER, [(member.id, account.id)])
        return account

    def _usernames(self, member: Member) -> list[str]:
        """What somebody may log in with: the old name where nobody has it here and there is a password to it."""
        reserved = f"{self._source}:m{member.id}"
        if member.password is None:
            return [reserved]
        with contextlib.suppress(Invalid):
            return [check_username(member.name), reserved]
        return [reserved]

    def _opened(self, usernames: list[str], names: Iterator[str], password: str | None, joined: datetime) -> Account:
        username = next(each for each in usernames if account_named(each) is None)
        for name in names:
            with contextlib.suppress(Invalid):
                return actions.open_account(username, name, password, now=joined)
        raise Invalid(author=M("这个名字和由它派生的名字都已经有人用了。"))

    def _display_names(self, name: str, key: str, official: bool) -> Iterator[str]:
        with contextlib.suppress(Invalid):
            yield check_official_name(name) if official else check_display_name(name, self._reserved)
        for derived in (f"网友·{name}"[:LONGEST], f"网友·{_digest(key)}"):
            with contextlib.suppress(Invalid):
                yield check_official_name(derived)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
