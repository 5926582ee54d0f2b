"""Code that is not ours accepts our ledger: Go's checksum database (Debian package golang-golang-x-mod-dev), over HTTP."""

import os
import shutil
import subprocess
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import make_server

from boards.actions.posts import posts
from boards.models.threads import Post
from forum.store import log
from moderation.ledger.models import SignedCheckpoint

SOURCES = Path("/usr/share/gocode")
PACKAGE = SOURCES / "src/golang.org/x/mod/sumdb/tlog"

pytestmark = [
    pytest.mark.skipif(not shutil.which("go"), reason="needs the Go compiler (golang-go)"),
    pytest.mark.skipif(not PACKAGE.is_dir(), reason="needs Go's sumdb code (golang-golang-x-mod-dev)"),
]


@pytest.fixture(scope="session")
def auditor(tmp_path_factory):
    """The Go program, compiled."""
    folder = tmp_path_factory.mktemp("auditor")
    go = {
        "GO111MODULE": "off",
        "GOPATH": str(SOURCES),
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "",
        "HOME": str(folder),
    }
    source = Path(__file__).with_name("audit.go")
    subprocess.run(["go", "build", "-o", folder / "audit", source], check=True, env={**os.environ, **go}, timeout=300)
    return folder / "audit"


@pytest.fixture
def site(app):
    """The address at which the application answers on this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    running = Thread(target=server.serve_forever, daemon=True)
    running.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    running.join()
    server.server_close()


@pytest.fixture
def audit(auditor, site):
    """audit(options...): what the Go program prints, and whether it found everything right."""

    def run(*options):
        done = subprocess.run(
            [auditor, *map(str, options), site], capture_output=True, text=True, timeout=300, check=False
        )
        return done.returncode == 0, done.stdout + done.stderr

    return run


@pytest.fixture
def city(question, cast, rules, signer, grow, now):
    """A ledger of some tiles with the posts of a thread all over it, signed five times."""
    for reply in range(5):
        grow(140)
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"第{reply}个支持，电话13800138000。")
        signer.catch_up(now)
    return question


def test_go_accepts_the_signature_every_entry_every_post_and_every_earlier_checkpoint(city, audit, tmp_path):
    kept = []
    for signed in SignedCheckpoint.select():
        kept.append(tmp_path / f"{signed.size}.txt")
        kept[-1].write_text(signed.note)
    every_post = [post for (post,) in Post.select(Post.id).tuples()]
    sizes = [1, 2, 255, 256, 257, 511, 512, log.last_entry_number() - 1, log.last_entry_number()]
    accepted, said = audit(
        "-posts", ",".join(map(str, every_post)), "-from", ",".join(map(str, sizes)), "-kept", ",".join(map(str, kept))
    )
    assert accepted, said
    assert said.count("ok post") == len(every_post) == 6
    assert said.count("ok goes on from a kept checkpoint") == len(kept) == 5


TAMPERED = {
    "an entry in a full tile": "UPDATE entry SET leaf = '{{}}' WHERE id = 7",
    "an entry at the right edge": "UPDATE entry SET leaf = '{{}}' WHERE id = {last}",
    "two entries exchanged": "UPDATE entry SET leaf = (SELECT leaf FROM entry WHERE id = 8) WHERE id = 7",
    "a tile of hashes": "UPDATE ledger_tile SET hashes = (SELECT hashes FROM ledger_tile WHERE number = 1) WHERE number = 0",
    "the root of a checkpoint": "UPDATE ledger_checkpoint SET note = REPLACE(note, '{last}', '{less}') WHERE size = {last}",
}


@pytest.mark.parametrize("case", TAMPERED)
def test_go_finds_what_was_altered_by_hand(city, audit, by_hand, case):
    last = log.last_entry_number()
    by_hand(TAMPERED[case].format(last=last, less=last - 1))
    accepted, said = audit("-from", "300")
    assert not accepted and "FAILED" in said


def test_go_finds_that_a_post_has_another_leaf(city, audit, by_hand):
    reply = Post.select().order_by(Post.id.desc()).first()
    by_hand(
        f"UPDATE entry SET leaf = REPLACE(leaf, 'post/{reply.id}', 'post/{reply.id}0') WHERE object = 'post/{reply.id}'"
    )
    accepted, said = audit("-posts", reply.id)
    assert not accepted and "FAILED" in said


def test_go_finds_that_the_ledger_is_shorter_than_a_checkpoint_that_was_kept(
    city, audit, signer, grow, now, by_hand, tmp_path
):
    size = log.last_entry_number()
    grow(5)
    signer.catch_up(now)
    kept = tmp_path / "kept.txt"
    kept.write_text(SignedCheckpoint.get(SignedCheckpoint.size == size + 5).note)
    assert audit("-kept", kept)[0]
    by_hand(f"DELETE FROM ledger_checkpoint WHERE size > {size}", f"DELETE FROM entry WHERE id > {size}")
    accepted, said = audit("-kept", kept)
    assert not accepted and f"had {size + 5} entries and has {size} now" in said
