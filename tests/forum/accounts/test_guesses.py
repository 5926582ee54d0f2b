"""Guessing passwords: slower and slower for whoever guesses, and a delay for nobody else."""

import threading
from datetime import timedelta

import pytest

from forum.accounts import guesses, limits, signing_in, step_up
from forum.accounts.guesses import FREE, LONGEST_DELAY, Client, delay_after
from forum.accounts.models import Attempt, KnownClient
from forum.problems import Invalid, TooMany, Unauthorized
from forum.store import db

PASSWORD = "a long enough password"
SECOND = timedelta(seconds=1)
OUTSIDER, OFFICE, NEW = Client("203.0.113.7"), Client("198.51.100.1"), Client("198.51.100.200")


@pytest.fixture
def strict(settings):
    from dataclasses import replace

    return replace(settings, rate_limits=True)


@pytest.fixture
def sign_in(strict, cast, clock):
    """sign_in(username, client, password): the outcome, "in", "wrong" or the seconds to wait."""

    def attempt(username="administrator", client=OUTSIDER, password=PASSWORD):
        try:
            signing_in.log_in(username, password, None, client=client, now=clock.now(), settings=strict)
        except Unauthorized:
            return "wrong"
        except TooMany as refused:
            return refused.retry_after
        return "in"

    return attempt


def test_each_wrong_guess_doubles_the_delay_up_to_the_longest():
    delays = [delay_after(failures).total_seconds() for failures in range(FREE + 9)]
    assert delays == [0] * FREE + [15, 30, 60, 120, 240, 480, 900, 900, 900]


def test_who_guesses_waits_longer_and_longer_and_then_may_try_again(sign_in, clock):
    assert [sign_in(password="guess") for _ in range(FREE + 1)] == ["wrong"] * FREE + [15]
    clock.advance(15 * SECOND)
    assert [sign_in(password="guess"), sign_in()] == ["wrong", 30], "the right password waits as well"
    clock.advance(30 * SECOND)
    assert [sign_in(), sign_in(password="guess"), sign_in()] == ["in", "wrong", "in"], (
        "being right forgives all before it"
    )


def test_guesses_from_outside_lock_nobody_out(sign_in, cast, strict, clock):
    assert [sign_in(password="guess") for _ in range(11)].count("wrong") == FREE
    assert sign_in(client=OFFICE) == "in"
    step_up.reauthenticate(cast.administrator, PASSWORD, None, now=clock.now(), settings=strict)


def test_guesses_from_many_addresses_have_one_budget_that_known_clients_do_not_share(sign_in, clock):
    laptop = Client("192.0.2.99", device="a laptop's cookie")
    assert [sign_in(client=OFFICE), sign_in(client=laptop)] == ["in", "in"]
    crowd = [sign_in(client=Client(f"203.0.{number}.9"), password="guess") for number in range(100)]
    most, within = limits.LIMITS["login-account"]
    assert crowd.count("wrong") == most
    assert isinstance(sign_in(client=NEW), int), "a stranger, even with the right password, waits"
    assert sign_in(client=OFFICE) == "in"
    assert sign_in(client=Client("203.0.113.50", device="a laptop's cookie")) == "in", "wherever the laptop is taken"
    assert sign_in("asker", client=NEW) == "in", "one account's budget is not another's"
    clock.advance(within + SECOND)
    assert sign_in(client=NEW) == "in"


def test_a_cookie_speaks_for_the_account_that_got_it_and_no_other(sign_in):
    assert sign_in("asker", client=Client("203.0.113.7", device="the asker's")) == "in"
    for number in range(limits.LIMITS["login-account"][0]):
        sign_in(client=Client(f"203.0.{number}.9"), password="guess")
    assert isinstance(sign_in(client=Client("203.0.113.7", device="the asker's")), int)


def test_a_colleague_who_guesses_delays_nobody_behind_the_same_address(sign_in):
    own = Client(OFFICE.address, device="her own computer")
    assert sign_in(client=own) == "in"
    assert isinstance([sign_in(client=OFFICE, password="guess") for _ in range(7)][-1], int)
    assert sign_in(client=own) == "in"


def test_guesses_at_many_names_from_one_network_are_stopped(sign_in):
    most, _ = limits.LIMITS["login-network"]
    outcomes = [sign_in(f"nobody-{number}", Client(f"2001:db8::{number:x}"), "guess") for number in range(most + 5)]
    assert outcomes.count("wrong") == most
    assert isinstance(sign_in("asker", Client("2001:db8::ffff:1")), int)
    assert sign_in("asker", Client("2001:db8:0:1::1")) == "in"


def test_a_name_that_nobody_has_is_refused_just_like_one_that_somebody_has(sign_in):
    for username in ("administrator", "nobody"):
        assert [sign_in(username, password="guess") for _ in range(7)] == ["wrong"] * FREE + [15, 15]


def test_fifty_five_right_sign_ins_in_a_minute_behind_one_address_are_all_let_in(sign_in, clock):
    names = ("asker", "neighbour", "spokesperson", "moderator", "administrator")
    outcomes = []
    for number in range(55):
        outcomes.append(sign_in(names[number % 5], OFFICE))
        clock.advance(SECOND)
    assert outcomes == ["in"] * 55
    assert Attempt.select().count() == 0


def test_a_step_up_counts_by_itself_and_right_ones_not_at_all(cast, strict, clock):
    def confirm(password):
        step_up.reauthenticate(cast.administrator, password, None, now=clock.now(), settings=strict)

    for _ in range(12):
        confirm(PASSWORD)
    most, within = limits.LIMITS["step-up"]
    for _ in range(most):
        with pytest.raises(Invalid):
            confirm("guess")
    with pytest.raises(TooMany):
        confirm(PASSWORD)
    clock.advance(within)
    confirm(PASSWORD)


@pytest.mark.parametrize("where", ["signing in", "stepping up"])
def test_of_forty_guesses_at_once_no_more_are_checked_than_the_limit(cast, strict, now, where, monkeypatch):
    checked = []
    monkeypatch.setattr("forum.accounts.passwords.matches", lambda stored, password: bool(checked.append(password)))

    def guess():
        if where == "signing in":
            signing_in.log_in("administrator", "guess", None, client=OUTSIDER, now=now, settings=strict)
        else:
            step_up.reauthenticate(cast.administrator, "guess", None, now=now, settings=strict)

    outcomes = at_once(40, guess)
    most = FREE if where == "signing in" else limits.LIMITS["step-up"][0]
    assert len(checked) == most
    assert outcomes.count("TooMany") == 40 - most


def at_once(many, act):
    """The names of the exceptions that `act` raises in so many threads that start together."""
    start, raised = threading.Barrier(many), []

    def run():
        with db.connection():
            start.wait(30)
            try:
                act()
            except Exception as error:
                raised.append(type(error).__name__)

    threads = [threading.Thread(target=run) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_neither_address_nor_cookie_can_be_read_in_the_database(sign_in, everything):
    sign_in(client=Client("198.51.100.1", device="the cookie's key"))
    sign_in(client=Client("203.0.113.7"), password="guess")
    assert KnownClient.select().count() == 2
    rows = repr({name: rows for name, rows in everything().items() if name == "known_client"})
    assert "198.51.100" not in rows and "cookie" not in rows


def test_a_client_is_known_for_a_while(sign_in, clock):
    assert sign_in(client=OFFICE) == "in"
    clock.advance(guesses.KNOWN_FOR + SECOND)
    for number in range(limits.LIMITS["login-account"][0]):
        sign_in(client=Client(f"203.0.{number}.9"), password="guess")
    assert isinstance(sign_in(client=OFFICE), int)


def test_no_delay_is_longer_than_the_longest(sign_in, clock):
    for _ in range(30):
        sign_in(password="guess")
        clock.advance(LONGEST_DELAY)
    assert sign_in() == "in"
