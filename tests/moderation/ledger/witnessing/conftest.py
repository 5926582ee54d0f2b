"""Witnesses: one that is played, and one that is not ours (PyPI aics-witness)."""

from threading import Thread
from types import SimpleNamespace

import pytest

from moderation.ledger.merkle import notes, tree
from moderation.ledger.models import SignedCheckpoint
from moderation.ledger.witnesses import Witness, WitnessPolicy
from moderation.ledger.witnessing.add_checkpoint import SIZE_TYPE, read_request
from moderation.ledger.witnessing.delivery import Answer
from moderation.ledger.witnessing.submitting import Submitter

KEY = bytes(range(32))
NAME = "witness.example/w1"


def witness_of(key=KEY, name=NAME, url="http://127.0.0.1:9"):
    return Witness(notes.Verifier(name, notes.verifier_of("x", key).public, notes.COSIGNATURE), url)


@pytest.fixture
def witness():
    return witness_of()


class Played:
    """A witness as the specification has it, without HTTP; `told` are the old sizes that it was sent, `answers` come first."""

    def __init__(self):
        self.size, self.root, self.told, self.answers = 0, tree.EMPTY, [], []

    def __call__(self, prefix, body):
        request = read_request(body)
        self.told.append(request.old)
        if self.answers:
            return self._next(request)
        return self.sign(request)

    def _next(self, request):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer

    def sign(self, request, key=KEY, name=NAME):
        if request.old != self.size:
            return Answer(409, SIZE_TYPE, None, f"{self.size}\n".encode())
        checkpoint = request.checkpoint
        tree.check_consistency(self.size, self.root, checkpoint.size, checkpoint.root, request.proof)
        self.size, self.root = checkpoint.size, checkpoint.root
        return Answer(200, "text/plain", None, str(notes.cosign(name, key, request.note.text, 1_411_351_200)).encode())


@pytest.fixture
def played():
    return Played()


@pytest.fixture
def submitter(witness, played, database):
    return Submitter(witness, played)


@pytest.fixture
def newest():
    """newest(): the newest row of what was signed."""
    return lambda: SignedCheckpoint.select().order_by(SignedCheckpoint.size.desc()).get()


@pytest.fixture
def signed(signer, grow, now):
    """signed(n): n more entries, under a checkpoint."""

    def more(count):
        grow(count)
        signer.catch_up(now)

    return more


@pytest.fixture
def aics():
    """The package of a witness that is not ours."""
    return pytest.importorskip("aics_witness", reason="needs PyPI aics-witness, which is for Python 3.12 and later")


@pytest.fixture
def peer(aics, tmp_path, signed, newest, clock):
    """A witness that is not ours, over HTTP, and our Submitter to it; it knows our log when `peer.trust()` was called."""
    from aics_witness.store import create_key_file

    store = aics.WitnessStore(tmp_path / "aics.db", create=True)
    theirs = aics.Witness("aics.example/w1", create_key_file(tmp_path / "aics.key"), store)
    server = aics.make_server(theirs, "127.0.0.1", 0)
    running = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    running.start()
    ours = Witness(notes.read_vkey(theirs.vkey_text), server.url)

    def trust():
        theirs.set_logs([aics.LogConfig.from_strings("127.0.0.1:8000/ledger", [newest().vkey])])

    yield SimpleNamespace(
        trust=trust, store=store, witness=ours, policy=WitnessPolicy((ours,)), submitter=Submitter(ours), url=server.url
    )
    server.shutdown()
    running.join(10)
    server.server_close()
    store.close()
