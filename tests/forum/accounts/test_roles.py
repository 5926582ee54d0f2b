"""Roles are dated grants: held from the grant to the revocation, and only then."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from forum.accounts import actions as accounts
from forum.accounts.models import Account, RoleGrant, Session
from forum.accounts.queries import actor_of_account, actor_of_session, key_hash, role_holders
from forum.problems import Conflict, Invalid
from forum.roles import BOUND_TO_DEPARTMENT, GRANTABLE, ActingRole, Role
from forum.store import db
from forum.store.log import Deed, Entry, entry_data

HOUR = timedelta(hours=1)


@pytest.fixture
def account(cast):
    return Account.get_by_id(cast.neighbour.account)


def hats(account, now):
    return actor_of_account(account, now).acting_roles


def sign_in(account, now, key="a key"):
    Session.create(
        key_hash=key_hash(key), account=account, created_at=now, expires_at=now + 99 * HOUR, second_factor=True
    )
    return key


@pytest.mark.parametrize("role", GRANTABLE)
def test_a_role_is_held_from_the_grant_until_the_revocation(account, places, cast, now, role):
    department = places.housing.id if role in BOUND_TO_DEPARTMENT else None
    accounts.grant(account, role, department, now=now + HOUR, actor=cast.administrator)
    assert accounts.revoke(account, role, department, now=now + 3 * HOUR, actor=cast.administrator)
    held = frozenset({ActingRole(role, department)})
    told = [hats(account, now + hours * HOUR) for hours in range(5)]
    assert told == [frozenset(), held, held, frozenset(), frozenset()]


def test_a_grant_and_its_end_stay_on_record_with_their_dates_and_who_did_it(account, cast, now):
    accounts.grant(account, "moderator", now=now, actor=cast.administrator)
    accounts.revoke(account, "moderator", now=now + HOUR, actor=cast.supervisor)
    row = RoleGrant.get(RoleGrant.account == account)
    assert (row.granted_at, row.granted_by_id) == (now, cast.administrator.account)
    assert (row.revoked_at, row.revoked_by_id) == (now + HOUR, cast.supervisor.account)
    entries = Entry.select().where(Entry.object == f"account/{account.public_id}").order_by(Entry.id.desc()).limit(2)
    assert [(entry.deed, entry.reason) for entry in entries] == [
        (Deed.ROLE_REVOKE, "moderator"),
        (Deed.ROLE_GRANT, "moderator"),
    ]
    assert entry_data(entries[0].data)["account"] == account.id


def test_a_role_that_is_held_is_not_granted_twice(account, now):
    first = accounts.grant(account, "moderator", now=now)
    assert accounts.grant(account, "moderator", now=now + HOUR) == first
    assert RoleGrant.select().where(RoleGrant.account == account).count() == 1


def test_a_role_that_is_not_held_is_not_revoked(account, now):
    assert accounts.revoke(account, "moderator", now=now) is False


def test_a_role_can_be_granted_again_after_it_ended(account, now):
    accounts.grant(account, "moderator", now=now)
    accounts.revoke(account, "moderator", now=now + HOUR)
    accounts.grant(account, "moderator", now=now + 2 * HOUR)
    assert hats(account, now + 2 * HOUR) == {ActingRole(Role.MODERATOR)}
    assert RoleGrant.select().where(RoleGrant.account == account).count() == 2


@pytest.mark.parametrize("role", GRANTABLE)
def test_a_spokesperson_and_nobody_else_belongs_to_a_department(account, places, now, role):
    wrong = None if role in BOUND_TO_DEPARTMENT else places.housing.id
    with pytest.raises(Invalid) as refusal:
        accounts.grant(account, role, wrong, now=now)
    assert set(refusal.value.errors) == {"department"}
    assert not RoleGrant.select().where(RoleGrant.account == account).exists()


@pytest.mark.parametrize("role", ["guest", "netizen"])
def test_what_everybody_is_needs_no_grant(account, now, role):
    for act in (accounts.grant, accounts.revoke):
        with pytest.raises(Conflict):
            act(account, role, now=now)


def test_a_spokesperson_of_two_departments_loses_the_one_that_ended(account, places, now):
    accounts.grant(account, "spokesperson", places.housing.id, now=now)
    accounts.grant(account, "spokesperson", places.roads.id, now=now)
    accounts.revoke(account, "spokesperson", places.housing.id, now=now + HOUR)
    assert actor_of_account(account, now + HOUR).departments == {places.roads.id}


@pytest.mark.parametrize("change", ["grant", "revoke"])
def test_a_change_of_role_ends_the_sessions_of_the_account_and_no_others(account, cast, now, change):
    if change == "revoke":
        accounts.grant(account, "moderator", now=now)
    key, other = sign_in(account, now), sign_in(Account.get_by_id(cast.asker.account), now, "another key")
    getattr(accounts, change)(account, "moderator", now=now + HOUR)
    assert actor_of_session(key, now + HOUR, False) is None
    assert actor_of_session(other, now + HOUR, False).account == cast.asker.account


def test_a_session_wears_the_hats_that_hold_at_its_moment(account, now):
    RoleGrant.create(account=account, role="moderator", granted_at=now + HOUR, revoked_at=now + 3 * HOUR)
    key = sign_in(account, now)
    told = [actor_of_session(key, now + hours * HOUR, False).official for hours in range(5)]
    assert told == [False, True, True, False, False]


def test_the_list_of_holders_names_those_who_hold_now(account, cast, now):
    accounts.grant(account, "reporter", now=now)
    accounts.revoke(account, "reporter", now=now)
    assert [row[0] for row in role_holders("reporter")] == ["reporter"]
    assert {row[2] for row in role_holders()} == set(GRANTABLE)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_hats_are_worn_only_while_granted(account, now, database):
    @given(
        st.lists(
            st.tuples(st.sampled_from(["grant", "revoke"]), st.sampled_from(["moderator", "reporter"])), max_size=8
        )
    )
    def after_any_changes(changes):
        with suppress(ZeroDivisionError), db.write():
            held = set()
            for step, (change, role) in enumerate(changes):
                getattr(accounts, change)(account, role, now=now + step * HOUR)
                (held.add if change == "grant" else held.discard)(Role(role))
                assert {acting_role.role for acting_role in hats(account, now + step * HOUR)} == held
            raise ZeroDivisionError

    after_any_changes()
