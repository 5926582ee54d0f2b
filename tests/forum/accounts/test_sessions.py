"""Signing in and out: the server remembers, limits guesses, and asks officials for a second factor."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from forum.accounts import actions as accounts, signing_in
from forum.accounts.guesses import Client
from forum.accounts.models import Account, Session, Token
from forum.accounts.queries import actor_of_session, actor_of_token
from forum.accounts.second_factor import check_code, enrol, new_secret, seal_secret
from forum.problems import Forbidden, Invalid, Unauthorized
from forum.roles import Role

PASSWORD = "a long enough password"
HERE, ELSEWHERE = "198.51.100.1", "198.51.100.2"
SECRET = new_secret()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def strict(settings):
    """The settings of an ordinary installation: limits on, second factor required."""
    return replace(settings, rate_limits=True, second_factor_required=True)


@pytest.fixture
def lax(settings):
    return replace(settings, rate_limits=False, second_factor_required=False)


def log_in(username, settings, now, password=PASSWORD, otp=None, address=HERE):
    return signing_in.log_in(username, password, otp, client=Client(address), now=now, settings=settings)[0]


def token_of(username, settings, now, otp=None):
    return signing_in.issue_token(username, PASSWORD, otp, client=Client(HERE), now=now, settings=settings)[0]


@pytest.fixture
def bind(settings):
    """bind(actor): the account with the authenticator of SECRET."""
    return lambda actor: _bind(actor, settings)


def _bind(actor, settings):
    sealed = seal_secret(SECRET, actor.account, settings)
    Account.update(otp_secret=sealed, otp_last_step=0).where(Account.id == actor.account).execute()
    return Account.get_by_id(actor.account)


def code(now):
    return pyotp.TOTP(SECRET).at(now)


def test_a_session_is_remembered_by_a_hash_only(cast, lax, now):
    key = log_in("asker", lax, now)
    assert actor_of_session(key, now, False).username == "asker"
    assert key not in repr(Session.select().dicts().get())


def test_no_two_sessions_share_a_key(cast, lax, now):
    keys = {log_in("asker", lax, now) for _ in range(3)}
    assert len(keys) == 3
    assert min(map(len, keys)) >= 43


@pytest.mark.parametrize("key", ["", "guess", "\x00", "\ud800", "x" * 10_000])
def test_a_guessed_key_opens_nothing(cast, lax, now, key):
    log_in("asker", lax, now)
    assert actor_of_session(key, now, False) is None
    assert actor_of_token(key, now, False) is None


def test_logout_ends_the_session_on_the_server_and_no_other(cast, lax, now):
    key, other = log_in("asker", lax, now), log_in("asker", lax, now)
    signing_in.log_out(key, now=now)
    assert actor_of_session(key, now, False) is None
    assert actor_of_session(other, now, False) is not None


@pytest.mark.parametrize(("username", "stay"), [("asker", timedelta(days=14)), ("spokesperson", timedelta(hours=12))])
def test_a_session_ends_by_itself(cast, lax, now, username, stay):
    key = log_in(username, lax, now)
    assert actor_of_session(key, now + stay - MINUTE, False) is not None
    assert actor_of_session(key, now + stay, False) is None


def test_a_disabled_account_is_out_at_once(cast, lax, now):
    key, token = log_in("asker", lax, now), token_of("asker", lax, now)
    Account.update(disabled_at=now).where(Account.id == cast.asker.account).execute()
    assert actor_of_session(key, now, False) is None
    assert actor_of_token(token, now, False) is None
    with pytest.raises(Unauthorized):
        log_in("asker", lax, now)


def test_a_new_password_ends_every_session_and_token(cast, lax, now):
    keys, token = [log_in("asker", lax, now) for _ in range(2)], token_of("asker", lax, now)
    accounts.change_password(cast.asker, "another good one", now=now)
    assert [actor_of_session(key, now, False) for key in keys] == [None, None]
    assert actor_of_token(token, now, False) is None
    with pytest.raises(Unauthorized):
        log_in("asker", lax, now)
    assert log_in("asker", lax, now, password="another good one")


@pytest.mark.parametrize("new", ["short", None, "asker"])
def test_a_password_is_not_changed_to_a_poor_one(cast, lax, now, new):
    key = log_in("asker", lax, now)
    with pytest.raises(Invalid):
        accounts.change_password(cast.asker, new, now=now)
    assert actor_of_session(key, now, False) is not None


NOBODY = ["nobody", "", "ask\x00er", "\ud800", "x" * 5000, None, 7, "asker'--", "%"]


def test_a_wrong_name_and_a_wrong_password_are_told_alike(cast, strict, now, subtests):
    with pytest.raises(Unauthorized) as wrong:
        log_in("asker", strict, now, password="wrong password")
    for days, username in enumerate(NOBODY, 1):
        for password in (PASSWORD, None, "\ud800"):
            with subtests.test(username=username, password=password):
                with pytest.raises(Unauthorized) as nobody:
                    log_in(username, strict, now + days * timedelta(days=1), password=password)
                assert str(nobody.value) == str(wrong.value)


def test_an_official_without_the_second_factor_is_a_netizen(cast, strict, now):
    actor = actor_of_session(log_in("moderator", strict, now), now, True)
    assert (actor.roles, actor.waiting) == ({Role.NETIZEN}, True)
    with pytest.raises(Forbidden):
        token_of("moderator", strict, now)


def test_an_official_with_the_second_factor_wears_the_hat(bind, cast, strict, now):
    bind(cast.moderator)
    actor = actor_of_session(log_in("moderator", strict, now, otp=code(now)), now, True)
    assert (actor.has(Role.MODERATOR), actor.waiting) == (True, False)


@pytest.mark.parametrize("otp", [None, "", "000000", "\ud800", "１２３４５６", "x" * 1000, 123456])
def test_a_bound_account_does_not_open_without_the_right_code(bind, cast, strict, now, otp):
    bind(cast.moderator)
    with pytest.raises(Unauthorized):
        log_in("moderator", strict, now, otp=otp)


def test_a_code_is_taken_once_and_none_before_it(bind, cast, lax, now):
    account = bind(cast.moderator)
    assert check_code(account, code(now), now, lax)
    assert not check_code(account, code(now), now, lax)
    assert not check_code(account, code(now - MINUTE / 2), now, lax)
    assert check_code(account, code(now + MINUTE / 2), now + MINUTE / 2, lax)


@pytest.mark.parametrize(("drift", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_may_be_one_step_off(bind, cast, lax, now, drift, taken):
    assert check_code(bind(cast.moderator), code(now + timedelta(seconds=drift)), now, lax) is taken


def test_enrolling_makes_this_session_a_full_one_and_only_this(cast, strict, now):
    here, there = log_in("moderator", strict, now), log_in("moderator", strict, now)
    enrol(actor_of_session(here, now, True), SECRET, code(now), now=now, settings=strict)
    assert actor_of_session(here, now, True).has(Role.MODERATOR)
    assert not actor_of_session(there, now, True).has(Role.MODERATOR)
    assert not check_code(Account.get_by_id(cast.moderator.account), code(now), now, strict)


def test_enrolling_needs_the_right_code_and_happens_once(cast, strict, now):
    actor = actor_of_session(log_in("moderator", strict, now), now, True)
    with pytest.raises(Invalid):
        enrol(actor, SECRET, "000000", now=now, settings=strict)
    assert Account.get_by_id(actor.account).otp_secret is None
    enrol(actor, SECRET, code(now), now=now, settings=strict)
    other = new_secret()
    with pytest.raises(Invalid):
        enrol(actor, other, pyotp.TOTP(other).at(now), now=now, settings=strict)
    later = now + MINUTE
    assert check_code(Account.get_by_id(actor.account), code(later), later, strict)


def test_a_token_lasts_thirty_days_or_until_it_is_ended(cast, lax, now):
    token, expires, actor = signing_in.issue_token("asker", PASSWORD, None, client=Client(HERE), now=now, settings=lax)
    assert (expires, actor.username) == (now + timedelta(days=30), "asker")
    assert token not in repr(Token.select().dicts().get())
    assert actor_of_token(token, expires - MINUTE, False) is not None
    assert actor_of_token(token, expires, False) is None
    signing_in.end_token(token, now=now)
    assert actor_of_token(token, now, False) is None


def test_a_token_is_no_session_and_a_session_no_token(cast, lax, now):
    assert actor_of_session(token_of("asker", lax, now), now, False) is None
    assert actor_of_token(log_in("asker", lax, now), now, False) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_cookie_replayed_after_logout_is_worthless(app, cast, now):
    browser = app.test_client()
    assert browser.post("/login", data={"username": "asker", "password": PASSWORD}).status_code == 303
    stolen = browser.get_cookie("wenqu").value
    thief = app.test_client()
    thief.set_cookie("wenqu", stolen)
    assert thief.get("/account").status_code == 200
    browser.post("/logout")
    thief.set_cookie("wenqu", stolen)
    assert thief.get("/account").status_code == 302
