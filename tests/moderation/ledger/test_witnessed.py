"""What counts as witnessed, and where it is shown: the ledger's page, the API, a post's proof and its receipt."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from boards.models.threads import Post
from moderation.ledger import published
from moderation.ledger.merkle import notes
from moderation.ledger.models import WitnessState
from moderation.ledger.receipts import check_receipt, read_receipt
from moderation.ledger.witnesses import Witness, WitnessPolicy, cosign

KEYS = {name: bytes([number]) * 32 for number, name in enumerate(("a.example", "b.example", "c.example"), 1)}
WITNESSES = tuple(
    Witness(notes.Verifier(name, notes.verifier_of(name, key).public, notes.COSIGNATURE)) for name, key in KEYS.items()
)
POLICY = WitnessPolicy(WITNESSES, 2)


@pytest.fixture
def first(question, signer, now):
    """The question's own post, signed by the site."""
    signer.catch_up(now)
    return Post.get(Post.thread == question.id, Post.floor == 1)


@pytest.fixture
def browser(app, first):
    app.extensions["wenqu"] = replace(app.extensions["wenqu"], witnesses=POLICY)
    return app.test_client()


@pytest.fixture
def sign(now):
    """sign(name, ...): these witnesses sign the newest checkpoint."""

    def add(*names):
        text = notes.read_note(published.newest_checkpoint().signed).text
        for name in names:
            line = notes.cosign(name, KEYS[name], text, int(now.timestamp()))
            cosign(f"{text}\n{line}", witnesses=WITNESSES, now=now)

    return add


def text(browser, path):
    return " ".join(browser.get(path).text.split())


def receipt(browser, post):
    return read_receipt(browser.get(f"/posts/{post.id}/receipt").text)


def test_a_checkpoint_counts_from_the_number_of_the_policy_on(first, sign, signer, grow, now):
    sign("a.example")
    assert POLICY.newest_witnessed() is None and not POLICY.is_witnessed(published.newest_checkpoint())
    sign("c.example")
    witnessed = POLICY.newest_witnessed()
    assert POLICY.is_witnessed(witnessed) and POLICY.signers(witnessed) == ["a.example", "c.example"]
    grow(2)
    signer.catch_up(now)
    sign("b.example")
    assert POLICY.newest_witnessed().size == witnessed.size
    assert replace(POLICY, quorum=1).newest_witnessed().size == published.size_signed()


def test_a_witness_that_the_city_no_longer_names_does_not_count(first, sign):
    sign("a.example", "b.example")
    assert WitnessPolicy(WITNESSES[1:], 2).newest_witnessed() is None
    assert WitnessPolicy().newest_witnessed() is None
    assert not WitnessPolicy().is_witnessed(published.newest_checkpoint())


def test_the_page_tells_how_far_by_whom_and_what_is_awaited(browser, sign, grow, signer, now):
    assert "还没有一个存证点有足够的见证。" in text(browser, "/ledger")
    sign("a.example", "b.example")
    size = published.size_signed()
    grow(5)
    signer.catch_up(now)
    WitnessState.create(vkey=WITNESSES[2].vkey, problem="unknown-log", since=now, failures=3, next_at=now)
    said = text(browser, "/ledger")
    assert f"到第 {size} 条为止已有见证" in said and "后面的 5 条正等着见证。" in said
    assert said.count("正等它签") == 2 and "它还没有把本站列入名单" in said
    assert all(name in said for name in KEYS)
    assert browser.get("/healthz").json["ledger"] == {
        "signed": size + 5,
        "refused": None,
        "witnessed": size,
        "witnesses": {"a.example": None, "b.example": None, "c.example": "unknown-log"},
    }
    answer = browser.get("/api/v1/ledger").json
    assert (answer["size"], answer["witnessed"], answer["quorum"]) == (size + 5, size, 2)
    assert answer["name"] == "127.0.0.1:8000/ledger"


def test_without_any_witness_the_page_says_so_as_before(app, first):
    said = text(app.test_client(), "/ledger")
    assert "没有外部见证时，本站理论上可以给不同的人看两本不同的账" in said and "见证方" not in said


def test_a_receipt_carries_the_witnesses_and_prefers_what_they_signed(browser, first, sign, grow, signer, now):
    assert "见证还没有签齐（0/2）" in text(browser, f"/posts/{first.id}/proof")
    sign("a.example", "b.example")
    witnessed = published.size_signed()
    grow(5)
    signer.catch_up(now + timedelta(minutes=1))
    proof = receipt(browser, first)
    note = notes.read_note(proof.checkpoint)
    assert proof.size == witnessed and len(note.lines) == 3
    assert note.check(WITNESSES[0].verifier) == note.check(WITNESSES[1].verifier) == int(now.timestamp())
    said = text(browser, f"/posts/{first.id}/proof")
    assert "外部见证：a.example、b.example。 已有足够的见证" in said


def test_checking_a_receipt_names_the_witnesses_that_signed_it(browser, first, sign):
    sign("a.example", "b.example")
    proof = receipt(browser, first)
    checked = check_receipt(proof, POLICY)
    assert checked.holds and len(checked.steps) == 7
    assert [str(step.sentence) for step in checked.steps[5:]] == [
        "见证方 a.example 也为回执的存证点签了名",
        "见证方 b.example 也为回执的存证点签了名",
    ]
    forged = notes.read_note(proof.checkpoint)
    line = replace(forged.lines[1], signature=bytes(72))
    proof.checkpoint = str(replace(forged, lines=(forged.lines[0], line)))
    checked = check_receipt(proof, POLICY)
    assert [step.holds for step in checked.steps] == [True] * 5 + [False]
    assert json.loads(browser.get(f"/posts/{first.id}/receipt").text)["format"] == "wenqu-proof/1"
