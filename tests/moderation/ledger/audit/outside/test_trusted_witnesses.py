"""A verifier who trusts witnesses more than the site: what they must have signed, and what is told."""

import time
from dataclasses import replace

import pytest

from boards.actions.posts import posts
from moderation.ledger import published
from moderation.ledger.audit.outside.trusted_witnesses import TrustedWitnesses
from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import Checkpoint, Note
from moderation.ledger.models import Cosignature, SignedCheckpoint
from moderation.ledger.signing import Signer
from moderation.ledger.witnesses import Witness, WitnessPolicy, cosign

KEYS = {"a.example": b"a" * 32, "b.example": b"b" * 32}
WITNESSES = tuple(
    Witness(notes.Verifier(name, notes.verifier_of(name, key).public, notes.COSIGNATURE)) for name, key in KEYS.items()
)
BOTH = TrustedWitnesses(tuple(each.verifier for each in WITNESSES), 2)
ONE = TrustedWitnesses((WITNESSES[0].verifier,), 1)
NOW = int(time.time())


@pytest.fixture
def witnessing(app):
    app.extensions["wenqu"] = replace(app.extensions["wenqu"], witnesses=WitnessPolicy(WITNESSES, 2))


@pytest.fixture
def sign(story, witnessing, now):
    """sign(name, ...): these witnesses sign the newest checkpoint."""

    def add(*names, at=NOW):
        text = notes.read_note(published.newest_checkpoint().signed).text
        for name in names:
            cosign(f"{text}\n{notes.cosign(name, KEYS[name], text, at)}", witnesses=WITNESSES, now=now)

    return add


@pytest.fixture
def more(story, cast, rules, settings):
    """more(): the ledger grows by a reply and is signed."""

    def grow():
        posts.reply(story.case, actor=cast.neighbour, now=story.now, city=rules, text="再问一句")
        Signer(settings).catch_up(story.now)

    return grow


def told(findings):
    return [finding.kind.value for finding in findings]


def test_without_signatures_of_trusted_witnesses_it_is_told(sign, verified):
    (finding,) = verified(witnesses=BOTH)
    assert finding.kind == "witness" and "最多有 0 家" in str(finding.sentence)
    sign("a.example")
    assert told(verified(witnesses=BOTH)) == ["witness"]
    assert verified(witnesses=ONE) == []
    sign("b.example")
    assert verified(witnesses=BOTH) == [] and verified() == []


def test_the_last_witnessed_checkpoint_is_enough_while_the_next_is_awaited(sign, more, verified):
    sign("a.example", "b.example")
    more()
    assert verified(witnesses=BOTH) == []


def test_witnesses_that_stopped_long_ago_are_told(sign, more, verified):
    sign("a.example", "b.example", at=NOW - 2 * 86400)
    assert verified(witnesses=BOTH) == []  # nothing has happened since
    more()
    (finding,) = verified(witnesses=BOTH)
    assert finding.kind == "witness" and "停了一天以上" in str(finding.sentence)


def test_a_forged_signature_of_a_trusted_witness_is_told(sign, verified, by_hand):
    sign("a.example", "b.example")
    row = Cosignature.get(Cosignature.witness == WITNESSES[0].vkey)
    forged = notes.Line("a.example", WITNESSES[0].verifier.key_id, bytes(7) + b"\x01" + bytes(64))
    by_hand(f"UPDATE ledger_cosignature SET line = '{forged}' WHERE id = {row.id}")
    assert "witness" in told(verified(witnesses=ONE))
    assert verified() == []


def test_a_ledger_that_is_not_the_one_that_was_witnessed_is_told(sign, more, verified, by_hand, files):
    """The site has its witnesses sign one ledger and shows another."""
    sign("a.example", "b.example")
    more()
    row, key = SignedCheckpoint.get(SignedCheckpoint.id == 1), notes.read_private(files.key.read_text())
    text = str(Checkpoint("127.0.0.1:8000/ledger", row.size, bytes(32)))
    note = str(Note(text, (notes.sign("127.0.0.1:8000/ledger", key, text),)))
    by_hand(
        f"UPDATE ledger_checkpoint SET root = '{bytes(32).hex()}', note = '{note}' WHERE id = 1",
        *(
            f"UPDATE ledger_cosignature SET line = '{notes.cosign(each.name, KEYS[each.name], text, NOW)}'"
            f" WHERE witness = '{each.vkey}'"
            for each in WITNESSES
        ),
    )
    assert "split" in told(verified(witnesses=BOTH))
    assert verified() == []  # nobody else would have noticed


def test_a_ledger_shorter_than_what_was_witnessed_is_told():
    key, origin = b"l" * 32, "a.log"
    text = str(Checkpoint(origin, 9, bytes(32)))
    note = Note(text, (notes.sign(origin, key, text), notes.cosign("a.example", KEYS["a.example"], text, NOW)))
    vkey = notes.verifier_of(origin, key).vkey
    now = BOTH.signers(note)["a.example"]
    witnessed, findings = ONE.examine_notes([str(note)], Checkpoint(origin, 5, bytes(32)), vkey, now)
    assert witnessed.checkpoint.size == 9 and told(findings) == ["rollback"]
    other = str(replace(note, lines=note.lines[1:]))
    assert told(ONE.examine_notes([other], Checkpoint(origin, 9, bytes(32)), vkey, now)[1]) == ["witness", "witness"]


def test_a_receipt_must_carry_them_unless_they_signed_further(app, story, sign, more, verified):
    early = app.test_client().get(f"/posts/{story.posts[1]}/receipt").text
    assert set(told(verified(early, witnesses=ONE))) == {"witness", "receipt"}
    more()
    sign("a.example", "b.example")
    assert verified(early, witnesses=ONE) == []
    late = app.test_client().get(f"/posts/{story.posts[1]}/receipt").text
    assert late.count("\u2014") == 3 and verified(late, witnesses=BOTH) == []
    forged = late.replace(str(notes.read_note(published.newest_checkpoint().note).lines[1]).strip()[-40:], "A" * 40)
    assert forged != late and "receipt" in told(verified(forged, witnesses=ONE))
