"""An index whose disk is full: it stays as it was, says why, and goes on once there is room."""

import errno
import subprocess

import pytest

from search.engines.base import Document, EngineQuery
from search.engines.folder import passing
from search.engines.whoosh import Whoosh
from search.query.language import parse


@pytest.fixture
def disk(tmp_path):
    """A disk of its own, of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4M", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a file system of its own cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def tantivy(folder):
    return pytest.importorskip("search.engines.tantivy", reason="tantivy is not installed").Tantivy(folder)


def fill(disk):
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(b"\0" * 4096)
    return filler


def document(number):
    return Document(number, 1, "question", "", number, "", f"路灯第 {number} 次坏了")


@pytest.mark.parametrize("made", [Whoosh, tantivy])
def test_a_full_disk_leaves_the_index_as_it_was_and_names_itself(made, disk):
    engine = made(disk / "search")
    engine.create()
    engine.write([document(1)], (), 5, since=0)
    filler, build = fill(disk), engine._build()
    with pytest.raises(OSError, match="No space") as refused:
        engine.write([document(number) for number in range(2, 200)], (), 6, since=5)
    assert refused.value.errno == errno.ENOSPC
    with pytest.raises(OSError, match="No space"):
        engine.create()
    assert engine._build() == build and engine.position() == 5
    assert sorted(disk.glob("search/*/build-*")) == [build]
    filler.unlink()
    engine.write([document(2)], (), 6, since=5)
    assert engine.position() == 6
    assert {number for number, _ in engine.search(EngineQuery(groups=parse("路灯").groups)).hits} == {1, 2}


def test_an_index_that_cannot_be_read_now_is_not_taken_for_none(tmp_path, monkeypatch):
    engine = Whoosh(tmp_path)
    engine.create()

    def fails(*_, **__):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("pathlib.Path.read_text", fails)
    assert engine.position(fresh=False) is None
    with pytest.raises(OSError, match="Input"):
        engine.position()


def test_only_errors_of_the_disk_and_of_limits_pass():
    assert passing(OSError(errno.EMFILE, "Too many open files")).errno == errno.EMFILE
    assert passing(ValueError("An IO error occurred: 'Os { code: 28, kind: StorageFull }'")).errno == errno.ENOSPC
    assert passing(FileNotFoundError(errno.ENOENT, "gone")) is passing(ValueError("torn")) is None
    hidden = ValueError("unreadable")
    hidden.__context__ = OSError(errno.EIO, "Input/output error")
    assert passing(hidden).errno == errno.EIO
