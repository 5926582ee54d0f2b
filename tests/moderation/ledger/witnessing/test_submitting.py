"""Sending checkpoints to a witness: what it signs is kept, whatever it answers is dealt with, and nothing is lost."""

import logging
from datetime import timedelta

import pytest

from moderation.ledger import published
from moderation.ledger.merkle import notes, tree
from moderation.ledger.models import Cosignature, WitnessState
from moderation.ledger.witness_report import PROBLEMS, witness_rows
from moderation.ledger.witnesses import WitnessPolicy
from moderation.ledger.witnessing.add_checkpoint import SIZE_TYPE
from moderation.ledger.witnessing.delivery import Answer, NoAnswerError
from moderation.ledger.witnessing.submitting import SLOWEST

KEY = bytes(range(32))  # of the witness in conftest
NAME = "witness.example/w1"


def answer(status, body=b"", kind="text/plain", wait=None):
    return Answer(status, kind, wait, body)


def state():
    return WitnessState.get()


def test_what_the_witness_signs_stands_under_the_checkpoint(submitter, played, witness, signed, now):
    signed(5)
    assert (submitter.advance(now), submitter.advance(now)) == (1, 0)
    newest = published.newest_checkpoint()
    assert notes.read_note(newest.note).check(witness.verifier) == 1_411_351_200
    assert WitnessPolicy((witness,)).is_witnessed(newest) and newest.note.startswith(newest.signed)
    assert played.told == [0]


@pytest.mark.parametrize("steps", [(1, 1, 254, 300), (700, 5)])
def test_every_later_checkpoint_comes_with_the_proof_from_the_last(submitter, played, signed, now, newest, steps):
    sizes = [0]
    for more in steps:
        signed(more)
        assert submitter.advance(now) == 1
        sizes.append(newest().size)
    assert played.told == sizes[:-1] and played.size == sizes[-1]
    assert [row.checkpoint.size for row in Cosignature.select().order_by(Cosignature.id)] == sizes[1:]


def test_before_the_first_checkpoint_nothing_is_sent(submitter, played, now):
    assert submitter.advance(now) == 0 and played.told == []


def test_an_answer_that_was_lost_is_asked_for_again(submitter, played, signed, now, newest, monkeypatch):
    signed(5)
    with monkeypatch.context() as killed:
        killed.setattr("moderation.ledger.witnessing.submitting.keep_cosignatures", _killed)
        with pytest.raises(KeyboardInterrupt):
            submitter.advance(now)
    assert Cosignature.select().count() == 0 and played.size == newest().size
    assert submitter.advance(now) == 1
    assert played.told == [0, 0, newest().size]  # the witness says what it knows already


def _killed(*_):
    raise KeyboardInterrupt


def test_one_that_was_killed_before_it_noted_the_success_goes_on(submitter, played, signed, now, monkeypatch):
    signed(5)
    monkeypatch.setattr(submitter, "_note_success", _killed)
    with pytest.raises(KeyboardInterrupt):
        submitter.advance(now)
    monkeypatch.undo()
    assert submitter.advance(now) == 0 and Cosignature.select().count() == 1
    signed(5)
    assert submitter.advance(now) == 1 and Cosignature.select().count() == 2


def test_a_witness_that_lost_its_memory_is_told_of_and_goes_on(submitter, played, signed, now, caplog):
    signed(5)
    submitter.advance(now)
    played.size, played.root = 0, tree.EMPTY
    signed(5)
    assert submitter.advance(now) == 1
    assert "forgot" in caplog.text


REFUSALS = [
    ("unknown-log", answer(404)),
    ("unknown-key", answer(403)),
    ("inconsistent", answer(422)),
    ("malformed", answer(400)),
    ("answer", answer(302)),
    ("answer", answer(200)),
    ("answer", answer(200, b"\xff\n")),
    ("answer", answer(200, b"<html>hello</html>\n")),
    ("answer", answer(409, b"7\n")),
    ("answer", answer(409, b"many\n", SIZE_TYPE)),
    ("inconsistent", answer(409, b"0\n", SIZE_TYPE)),
    ("ahead", answer(409, b"99999\n", SIZE_TYPE)),
    ("no-answer", answer(500)),
    ("no-answer", answer(503)),
    ("no-answer", answer(429)),
    ("no-answer", NoAnswerError("timed out")),
]


@pytest.mark.parametrize(("problem", "given"), REFUSALS)
def test_whatever_else_it_answers_is_told_once_and_tried_again_later(
    submitter, played, signed, clock, caplog, witness, problem, given
):
    signed(5)
    played.answers = [given, given]
    assert (submitter.advance(clock.now()), submitter.advance(clock.now())) == (0, 0)
    assert len(played.told) == 1 and state().problem == problem
    row = witness_rows(WitnessPolicy((witness,)), published.newest_checkpoint())[0]
    assert (row.problem, row.standing, row.since) == (problem, PROBLEMS[problem], clock.now())
    since = clock.now()
    clock.advance(timedelta(seconds=2))
    assert submitter.advance(clock.now()) == 0 and len(played.told) == 2
    assert [record.levelno for record in caplog.records if NAME in record.message] == [logging.WARNING]
    assert (state().since, state().failures) == (since, 2)
    clock.advance(timedelta(seconds=4))
    assert submitter.advance(clock.now()) == 1
    assert (state().problem, state().failures, state().next_at) == (None, 0, None)
    assert f"{NAME} signs again" in caplog.text


def test_a_cosignature_of_another_key_or_text_is_not_kept(submitter, played, signed, clock):
    signed(5)
    played.answers = [
        lambda request: played.sign(request, key=b"k" * 32),
        lambda request: played.sign(request, name="other.example"),
        lambda request: answer(200, str(notes.cosign(NAME, KEY, "another text\n", 5)).encode()),
        lambda request: answer(200, str(notes.cosign(NAME, KEY, request.note.text, 0)).encode()),
    ]
    for _ in range(4):
        assert submitter.advance(clock.now()) == 0 and state().problem == "answer"
        clock.advance(timedelta(minutes=1))
        played.size, played.root = 0, tree.EMPTY
    assert Cosignature.select().count() == 0
    assert submitter.advance(clock.now()) == 1


def test_lines_of_strangers_beside_its_own_are_left_out(submitter, played, signed, now):
    signed(5)

    def with_another(request):
        mine = played.sign(request)
        return mine._replace(
            body=str(notes.cosign("other.example", b"k" * 32, request.note.text, 5)).encode() + mine.body
        )

    played.answers = [with_another]
    assert submitter.advance(now) == 1
    assert [each.name for each in published.newest_checkpoint().cosignatures] == [NAME]


def test_a_witness_that_names_another_size_each_time_is_left_for_later(submitter, played, signed, now):
    signed(20)
    played.answers = [answer(409, b"%d\n" % size, SIZE_TYPE) for size in (5, 7, 9, 11)]
    assert submitter.advance(now) == 0
    assert played.told == [0, 5, 7] and state().problem == "answer"


def test_the_delays_grow_to_an_hour(submitter, played, signed, clock):
    signed(1)
    waits = []
    for _ in range(16):
        played.answers = [answer(500)]
        submitter.advance(clock.now())
        waits.append(state().next_at - clock.now())
        clock.advance(waits[-1])
    assert waits[:4] == [timedelta(seconds=2**n) for n in (1, 2, 3, 4)]
    assert waits[-1] == SLOWEST == timedelta(hours=1) and waits == sorted(waits)


@pytest.mark.parametrize(("wait", "seconds"), [("30", 30), ("99999", 3600), ("tomorrow", 2), ("-1", 2)])
def test_it_waits_as_long_as_the_witness_asks_for(submitter, played, signed, clock, wait, seconds):
    signed(1)
    played.answers = [answer(503, wait=wait)]
    submitter.advance(clock.now())
    assert state().next_at - clock.now() == timedelta(seconds=seconds)
