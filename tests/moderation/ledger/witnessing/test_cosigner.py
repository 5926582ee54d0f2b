"""Being a witness: what is cosigned, what is refused and how, whoever comes at once, and what outlives a kill."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from threading import Barrier, Thread, Timer

import pytest
from click import ClickException
from click.testing import CliRunner

from moderation.ledger.merkle import notes, tree
from moderation.ledger.witnessing.add_checkpoint import AddCheckpoint, read_cosignatures
from moderation.ledger.witnessing.command import witness
from moderation.ledger.witnessing.cosigned_store import CosignedStore
from moderation.ledger.witnessing.cosigner import Cosigner
from moderation.ledger.witnessing.watched_logs import LogsFileError, read_logs

LOG, NAME, NOW = "city.example/ledger", "neighbour.example/w1", 1_411_351_200


class ALog:
    """A log of `history`: two of another history differ from their first leaf on."""

    def __init__(self, history=b"one", name=LOG, key=b"l" * 32):
        self.history, self.name, self.key = history, name, key
        self.vkey = notes.verifier_of(name, key).vkey

    def node(self, height, number):
        leaves = range(number << height, (number + 1) << height)
        return tree.perfect_root([tree.leaf_hash(self.history + bytes([leaf])) for leaf in leaves])

    def request(self, old, size, root=None):
        text = str(notes.Checkpoint(self.name, size, root or tree.root(self.node, size)))
        proof = tree.consistency(self.node, old, size) if old <= size else ()
        return AddCheckpoint(old, tuple(proof), notes.Note(text, (notes.sign(self.name, self.key, text),)))

    def note(self, size):
        return str(self.request(0, size).note)


@pytest.fixture
def log():
    return ALog()


@pytest.fixture
def cosigner(tmp_path, log):
    store = CosignedStore(tmp_path / "witness.db")
    made = Cosigner(NAME, b"w" * 32, read_logs(log.vkey), store)
    store.create(made.verifier.vkey)
    return made


def ask(cosigner, request, now=NOW):
    return cosigner.answer(str(request).encode(), now)


def known(cosigner):
    return cosigner.store.logs()[0].size


def test_it_signs_what_goes_on_with_its_time(cosigner, log):
    for old, size in ((0, 3), (3, 4), (4, 4), (4, 130)):
        request = log.request(old, size)
        reply = ask(cosigner, request, NOW + size)
        assert reply.status == 200
        (line,) = read_cosignatures(reply.body.encode())
        assert line.is_of(cosigner.verifier)
        assert cosigner.verifier.check(request.note.text, line.signature) == NOW + size
        assert known(cosigner) == size
    stored = notes.read_note(cosigner.store.logs()[0].note)
    stored.check(notes.read_vkey(log.vkey))
    stored.check(cosigner.verifier)


def test_what_it_does_not_sign_has_the_specifications_answer_and_changes_nothing(cosigner, log):
    ask(cosigner, log.request(0, 9))
    right, other = log.request(9, 12), ALog(b"two")
    forged = notes.Line(LOG, right.note.lines[0].key_id, bytes(64))
    stranger = notes.sign("stranger", b"s" * 32, right.note.text)

    def signed_with(*lines):
        return AddCheckpoint(9, right.proof, notes.Note(right.note.text, lines))

    for status, request in (
        (404, ALog(name="unknown.example").request(0, 3)),
        (403, ALog(key=b"k" * 32).request(9, 12)),
        (403, signed_with(stranger)),
        (403, signed_with(forged)),
        (403, signed_with(*right.note.lines, *right.note.lines)),
        (400, log.request(13, 12)),
        (422, other.request(9, 12)),
        (422, other.request(9, 9)),
        (422, AddCheckpoint(9, (), right.note)),
        (422, AddCheckpoint(9, right.proof + (bytes(32),), right.note)),
        (422, AddCheckpoint(9, right.proof[::-1], right.note)),
        (422, log.request(9, 12, bytes(32))),
        (400, "old 9\n\nnothing\n"),
    ):
        assert ask(cosigner, request).status == status, request
        assert known(cosigner) == 9
    for old, size in ((0, 12), (3, 12), (0, 5), (5, 5), (10, 12)):
        reply = ask(cosigner, log.request(old, size))
        assert (reply.status, reply.body, reply.content_type) == (409, "9\n", "text/x.tlog.size")
    assert ask(cosigner, signed_with(stranger, *right.note.lines)).status == 200


def test_an_empty_tree_has_the_root_of_one(cosigner, log):
    assert ask(cosigner, log.request(0, 0, bytes(32))).status == 422
    assert ask(cosigner, log.request(0, 0, tree.EMPTY)).status == 200
    assert ask(cosigner, log.request(0, 2)).status == 200


def test_of_requests_at_once_one_is_signed(cosigner, log):
    ask(cosigner, log.request(0, 3))
    requests = [log.request(3, size) for size in range(4, 12)]
    together, found = Barrier(len(requests)), []

    def one(request):
        together.wait()
        found.append(ask(cosigner, request).status)

    threads = [Thread(target=one, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200] + [409] * 7
    assert known(cosigner) > 3


def test_the_file_itself_never_goes_back(cosigner, log):
    ask(cosigner, log.request(0, 9))
    with sqlite3.connect(cosigner.store.path) as connection:
        for statement in ("UPDATE log SET size = 3", "DELETE FROM log", "UPDATE log SET name = 'other'"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
    connection.close()


def test_logs_are_read_with_and_without_their_names(log):
    second = ALog(key=b"m" * 32).vkey
    text = f"# cities\n\n{log.vkey}\n  {LOG} {second}\n"
    assert [len(keys) for keys in read_logs(text).values()] == [2]
    for wrong in ("nothing", f"other.example {log.vkey}", notes.Verifier(LOG, bytes(32), notes.COSIGNATURE).vkey):
        with pytest.raises(LogsFileError, match="line 2"):
            read_logs(f"{log.vkey}\n{wrong}\n")


@pytest.fixture
def words(tmp_path, log):
    """The words of the command that keep its folder and its file of logs in a folder of this test."""
    (tmp_path / "logs").write_text(log.vkey + "\n")
    return ["--logs", str(tmp_path / "logs"), "--folder", str(tmp_path / "w")]


@pytest.fixture
def command(words):
    """command(words...): `wenqu witness` in a process."""
    started = []

    def start(*more):
        run = [sys.executable, "-m", "forum", "witness", *words, *more]
        environ = {name: value for name, value in os.environ.items() if not name.startswith("WENQU_")}
        started.append(subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.communicate()


@pytest.fixture
def here(words):
    """here(words...): what the command says in this process, a mistake too."""

    def run(*more):
        result = CliRunner().invoke(witness, [*words, *more], standalone_mode=False)
        if result.exception:
            assert isinstance(result.exception, ClickException), result.exception
            return result.exception.format_message()
        return result.output

    return run


def serving(command, *words):
    """(process, vkey, port) of a witness that listens."""
    process = command("--port", str(port := _free_port()), *words)
    said = process.stderr.readline().split()
    assert said[0] == "witness", process.stderr.read()
    return process, said[1], port


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def post(port, body, path="/add-checkpoint", method="POST"):
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, path, body.encode() if isinstance(body, str) else body)
        with connection.getresponse() as response:
            return response.status, response.headers["Content-Type"], response.read()


def test_the_command_serves_outlives_a_kill_and_stays_who_it_is(command, here, log, tmp_path):
    process, vkey, port = serving(command, "--name", NAME)
    assert vkey.startswith(NAME) and (tmp_path / "w" / "witness-key").stat().st_mode & 0o77 == 0
    assert post(port, str(log.request(0, 9)))[0] == 200
    assert post(port, b"x" * 70_000)[0] == 413
    assert post(port, None, "/add-checkpoint", "GET")[0] == 405
    assert post(port, None, "/", "GET")[0] == 404
    newest = post(port, None, f"/{sha256(LOG.encode()).hexdigest()}/checkpoint", "GET")
    notes.read_note(newest[2].decode()).check(notes.read_vkey(vkey))
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    _, same, port = serving(command)
    assert same == vkey
    assert post(port, str(log.request(0, 3))) == (409, "text/x.tlog.size", b"9\n")
    assert post(port, str(log.request(9, 12)), "/some/prefix/add-checkpoint")[0] == 200
    assert here("--show").splitlines() == [vkey, f"{LOG}: 12 entries, {here('--show').split(', ')[1].strip()}"]


def test_a_witness_that_lost_its_memory_or_its_key_does_not_begin_anew(here, log, tmp_path):
    assert "a name" in here("--show")
    assert here("--show", "--name", NAME).splitlines()[1] == f"{LOG}: nothing yet"
    assert "stays it" in here("--show", "--name", "other.example")
    for file, told in (("witness.db", "forgot"), ("witness-key", "is missing")):
        (tmp_path / "w" / file).rename(tmp_path / file)
        assert told in here("--show", "--name", NAME)
        (tmp_path / file).rename(tmp_path / "w" / file)
    (tmp_path / "w" / "witness-key").write_text("11" * 32)
    assert "is not the key" in here("--show")
    (tmp_path / "w" / "witness-key").chmod(0o644)
    assert "chmod 600" in here("--show")
    (tmp_path / "logs").write_text("nothing\n")
    assert "line 1" in here("--show")


SERVER = """
import sys
from pathlib import Path
from forum.web.serving import listen
from moderation.ledger.witnessing.cosigned_store import CosignedStore
from moderation.ledger.witnessing.cosigner import Cosigner
from moderation.ledger.witnessing.server import WitnessApplication, serve
from moderation.ledger.witnessing.watched_logs import read_logs
store, vkey, port = sys.argv[1:]
listening = listen("127.0.0.1", int(port))
print("ready", flush=True)
serve(WitnessApplication(Cosigner("neighbour.example/w1", b"w" * 32, read_logs(vkey), CosignedStore(Path(store)))), listening)
"""


def test_killed_at_any_moment_it_never_knows_less_than_it_signed(cosigner, log):
    size = 0
    for pause in (0.01, 0.03, 0.06):
        words = [sys.executable, "-c", SERVER, str(cosigner.store.path), log.vkey, str(port := _free_port())]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n"
        Timer(pause, process.kill).start()
        signed = _as_many_as_it_signs(port, log, size)
        process.communicate()
        size = known(cosigner) if cosigner.store.logs() else 0
        assert size in (signed, signed + 1)  # the last one may be on the disk and not yet given out


def _as_many_as_it_signs(port, log, size):
    """The size up to which it signed before it was killed."""
    try:
        while post(port, str(log.request(size, size + 1)))[0] == 200:
            size += 1
    except (OSError, HTTPException):
        return size
    raise AssertionError("refused")
