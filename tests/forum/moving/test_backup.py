"""Backups share what they have in common, survive what interrupts the next one, and come back as they were."""

import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from boards.actions.posts import posts
from boards.models.threads import Thread
from forum.backup import states
from forum.backup.queries import last_backup
from forum.backup.running import back_up
from forum.clock import FixedClock
from forum.config import from_environ
from forum.moving import running
from forum.moving.folder import UNFINISHED, Folder, FolderError
from forum.moving.writing import Writer
from forum.store import db
from forum.store.bulk.snapshot import snapshot
from forum.store.bulk.target import TargetError

NOW = datetime(2014, 9, 22, 2, tzinfo=UTC)


@pytest.fixture
def made(city, tmp_path, store_of, monkeypatch):
    """made(minutes, **options): a backup of the city into one folder, so long after the first."""

    def run(minutes=0, **options):
        at = FixedClock(NOW + timedelta(minutes=minutes))
        for module in ("forum.backup.running", "forum.moving.running"):
            monkeypatch.setattr(sys.modules[module], "clock", at)
        return back_up(Folder(tmp_path / "kept"), city, store_of(city), **({"keys": True} | options))

    return run


@pytest.fixture
def say(city, question, cast, rules, now):
    """say(text): a reply in the city."""

    def reply(text):
        db.connect(city.database)
        with db.connection():
            posts.reply(Thread.get_by_id(question.id), actor=cast.neighbour, now=now, city=rules, text=text)
        db.database.close_all()

    return reply


@pytest.fixture
def restored(empty, store_of, tmp_path):
    """restored(name, backup): the Settings of an empty place on the same engine, with the backup in it."""

    def run(name, backup=None, same=True):
        settings = empty(name, same=same)
        folder = Folder(tmp_path / "kept")
        running.bring_in(folder, states.manifest_of(folder, backup), settings, store_of(settings), "restoring rows")
        return from_environ({"WENQU_DATA": str(settings.data), "WENQU_DATABASE": settings.database})

    return run


def test_a_backup_comes_back_equal_with_files_and_keys(made, restored, found, store_of, described, city, tmp_path):
    done = made()
    settings = restored("back")
    assert found(settings) == []
    assert settings.secret_key == city.secret_key
    assert (settings.data / "ledger-key").read_text() == (city.data / "ledger-key").read_text()
    again, _ = running.export(Folder(tmp_path / "export"), settings, store_of(settings), secrets=True)
    assert described(again) == described(done.manifest)
    assert again.files == 1 and again.missing_files == []


def test_a_further_backup_writes_only_what_changed_and_each_can_be_restored(made, say, restored, found):
    first = made(0)
    assert made(1).written.parts <= 1  # that a backup was made is noted in the database
    say("再问一句。")
    third = made(2)
    assert third.written.parts < first.written.parts
    for name, replies in ((first.name, 3), (third.name, 4)):
        settings = restored(f"back{name}", name)
        assert found(settings) == []
        opened = db.connect(settings.database)
        with db.connection():
            assert db.raw("SELECT COUNT(*) FROM post").fetchone()[0] == replies
        opened.close_all()


def test_what_cannot_change_any_more_is_not_read_again(made, city, tmp_path, say, monkeypatch):
    monkeypatch.setattr("forum.moving.writing.SPAN", 2)
    made(0)
    made(1)
    kept = states.manifest_of(Folder(tmp_path / "kept"), None)
    assert {part.table for part in kept.parts if part.settled} >= {"entry", "recorded_row"}
    with snapshot(city.database) as taken:
        assert len(Writer(Folder(tmp_path / "kept"), taken, [kept]).settled) > 10
        (tmp_path / "kept" / UNFINISHED).unlink()
        # another history than the one that was backed up
        other = Writer(Folder(tmp_path / "kept"), taken, [_of_another_history(kept)])
        assert other.settled == {}


def _of_another_history(manifest):
    return type(manifest)(**{**vars(manifest), "last_leaf": "0" * 64})


def test_old_backups_go_with_what_only_they_had(made, say, tmp_path):
    made(0)
    say("再问一句。")
    made(60 * 24)
    say("还有一句。")
    assert made(60 * 48, keep=2).removed == [states.name_of(NOW)]
    folder = Folder(tmp_path / "kept")
    wanted = {part.path for name in states.names(folder) for part in states.manifest_of(folder, name).parts}
    assert {str(path.relative_to(folder.root)) for path in folder.root.rglob("*.jsonl.gz")} == wanted
    assert made(60 * 49, days=1).removed == [states.name_of(NOW + timedelta(days=1))]
    assert len(states.names(folder)) == 2


def test_a_rule_never_removes_the_newest():
    there = [states.name_of(NOW + timedelta(days=day)) for day in range(4)]
    assert states.outdated(there, NOW + timedelta(days=99), None, 1) == there[:-1]
    assert states.outdated(there, NOW, None, None) == []


def test_its_age_is_noted_for_the_status_page(made, city):
    db.connect(city.database)
    with db.connection():
        assert last_backup() is None
    db.database.close_all()
    made(7)
    db.connect(city.database)
    with db.connection():
        assert last_backup().taken_at == NOW + timedelta(minutes=7)
    db.database.close_all()


FULL = """
import resource, sys
sys.argv = ["wenqu", "backup", sys.argv[1]]
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from forum import cli
cli.main()
"""


def test_a_disk_that_takes_no_more_leaves_the_former_backup_whole(made, say, city, tmp_path, restored, found):
    """The system refuses to write files of more than 100 bytes, as it refuses when a disk is full."""
    first = made(0)
    say("再问一句。")
    environ = {"WENQU_DATA": str(city.data), "WENQU_DATABASE": city.database, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "kept")], env=environ, capture_output=True, check=False
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False), done.stderr.decode()
    folder = Folder(tmp_path / "kept")
    assert states.names(folder) == [first.name] and not list(folder.root.rglob("*.new"))
    assert found(restored("back")) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 100


def test_a_backup_that_is_killed_leaves_the_former_one_whole_and_goes_on(
    made, say, city, tmp_path, killed, restored, found
):
    first = made(0)
    say("再问一句。")
    assert killed(city, ("backup", str(tmp_path / "kept")), "forum.moving.folder:Folder:finish", 1)
    assert states.names(Folder(tmp_path / "kept")) == [first.name]
    assert made(5).written.parts == 0
    assert found(restored("back")) == []


def test_a_living_site_is_not_restored_over(made, city, store_of, tmp_path, everything):
    done = made()
    db.connect(city.database)
    before = everything()
    db.database.close_all()
    with pytest.raises(TargetError, match="not empty"):
        running.bring_in(Folder(tmp_path / "kept"), done.manifest, city, store_of(city), "restoring rows")
    db.connect(city.database)
    assert everything() == before
    db.database.close_all()


def test_only_one_writes_into_a_folder(made, tmp_path):
    with Folder(tmp_path / "kept").held(), pytest.raises(FolderError, match="another command"):
        made()


def test_a_backup_that_is_not_there_is_named(made, tmp_path):
    with pytest.raises(FolderError, match="no complete backup"):
        states.manifest_of(Folder(tmp_path / "kept"), None)
    done = made()
    with pytest.raises(FolderError, match=f"there are {done.name}"):
        states.manifest_of(Folder(tmp_path / "kept"), "20010101T000000Z")


def test_without_its_keys_it_restores_beside_keys_that_were_put_back(made, empty, restored, city, found):
    made(keys=False)
    settings = empty("back", same=True)
    for name in ("secret-key", "ledger-key"):
        (settings.data / name).write_text((city.data / name).read_text())
        (settings.data / name).chmod(0o600)
    assert found(restored("back")) == []
