"""Signed notes, checkpoints and cosignatures: other people's published ones are read, forged ones refused."""

import base64
import contextlib

import pytest
from hypothesis import given, strategies as st

from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import Checkpoint, NoteError

# The example in the documentation of golang.org/x/mod/sumdb/note.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANNS_KEY = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
ANSWER = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = f"{ANSWER}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
GO_CHECKSUMS = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

ORIGIN, KEY, WITNESS_KEY = "wenqu.example/ledger", bytes(range(32)), bytes(range(1, 33))
LOG = notes.verifier_of(ORIGIN, KEY)
WITNESS = notes.Verifier("witness.example", notes.verifier_of("x", WITNESS_KEY).public, notes.COSIGNATURE)
CHECKPOINT = Checkpoint(ORIGIN, 42, bytes(range(32)))


def signed(checkpoint=CHECKPOINT, key=KEY):
    text = str(checkpoint)
    return str(notes.Note(text, (notes.sign(ORIGIN, key, text),)))


def test_the_published_note_is_accepted_and_ours_is_the_same_to_the_byte():
    notes.read_note(SIGNED).check(notes.read_vkey(NEUMANN))
    assert str(notes.Note(ANSWER, (notes.sign("PeterNeumann", NEUMANNS_KEY, ANSWER),))) == SIGNED


@pytest.mark.parametrize("vkey", [NEUMANN, GO_CHECKSUMS, LOG.vkey, WITNESS.vkey])
def test_a_key_is_read_and_written_the_same(vkey):
    assert notes.read_vkey(vkey).vkey == vkey


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "a+b",
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("PeterNeumann", "Peter"),
        NEUMANN.replace("+ARpc", "+BRpc"),
        NEUMANN.replace("+ARpc", "+ARpd"),
        NEUMANN + "AAAA",
        NEUMANN.replace("Peter", "Peter "),
        "x" * 300 + NEUMANN,
        NEUMANN.replace("W", "\ud800"),
    ],
)
def test_a_key_that_does_not_fit_its_number_or_form_is_refused(vkey):
    with pytest.raises(NoteError):
        notes.read_vkey(vkey)


def test_a_checkpoint_is_written_as_the_protocol_says():
    assert str(CHECKPOINT) == f"{ORIGIN}\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert notes.open_checkpoint(signed(), LOG) == CHECKPOINT


def test_lines_that_later_versions_add_to_a_checkpoint_are_left_aside():
    assert notes.read_checkpoint(str(CHECKPOINT) + "more\n") == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n",
        "a\n1\n",
        "a\n01\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "a\n-1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "a\n1\nAAEC\n",
        "\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "a\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "a\n1" + "0" * 30 + "\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "a\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NoteError):
        notes.read_checkpoint(text)


@pytest.mark.parametrize(
    "forged",
    [
        signed().replace("\n42\n", "\n43\n"),
        signed(key=WITNESS_KEY),
        signed().replace("wenqu.example", "other.example"),
        signed() + str(notes.sign(ORIGIN, KEY, str(CHECKPOINT))),
        str(CHECKPOINT) + "\n",
        str(CHECKPOINT),
        signed().removesuffix("\n"),
        signed().replace("— ", "- "),
        signed().replace("AAEC", "AA\0C"),
        "\ud800" + signed(),
        signed() + "— x AAAA\n",
        str(CHECKPOINT) + "\n" + str(notes.cosign(ORIGIN, KEY, str(CHECKPOINT), 1)),
        "",
    ],
)
def test_a_forged_checkpoint_is_refused(forged):
    with pytest.raises(NoteError):
        notes.open_checkpoint(forged, LOG)


def test_a_checkpoint_of_another_log_signed_with_our_name_is_refused():
    text = str(Checkpoint("other.example/ledger", 42, bytes(32)))
    with pytest.raises(NoteError, match="other.example"):
        notes.open_checkpoint(str(notes.Note(text, (notes.sign(ORIGIN, KEY, text),))), LOG)


@given(st.integers(0, 5000))
def test_no_note_with_a_letter_changed_is_accepted(at):
    note = signed()
    at %= len(note)
    with pytest.raises(NoteError):
        notes.open_checkpoint(note[:at] + ("A" if note[at] != "A" else "B") + note[at + 1 :], LOG)


def test_a_witness_signs_the_checkpoint_and_the_time():
    line = notes.cosign(WITNESS.name, WITNESS_KEY, str(CHECKPOINT), 1_795_000_000)
    note = notes.read_note(signed() + str(line))
    assert note.check(WITNESS) == 1_795_000_000
    assert notes.open_checkpoint(str(note), LOG) == CHECKPOINT
    assert notes.read_line(str(line)) == line


def test_a_witness_signs_the_bytes_that_the_protocol_says():
    assert notes.cosigned(7, "text\n") == b"cosignature/v1\ntime 7\ntext\n"


@pytest.mark.parametrize("where", [0, 7, 8, 71])
def test_a_cosignature_with_a_byte_changed_is_refused(where):
    line = notes.cosign(WITNESS.name, WITNESS_KEY, str(CHECKPOINT), 1_795_000_000)
    forged = bytearray(line.signature)
    forged[where] ^= 1
    with pytest.raises(NoteError):
        WITNESS.check(str(CHECKPOINT), bytes(forged))


def test_a_cosignature_of_another_checkpoint_or_of_another_length_is_refused():
    line = notes.cosign(WITNESS.name, WITNESS_KEY, str(CHECKPOINT), 1_795_000_000)
    for text, signature in (
        (str(Checkpoint(ORIGIN, 43, bytes(32))), line.signature),
        (str(CHECKPOINT), line.signature[:-1]),
    ):
        with pytest.raises(NoteError):
            WITNESS.check(text, signature)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_never_breaks_the_reader(text):
    for read in (notes.read_note, notes.read_line, notes.read_vkey, notes.read_checkpoint):
        with contextlib.suppress(NoteError):
            read(text)
