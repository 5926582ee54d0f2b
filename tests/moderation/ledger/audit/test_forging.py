"""Who alters the log and makes the tree fit still lacks the signature; what was stored and signed is held against it."""

from datetime import timedelta

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from peewee import sqlite3

from forum.roles import SYSTEM
from forum.store import db, log
from forum.store.log import Deed, Entry, last_entry_number
from moderation.ledger.audit.checks.leaves import hash_of
from moderation.ledger.audit.checks.tree_check import RebuiltTree
from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import Checkpoint, Note
from moderation.ledger.merkle.tree import leaf_hash
from moderation.ledger.models import Cosignature, SignedCheckpoint
from moderation.ledger.signing import Signer


@pytest.fixture
def long_story(story, settings, now):
    """The story with enough entries for a full tile, signed in two steps."""
    for _ in range(2):
        with db.write():
            for _ in range(150):
                log.record(Deed.PRIVATE_LOOK, ("thread", 1), actor=SYSTEM, now=now)
        Signer(settings).catch_up(now)
    return story


@pytest.fixture
def key(settings):
    return settings.data / "ledger-key"


def kinds(findings):
    return {finding.kind.value for finding in findings}


def rewritten(number):
    """SQL that puts an entry an hour back in its leaf and in its column."""
    row = Entry.get_by_id(number)
    leaf = row.leaf.replace("T02:00:00", "T01:00:00")
    return f"UPDATE entry SET leaf = '{leaf}', at = '2014-09-22 01:00:00.000000+00:00' WHERE id = {number}"


def fit_chains(by_hand):
    """Make the chain of every object fit again, leaf by leaf."""
    last = {}
    for row in Entry.select().order_by(Entry.id):
        prior, leaf = last.get(row.object), row.leaf
        if row.prior != prior:
            leaf = leaf.replace(row.prior, prior)
            by_hand(f"UPDATE entry SET prior = '{prior}', leaf = '{leaf}' WHERE id = {row.id}")
        last[row.object] = hash_of(leaf)


def regrown():
    """(full tiles, Checkpoint) of the log as it stands."""
    leaves = Entry.select(Entry.leaf).order_by(Entry.id).tuples()
    grown = RebuiltTree()
    tiles = list(grown.grow(b"".join(leaf_hash(leaf.encode()) for (leaf,) in leaves)))
    return tiles, Checkpoint("127.0.0.1:8000/ledger", grown.size, grown.root())


def fit_tiles(by_hand, tiles):
    for level, number, hashes, root in tiles:
        by_hand(
            f"UPDATE ledger_tile SET hashes = {hexed(hashes)}, root = {hexed(root)} WHERE level = {level} AND number = {number}"
        )


def hexed(content):
    return f"X'{content.hex()}'" if db.is_sqlite() else f"decode('{content.hex()}', 'hex')"


def signed_by(private, checkpoint):
    text = str(checkpoint)
    return str(Note(text, (notes.sign(checkpoint.origin, private, text),)))


def test_a_longer_ledger_with_its_tiles_is_found_in_order(long_story, audited):
    assert SignedCheckpoint.select().count() == 3
    assert audited() == []


def test_a_tile_altered_or_removed_is_named(long_story, audited, by_hand):
    by_hand("UPDATE ledger_tile SET root = hashes")
    assert kinds(audited()) == {"tile"}
    by_hand("DELETE FROM ledger_tile")
    assert kinds(audited()) == {"tile"}


def test_an_entry_under_a_tile_is_named_by_its_number(long_story, audited, by_hand):
    by_hand(rewritten(20))
    assert [finding.entry for finding in audited() if finding.kind == "tile"] == [20]


def test_a_change_lies_between_the_checkpoint_that_agrees_and_the_next(long_story, audited, by_hand):
    sizes = sorted(size for (size,) in SignedCheckpoint.select(SignedCheckpoint.size).tuples())
    by_hand(rewritten(sizes[-1]))
    spans = {
        (finding.sentence.values["first"], finding.sentence.values["last"])
        for finding in audited()
        if finding.kind == "root"
    }
    assert spans == {(sizes[-2] + 1, sizes[-1])}


def test_made_to_fit_with_its_tiles_it_still_is_not_what_was_signed(long_story, audited, by_hand):
    by_hand(rewritten(250))
    fit_chains(by_hand)
    fit_tiles(by_hand, regrown()[0])
    assert kinds(audited()) == {"root"}


def test_a_checkpoint_forged_to_fit_lacks_the_signature(long_story, audited, by_hand, settings):
    by_hand(rewritten(last_entry_number()))
    _, checkpoint = regrown()
    forged = signed_by(b"\1" * 32, checkpoint)
    by_hand(
        f"UPDATE ledger_checkpoint SET root = '{checkpoint.root.hex()}', note = '{forged}' WHERE size = {checkpoint.size}"
    )
    assert kinds(audited()) == {"root", "signature"}  # the files still know the true one
    for path in (settings.data / "ledger-checkpoint", settings.ledger_memory):
        path.write_text(forged, encoding="utf-8")
    assert kinds(audited()) == {"signature"}


def test_a_checkpoint_that_says_otherwise_than_its_columns_is_named(long_story, audited, by_hand):
    by_hand(f"UPDATE ledger_checkpoint SET root = '{'0' * 64}'")
    assert kinds(audited()) == {"checkpoint"}


def test_a_checkpoint_that_is_none_is_named(long_story, audited, by_hand):
    by_hand("UPDATE ledger_checkpoint SET note = 'x'")
    assert kinds(audited()) == {"checkpoint"}


def test_another_key_is_found_by_what_the_old_one_signed(long_story, audited, key):
    key.write_text("01" * 32, encoding="utf-8")
    assert kinds(audited()) == {"signature"}


def test_a_key_that_is_gone_is_told_and_none_is_made(long_story, audited, key):
    key.unlink()
    assert kinds(audited()) == {"key"}
    assert not key.exists()


def test_the_memory_outside_the_data_folder_knows_of_a_backup_restored(long_story, audited, by_hand, settings):
    size = last_entry_number()
    by_hand(f"DELETE FROM entry WHERE id > {size - 10}", f"DELETE FROM ledger_checkpoint WHERE size > {size - 10}")
    (settings.data / "ledger-checkpoint").unlink()
    (found,) = [finding for finding in audited() if finding.kind == "short"]
    assert found.sentence.values["where"] == str(settings.ledger_memory)


def test_a_memory_that_cannot_be_read_is_told(long_story, audited, settings):
    settings.ledger_memory.write_bytes(b"\xff\xfe")
    assert kinds(audited()) == {"checkpoint"}


WITNESS_KEY = b"w" * 32


@pytest.fixture
def cosigned(story, now):
    """The story's newest checkpoint with the line of a witness."""
    newest = SignedCheckpoint.select().order_by(SignedCheckpoint.id.desc()).first()
    text = notes.read_note(newest.note).text
    line = notes.cosign("witness.example", WITNESS_KEY, text, int(now.timestamp()))
    public = Ed25519PrivateKey.from_private_bytes(WITNESS_KEY).public_key().public_bytes_raw()
    vkey = notes.Verifier("witness.example", public, notes.COSIGNATURE).vkey
    return Cosignature.create(
        checkpoint=newest, witness=vkey, line=str(line), signed_at=now.replace(microsecond=0), at=now
    )


def test_a_witness_that_signed_leaves_nothing_to_find(cosigned, audited):
    assert audited() == []


@pytest.mark.parametrize("change", ["line = replace(line, 'A', 'B')", "line = 'x'", "signed_at = at"])
def test_a_line_of_a_witness_that_is_altered_is_named(cosigned, audited, by_hand, now, change):
    change = change.replace("= at", f"= '{(now + timedelta(days=1)).isoformat(' ', 'microseconds')}'")
    by_hand(f"UPDATE ledger_cosignature SET {change} WHERE id = {cosigned.id}")
    assert [each.kind for each in audited()] == ["witness"]


def test_a_foreign_trigger_is_told(audited, database, database_url, postgresql_superuser):
    database.close()
    if postgresql_superuser:
        with psycopg.connect(postgresql_superuser, autocommit=True) as connection:
            connection.execute(
                "CREATE TRIGGER mine BEFORE UPDATE ON post FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
            )
    else:
        connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        connection.execute("CREATE TRIGGER mine AFTER INSERT ON post BEGIN UPDATE post SET channel = 'x'; END")
        connection.close()
    database.connect()
    assert [(each.kind, each.sentence.values["name"]) for each in audited()] == [("guard", "mine")]


def test_a_guard_taken_away_is_told(story, audited, database, database_url, postgresql_superuser):
    database.close()
    if postgresql_superuser:
        with psycopg.connect(postgresql_superuser, autocommit=True) as connection:
            connection.execute("DROP TRIGGER guard_post_delete ON post")
    else:
        connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        connection.execute("DROP TRIGGER guard_post_delete")
        connection.close()
    database.connect()
    assert [(finding.kind, finding.sentence.values["name"]) for finding in audited()] == [
        ("guard", "guard_post_delete")
    ]
