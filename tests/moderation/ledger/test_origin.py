"""The ledger's name: fixed once, and the same wherever the site moves."""

from dataclasses import replace

import pytest

from forum.problems import Conflict, Invalid
from moderation.ledger.merkle import notes
from moderation.ledger.models import LedgerName, SignedCheckpoint
from moderation.ledger.origin import choose_origin, fixed_origin, origin_of, stored_origin
from moderation.ledger.signing import Signer

OLD = "127.0.0.1:8000/ledger"


@pytest.fixture
def moved(settings):
    """The settings after the city took another address."""
    return replace(settings, url="https://ask.example.gov.cn")


def newest():
    newest = SignedCheckpoint.select().order_by(SignedCheckpoint.size.desc()).get()
    return notes.open_checkpoint(newest.note, notes.read_vkey(newest.vkey))


def test_a_new_ledger_is_named_after_the_sites_host():
    assert origin_of("https://ask.example.gov.cn") == "ask.example.gov.cn/ledger"
    assert origin_of("http://127.0.0.1:8000") == OLD


def test_the_name_stays_when_the_address_changes(signer, grow, settings, moved, now):
    assert fixed_origin(settings, now) == fixed_origin(moved, now) == stored_origin() == OLD
    grow(2)
    signer.catch_up(now)
    grow(1)
    assert Signer(moved).catch_up(now) == 1
    assert newest().origin == OLD


def test_a_ledger_from_before_keeps_the_name_of_its_last_checkpoint(signer, grow, by_hand, moved, now):
    grow(2)
    signer.catch_up(now)
    by_hand("DELETE FROM ledger_name")  # as it is after an upgrade
    assert stored_origin() is None
    assert fixed_origin(moved, now) == stored_origin() == OLD


def test_so_does_one_whose_database_is_new_while_a_file_remembers(signer, grow, by_hand, moved, now):
    grow(2)
    signer.catch_up(now)
    by_hand("DELETE FROM ledger_name", "DELETE FROM ledger_checkpoint")
    assert fixed_origin(moved, now) == OLD


def test_a_name_can_be_chosen_until_something_is_signed_in_it(signer, grow, settings, now):
    fixed_origin(settings, now)
    choose_origin("qingyuan.example/ledger", settings, now)
    choose_origin("qingyuan.example/ledger", settings, now)
    assert [row.name for row in LedgerName.select().order_by(LedgerName.id)] == [OLD, "qingyuan.example/ledger"]
    grow(1)
    signer.catch_up(now)
    assert newest().origin == "qingyuan.example/ledger"
    with pytest.raises(Conflict):
        choose_origin("other.example/ledger", settings, now)
    choose_origin("qingyuan.example/ledger", settings, now)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u3000b", "a\nb", "x" * 201])
def test_what_could_not_stand_in_a_checkpoint_is_no_name(settings, database, now, name):
    with pytest.raises(Invalid):
        choose_origin(name, settings, now)
    assert stored_origin() is None
