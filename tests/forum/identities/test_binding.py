"""Who somebody is on another channel: opened by it, bound by a code that it was sent, merged only with proof of both."""

from datetime import timedelta

import pytest

from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.identities.actions import bind, end, external_id, identity_of, new_code, open_for
from forum.identities.models import AccountMerge, Identity
from forum.identities.queries import own_accounts, own_identities
from forum.problems import Conflict, Forbidden, Invalid, NotFound, TooMany
from forum.store.log import Entry

OPENID = "oWx_zhu-0001"


def test_a_channel_opens_one_account_however_often_it_is_asked(settings, cast, now):
    first = open_for("wechat", OPENID, "微信网友", now=now, settings=settings)
    assert open_for("wechat", OPENID, "微信网友", now=now, settings=settings) == first
    account = Account.get_by_id(first.account_id)
    assert account.display_name.startswith("微信网友") and account.password_hash is None


def test_the_id_is_stored_encrypted_and_found_again(settings, cast, now):
    opened = open_for("wechat", OPENID, "微信网友", now=now, settings=settings)
    assert OPENID not in f"{opened.sealed} {opened.key_hash}"
    assert external_id(identity_of("wechat", OPENID, settings), settings) == OPENID
    assert identity_of("weibo", OPENID, settings) is None


def test_a_code_binds_once_and_the_log_names_the_channel_only(settings, cast, now):
    code = new_code("wechat", OPENID, now=now, settings=settings)
    bind(cast.asker, code.upper(), now=now, settings=settings)
    assert [row.channel for row in own_identities(cast.asker.account)] == ["wechat"]
    entry = Entry.select().order_by(Entry.id.desc()).get()
    assert (entry.deed, entry.reason) == ("account.channel_bind", "wechat")
    assert OPENID not in f"{entry.data} {entry.leaf}"
    with pytest.raises(Invalid):
        bind(cast.neighbour, code, now=now, settings=settings)


@pytest.mark.parametrize("change", ["late", "replaced", "wrong", "empty"])
def test_another_code_binds_nothing(settings, cast, now, change):
    code = new_code("wechat", OPENID, now=now, settings=settings)
    given = {"wrong": "aaaa-aaaa", "empty": ""}.get(change, code)
    if change == "replaced":
        new_code("wechat", OPENID, now=now, settings=settings)
    with pytest.raises(Invalid):
        bind(cast.asker, given, now=now + timedelta(minutes=11 * (change == "late")), settings=settings)
    assert not Identity.select().exists()


def test_guesses_are_counted(settings, cast, now, monkeypatch):
    limited = type(settings)(**{**vars(settings), "rate_limits": True})
    for _ in range(10):
        with pytest.raises(Invalid):
            bind(cast.asker, "aaaa-aaaa", now=now, settings=limited)
    with pytest.raises(TooMany):
        bind(cast.asker, "aaaa-aaaa", now=now, settings=limited)


def test_an_account_that_the_channel_opened_is_merged_with_proof_of_both(settings, cast, now):
    opened = open_for("wechat", OPENID, "微信网友", now=now, settings=settings)
    bind(cast.asker, new_code("wechat", OPENID, now=now, settings=settings), now=now, settings=settings)
    assert own_accounts(cast.asker.account) == (cast.asker.account, opened.account_id)
    assert identity_of("wechat", OPENID, settings).account_id == cast.asker.account
    assert AccountMerge.select().count() == 1


def test_an_identity_that_its_holder_bound_elsewhere_is_not_taken(settings, cast, now):
    bind(cast.asker, new_code("wechat", OPENID, now=now, settings=settings), now=now, settings=settings)
    with pytest.raises(Conflict):
        bind(cast.neighbour, new_code("wechat", OPENID, now=now, settings=settings), now=now, settings=settings)
    assert identity_of("wechat", OPENID, settings).account_id == cast.asker.account


def test_an_office_is_not_bound(settings, cast, now):
    with pytest.raises(Forbidden):
        bind(cast.moderator, new_code("wechat", OPENID, now=now, settings=settings), now=now, settings=settings)


def test_one_ends_only_his_own(settings, cast, now):
    bound = bind(cast.asker, new_code("wechat", OPENID, now=now, settings=settings), now=now, settings=settings)
    with pytest.raises(NotFound):
        end(cast.neighbour, bound.id, now=now)
    end(cast.asker, bound.id, now=now)
    assert own_identities(cast.asker.account) == ()


def test_the_only_way_into_an_account_is_not_ended(settings, cast, now):
    opened = open_for("wechat", OPENID, "微信网友", now=now, settings=settings)
    actor = actor_of_account(Account.get_by_id(opened.account_id), now)
    with pytest.raises(Conflict):
        end(actor, opened.id, now=now)
