"""Passwords of an imported forum: accepted once, and replaced."""

from hashlib import md5

import pytest

from forum.accounts.actions import open_account
from forum.accounts.guesses import Client
from forum.accounts.models import Account
from forum.accounts.old_passwords import fits_old, is_old
from forum.accounts.signing_in import log_in
from forum.problems import Unauthorized


def old_hash(password, salt="a1b2c3", encoding="utf-8"):
    once = md5(password.encode(encoding)).hexdigest()
    return f"discuz${salt}${md5((once + salt).encode()).hexdigest()}"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_password_fits_in_the_encoding_of_its_forum(encoding):
    assert fits_old(old_hash("路灯123456", encoding=encoding), "路灯123456")
    assert not fits_old(old_hash("路灯123456", encoding=encoding), "路灯123457")


def test_only_hashes_of_a_forum_are_old():
    assert is_old(old_hash("x"))
    assert not is_old("$argon2id$v=19$m=64")
    assert not is_old(None)


def test_signing_in_replaces_the_old_hash(database, settings, now):
    open_account("laoli2", "老李二", old_hash("secret-of-old"), now=now)
    sign_in = {"client": Client("203.0.113.9", "", ""), "now": now, "settings": settings}
    with pytest.raises(Unauthorized):
        log_in("laoli2", "wrong", None, **sign_in)
    assert is_old(Account.get(Account.username == "laoli2").password_hash)
    for _ in range(2):
        _, actor = log_in("laoli2", "secret-of-old", None, **sign_in)
        assert actor.name == "老李二"
        assert Account.get(Account.username == "laoli2").password_hash.startswith("$argon2id$")
