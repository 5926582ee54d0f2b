"""Signing: soon after a deed, over the whole log as it stands, never over another past, and never two trees."""

import shutil
import stat
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from boards.actions.posts import posts
from forum.roles import SYSTEM
from forum.store import db, log
from forum.store.log import Entry
from moderation.ledger import node_store, refusals, tile_storage
from moderation.ledger.merkle import notes, tree
from moderation.ledger.models import SignedCheckpoint, StoredTile
from moderation.ledger.signing import PACE, Signer

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def plain_root(size=None):
    """The root over the log's leaves, straight from the entries."""
    frontier = tree.Frontier()
    for (leaf,) in Entry.select(Entry.leaf).order_by(Entry.id).limit(size).tuples():
        frontier.append(tree.leaf_hash(leaf.encode()))
    return frontier.root()


def newest():
    return SignedCheckpoint.select().order_by(SignedCheckpoint.size.desc()).get()


def refused(signer, now, code):
    before = SignedCheckpoint.select().count()
    assert signer.catch_up(now) == 0
    assert refusals.current_refusal().code == code
    assert SignedCheckpoint.select().count() == before


def test_a_post_is_under_a_signed_checkpoint_after_one_step(question, cast, rules, signer, settings, clock):
    signer.catch_up(clock.now())
    posts.reply(question, actor=cast.neighbour, now=clock.now(), city=rules, text="支持")
    assert signer.advance(clock.advance(timedelta(seconds=1))) == 1
    checkpoint = notes.open_checkpoint(newest().note, notes.read_vkey(newest().vkey))
    assert checkpoint == notes.Checkpoint("127.0.0.1:8000/ledger", log.last_entry_number(), plain_root())
    assert newest().root == plain_root().hex()


def test_nothing_is_signed_twice_and_nothing_of_an_empty_log(signer, grow, now, checkpoints):
    assert signer.catch_up(now) == log.last_entry_number()
    first = checkpoints()
    assert signer.catch_up(now) == 0 and checkpoints() == first
    grow(3)
    assert signer.backlog() == 3
    assert signer.catch_up(now) == 3 and signer.backlog() == 0


def test_while_people_write_without_a_pause_a_checkpoint_a_second_is_enough(signer, grow, clock, checkpoints):
    grow(1)
    signer.advance(clock.now())
    for _ in range(10):
        grow(1)
        signer.advance(clock.advance(timedelta(milliseconds=250)))
    assert timedelta(seconds=1) == PACE
    assert len(checkpoints()) == 3


@pytest.mark.parametrize("sizes", [(255, 1, 1, 255), (700, 300), (1, 2, 3, 600)])
def test_the_root_is_that_of_the_leaves_at_whatever_size_and_step(signer, grow, now, sizes):
    for more in sizes:
        grow(more)
        signer.catch_up(now)
        assert newest().root == plain_root().hex()
    assert tile_storage.tiles_stored() == log.last_entry_number() // 256


def test_every_checkpoint_goes_on_from_every_earlier_one(signer, grow, now):
    for more in (3, 250, 10, 400):
        grow(more)
        signer.catch_up(now)
    signed = list(SignedCheckpoint.select().order_by(SignedCheckpoint.size))
    for old in signed:
        for new in signed[signed.index(old) :]:
            proof = tree.consistency(node_store.nodes(new.size), old.size, new.size)
            tree.check_consistency(old.size, bytes.fromhex(old.root), new.size, bytes.fromhex(new.root), proof)


def test_a_tile_of_tiles_is_stored_when_it_is_full(database):
    with db.write():
        for number in range(256):
            tile_storage._store(0, number, [bytes([number]) * 32] * 256)
    above = StoredTile.get(StoredTile.level == 1)
    assert bytes(above.hashes) == b"".join(tree.perfect_root([bytes([number]) * 32] * 256) for number in range(256))
    assert bytes(above.root) == tree.perfect_root(
        [tree.perfect_root([bytes([number]) * 32] * 256) for number in range(256)]
    )


def test_the_key_is_made_once_and_only_its_owner_reads_it(signer, settings, grow, now, files):
    grow(1)
    assert not files.key.exists()
    signer.catch_up(now)
    key = files.key.read_text()
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600 and len(key) == 65
    grow(1)
    Signer(settings).catch_up(now)
    assert files.key.read_text() == key


def test_what_was_given_out_is_remembered_in_three_places(signer, grow, now, files):
    grow(5)
    signer.catch_up(now)
    assert files.inside.read_text() == files.outside.read_text() == newest().note


YESTERDAY = ("DELETE FROM ledger_checkpoint WHERE size > {size}", "DELETE FROM entry WHERE id > {size}")


@pytest.fixture
def restored(signer, grow, by_hand, now):
    """The database as it was, after more had been signed."""
    size = log.last_entry_number() + 300
    grow(300)
    signer.catch_up(now)
    grow(40)
    signer.catch_up(now)
    by_hand(*(statement.format(size=size) for statement in YESTERDAY))
    return size


def test_a_database_restored_from_yesterday_is_not_signed(restored, settings, now, caplog):
    refused(Signer(settings), now, "smaller")
    assert "the ledger refuses to sign" in caplog.text
    assert str(restored) in str(refusals.current_refusal().reason)


@pytest.mark.parametrize("left", ["inside", "outside"])
def test_one_place_that_remembers_is_enough(restored, settings, now, files, left):
    getattr(files, {"inside": "outside", "outside": "inside"}[left]).unlink()
    refused(Signer(settings), now, "smaller")


def test_a_restored_log_that_has_outgrown_the_last_checkpoint_is_still_refused(restored, settings, grow, now):
    grow(100, now + timedelta(hours=1))
    refused(Signer(settings), now, "forked")


def test_after_the_right_data_has_come_back_it_signs_again(restored, settings, signer, grow, now, files):
    refused(Signer(settings), now, "smaller")
    files.inside.unlink()
    files.outside.unlink()  # a new beginning, declared by hand
    grow(1)
    assert Signer(settings).catch_up(now) == 1
    assert refusals.current_refusal() is None


@sqlite_only
def test_a_whole_data_folder_restored_from_yesterday_is_not_signed(
    database, database_url, settings, grow, now, files, tmp_path
):
    grow(10)
    Signer(settings).catch_up(now)
    file = database_url.removeprefix("sqlite:///")
    database.close_all()
    shutil.copy(file, tmp_path / "backup.db")
    shutil.copytree(settings.data, tmp_path / "backup")
    database.connect()
    grow(10)
    Signer(settings).catch_up(now)
    database.close_all()
    shutil.copy(tmp_path / "backup.db", file)
    shutil.rmtree(settings.data)
    shutil.copytree(tmp_path / "backup", settings.data)
    database.connect()
    assert newest().note == files.inside.read_text() != files.outside.read_text()
    refused(Signer(settings), now, "smaller")


ALTERED = {
    "in a full tile": ("UPDATE entry SET leaf = '{{}}' WHERE id = 7", "altered"),
    "at the right edge": ("UPDATE entry SET leaf = '{{}}' WHERE id = {last}", "forked"),
    "taken out of a full tile": ("DELETE FROM entry WHERE id = 7", "gap"),
    "taken out at the right edge": ("DELETE FROM entry WHERE id = {last} - 1", "gap"),
    "with its tile": ("UPDATE ledger_tile SET hashes = root WHERE number = 0", "altered"),
    "a tile taken out": ("DELETE FROM ledger_tile WHERE number = 0", "altered"),
    "the last ten cut off": ("DELETE FROM entry WHERE id > {last} - 10", "smaller"),
}


@pytest.mark.parametrize("case", ALTERED)
def test_a_log_altered_below_the_last_checkpoint_is_not_signed(signer, settings, grow, now, by_hand, case):
    statement, code = ALTERED[case]
    grow(600)
    signer.catch_up(now)
    by_hand(statement.format(last=log.last_entry_number()))
    if code != "smaller":
        grow(5)
    refused(Signer(settings), now, code)


def test_a_running_signer_comes_round_to_an_altered_entry(signer, grow, now, by_hand):
    grow(600)
    signer.catch_up(now)
    by_hand("UPDATE entry SET leaf = '{}' WHERE id = 7")
    for _ in range(tile_storage.tiles_stored() + 1):
        signer.catch_up(now)
    assert refusals.current_refusal().code == "altered"


def test_a_lost_key_is_not_replaced(signer, settings, grow, now, files):
    grow(1)
    signer.catch_up(now)
    files.key.unlink()
    grow(1)
    refused(Signer(settings), now, "key-lost")
    assert not files.key.exists()


def test_a_node_without_the_ledgers_key_leaves_signing_to_one_that_has_it(signer, settings, grow, now, files, tmp_path):
    other = Signer(replace(settings, data=tmp_path / "other"))
    assert other.fit() and signer.fit()
    grow(1)
    signer.catch_up(now)
    grow(1)
    assert signer.fit() and not other.fit()
    refused(other, now, "key-lost")
    signer.taken_over()
    assert signer.catch_up(now) == 1 and refusals.current_refusal() is None
    other.key_path.parent.mkdir()
    shutil.copy(files.key, other.key_path)
    assert other.fit()
    other.key_path.write_text("ab" * 32)
    assert not other.fit()


def test_another_key_is_not_used(signer, settings, grow, now, files):
    grow(1)
    signer.catch_up(now)
    files.key.write_text("ab" * 32)
    grow(1)
    refused(Signer(settings), now, "key-changed")


@pytest.mark.parametrize("spoil", [lambda file: file.chmod(0o644), lambda file: file.write_text("not a key")])
def test_a_key_that_others_read_or_that_is_none_is_not_used(signer, settings, grow, now, files, spoil):
    grow(1)
    signer.catch_up(now)
    spoil(files.key)
    grow(1)
    refused(Signer(settings), now, "key-open")


def test_what_cannot_be_remembered_is_not_signed(signer, settings, grow, now, files):
    grow(1)
    files.outside.mkdir()
    refused(signer, now, "memory")
    files.outside.rmdir()
    assert signer.catch_up(now)


def test_a_memory_that_somebody_wrote_is_not_believed(signer, settings, grow, now, files):
    grow(1)
    signer.catch_up(now)
    files.outside.write_text(files.outside.read_text().replace("\n1", "\n9", 1))
    grow(1)
    refused(Signer(settings), now, "key-changed")


def test_a_refusal_keeps_the_time_at_which_it_began_and_goes_when_its_cause_goes(signer, settings, grow, clock, files):
    grow(1)
    signer.catch_up(clock.now())
    moved = files.key.rename(files.key.with_name("elsewhere"))
    began = clock.now()
    grow(1)
    signer.catch_up(began)
    Signer(settings).catch_up(clock.advance(timedelta(hours=1)))
    assert refusals.current_refusal().since == began
    moved.rename(files.key)
    signer.catch_up(clock.now())
    assert refusals.current_refusal() is None


def test_a_new_public_address_goes_on_signing_the_same_log(signer, settings, grow, now):
    grow(2)
    signer.catch_up(now)
    grow(2)
    assert Signer(replace(settings, url="https://new.example")).catch_up(now) == 2
    assert newest().vkey.startswith("127.0.0.1:8000/ledger+")  # the name that wenqu init fixed


def test_several_workers_at_once_sign_one_tree(settings, database, grow, now, checkpoints):
    grow(50)
    failed = []

    def work():
        try:
            with db.connection():
                mine = Signer(settings)
                for _ in range(6):
                    with db.write():
                        log.record(log.Deed.PRIVATE_LOOK, ("thread", 1), actor=SYSTEM, now=now)
                    mine.catch_up(now)
        except Exception as error:
            failed.append(error)

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failed
    assert checkpoints() == sorted(set(checkpoints())) and checkpoints()[-1] == log.last_entry_number()
    for signed in SignedCheckpoint.select():
        assert signed.root == plain_root(signed.size).hex()
