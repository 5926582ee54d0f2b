"""A witness that is not ours (PyPI aics-witness) signs our checkpoints, and refuses where it must."""

from datetime import timedelta

from moderation.ledger.merkle import notes
from moderation.ledger.models import Cosignature, WitnessState

LEDGER = "127.0.0.1:8000/ledger"


def test_it_signs_checkpoint_after_checkpoint(peer, signed, now, newest):
    signed(3)
    peer.trust()
    for more in (1, 250, 300, 7):
        signed(more)
        assert peer.submitter.advance(now) == 1
        assert peer.store.get(LEDGER).size == newest().size
    witnessed = peer.policy.newest_witnessed()
    assert witnessed.size == newest().size
    assert notes.read_note(witnessed.note).check(peer.witness.verifier) > 1_700_000_000


def test_a_submitter_that_knows_nothing_asks_where_it_stands(peer, signed, now):
    signed(3)
    peer.trust()
    peer.submitter.advance(now)
    signed(5)
    WitnessState.update(size=0).execute()
    assert peer.submitter.advance(now) == 1


def test_a_log_that_it_does_not_know_is_told_to_the_operator(peer, signed, clock):
    signed(3)
    assert peer.submitter.advance(clock.now()) == 0
    assert WitnessState.get().problem == "unknown-log"
    peer.trust()
    assert peer.submitter.advance(clock.advance(timedelta(seconds=2))) == 1


def test_another_history_gets_no_signature(peer, signed, clock, newest, by_hand, files):
    signed(20)
    peer.trust()
    peer.submitter.advance(clock.now())
    signed(1)
    key, text = notes.read_private(files.key.read_text()), str(notes.Checkpoint(LEDGER, newest().size, bytes(32)))
    forged = notes.Note(text, (notes.sign(LEDGER, key, text),))
    by_hand(f"UPDATE ledger_checkpoint SET root = '{bytes(32).hex()}', note = '{forged}' WHERE size = {newest().size}")
    assert peer.submitter.advance(clock.now()) == 0
    assert WitnessState.get().problem == "inconsistent"
    assert Cosignature.select().count() == 1


def test_a_database_from_a_backup_gets_no_signature(peer, signed, clock, newest, by_hand):
    signed(3)
    peer.trust()
    signed(20)
    peer.submitter.advance(clock.now())
    by_hand("DELETE FROM ledger_cosignature", f"DELETE FROM ledger_checkpoint WHERE size = {newest().size}")
    assert peer.submitter.advance(clock.now()) == 0
    assert WitnessState.get().problem == "ahead"


def test_when_it_is_away_it_is_asked_again(peer, signed, clock, monkeypatch):
    signed(3)
    peer.trust()
    url = peer.witness.url
    object.__setattr__(peer.witness, "url", "http://127.0.0.1:9")
    assert peer.submitter.advance(clock.now()) == 0
    assert WitnessState.get().problem == "no-answer"
    object.__setattr__(peer.witness, "url", url)
    assert peer.submitter.advance(clock.advance(timedelta(seconds=2))) == 1
