"""Opening an account: names nobody can mistake for an office, and a login that works as it was typed."""

import pytest

from boards.queries.lists.departments import reserved_names
from forum.accounts import actions as accounts, signing_in
from forum.accounts.guesses import Client
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.problems import Invalid
from forum.roles import Role
from forum.site_settings import Site
from forum.store import log
from forum.store.log import Deed, Entry
from forum.text.reserved import NOTHING

GOOD = "a fine password"


def register(now, username="wangmin", password=GOOD, display_name="渠边散步", reserved=NOTHING):
    return accounts.register(username, password, display_name, now=now, reserved=reserved)


def refused(now, **given):
    before = (Account.select().count(), log.last_entry_number())
    with pytest.raises(Invalid) as refusal:
        register(now, **given)
    assert (Account.select().count(), log.last_entry_number()) == before
    return set(refusal.value.errors)


def test_a_new_account_is_a_netizen_and_has_its_entry(database, now):
    account = register(now)
    actor = actor_of_account(account, now)
    assert (actor.roles, actor.official) == (frozenset({Role.NETIZEN}), False)
    assert Entry.get().deed == Deed.ACCOUNT_CREATE
    assert Entry.get().object == f"account/{account.public_id}"


def test_the_password_is_kept_as_argon2id_only(database, now):
    account = register(now)
    assert account.password_hash.startswith("$argon2id$")
    assert GOOD not in repr(Account.select().dicts().get())


IMITATIONS = [
    "清源市住房和城乡建设局", "住建局小王", "交通局", "交 通 局", "交·通·局", "ＡＤＭＩＮ", "admin１", "管理员", "菅理员",
    "網絡發言人", "版主大人", "官方答复", "清源巿交通运输局", "Μoderator", "96811",
]  # fmt: skip


def test_a_name_that_looks_like_an_office_is_refused(places, now, subtests):
    for name in IMITATIONS:
        with subtests.test(name):
            assert refused(now, display_name=name, reserved=reserved_names(Site())) == {"display_name"}


def test_every_department_is_reserved_by_its_name_and_its_short_name(places):
    assert {"清源市住房和城乡建设局", "住建局", "清源市交通运输局", "交通局"} <= set(reserved_names(Site()).contained)


def test_everything_wrong_is_told_at_once(database, now):
    assert refused(now, username="", password="short", display_name="管理员") == {
        "username",
        "password",
        "display_name",
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "password",
    [
        "1234567",
        "x" * 129,
        "aaaaaaaaaa",
        "wangmin123",
        "WANGMIN123",
        "password1",
        "QWERTYUIOP",
        "1qaz2wsx",
        "5201314520",
        "woaini1314",
        "abc\x00defgh",
        "half \ud800 pair",
        None,
        12345678,
    ],
)
def test_a_poor_password_is_refused(database, now, password):
    assert refused(now, username="wangmin123", password=password) == {"password"}


@pytest.mark.parametrize(
    ("username", "display_name", "field"),
    [
        ("wangmin", "另一个人", "username"),
        ("another", "渠边散歩", "display_name"),
        ("another", "渠边 散步", "display_name"),
    ],
)
def test_what_is_taken_is_refused(database, now, username, display_name, field):
    register(now)
    if display_name == "渠边散歩":
        display_name = "渠邊散步"  # the same name in traditional characters
    assert refused(now, username=username, display_name=display_name) == {field}


@pytest.mark.parametrize("typed", ["WangMin", "wangmin", " wangmin ", "ＷＡＮＧＭＩＮ"])
@pytest.mark.parametrize("registered", ["wangmin", "WangMin", "Ｗａｎｇｍｉｎ"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_username_works_however_its_letters_are_typed(settings, database, now, registered, typed):
    account = register(now, username=registered)
    found, _ = signing_in.authenticate(typed, GOOD, None, client=Client("127.0.0.1"), now=now, settings=settings)
    assert found == account


def test_two_usernames_that_differ_in_case_are_one(database, now):
    register(now, username="WangMin")
    assert refused(now, username="wangmin", display_name="另一个人") == {"username"}
