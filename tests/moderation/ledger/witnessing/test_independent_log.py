"""A log's client that is not ours (PyPI aics-witness) has its checkpoints signed by our witness; and one city witnesses another."""

from threading import Thread

import pytest
from waitress.server import create_server

from moderation.ledger.merkle import notes
from moderation.ledger.witnesses import Witness, WitnessPolicy
from moderation.ledger.witnessing.cosigned_store import CosignedStore
from moderation.ledger.witnessing.cosigner import Cosigner
from moderation.ledger.witnessing.server import WitnessApplication
from moderation.ledger.witnessing.submitting import Submitter
from moderation.ledger.witnessing.watched_logs import read_logs


@pytest.fixture
def cosigner(tmp_path):
    store = CosignedStore(tmp_path / "witness.db")
    made = Cosigner("neighbour.example/w1", b"w" * 32, {}, store)
    store.create(made.verifier.vkey)
    return made


@pytest.fixture
def url(cosigner):
    """The address of our witness on this machine."""
    served = {}
    server = create_server(WitnessApplication(cosigner), host="127.0.0.1", port=0, threads=2, map=served)
    running = Thread(target=server.run)
    running.start()
    yield f"http://127.0.0.1:{server.effective_port}/some/prefix"
    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(lambda: server.asyncore.close_all(served, ignore_all=True))
    running.join(10)


@pytest.fixture
def their_log(aics):
    """A log made by their code: `grow(n)`, `note()`, and its tree."""
    from aics_tlog import MerkleTree

    class Theirs:
        key, name = b"t" * 32, "theirs.example/log"

        def __init__(self):
            self.tree = MerkleTree()

        def grow(self, count, what=b"leaf"):
            for _ in range(count):
                self.tree.append(what)

        def note(self):
            text = str(notes.Checkpoint(self.name, self.tree.size, self.tree.root()))
            return str(notes.Note(text, (notes.sign(self.name, self.key, text),)))

    return Theirs()


def test_their_client_accepts_what_our_witness_answers(aics, cosigner, url, their_log, tmp_path):
    cosigner.logs = read_logs(notes.verifier_of(their_log.name, their_log.key).vkey)
    vkey = cosigner.verifier.vkey
    with aics.WitnessClient(url, vkey, state_path=tmp_path / "state.json", max_attempts=1) as client:
        for more in (1, 2, 61, 300, 7):
            their_log.grow(more)
            line = client.submit(their_log.note(), their_log.tree.consistency_proof)
            merged = aics.merge_cosignatures(their_log.note(), line).decode()
            assert notes.read_note(merged).check(cosigner.verifier)
        assert client.submit(their_log.note(), their_log.tree.consistency_proof)
        size = their_log.tree.size
    with aics.WitnessClient(url, vkey, max_attempts=1) as newcomer:  # starts from nothing: a 409 tells it
        their_log.grow(1)
        newcomer.submit(their_log.note(), their_log.tree.consistency_proof)
    assert cosigner.store.logs()[0].size == size + 1


def test_their_client_understands_our_refusals(aics, cosigner, url, their_log):
    vkey = cosigner.verifier.vkey
    client = aics.WitnessClient(url, vkey, max_attempts=1)
    their_log.grow(3)

    def refused():
        with pytest.raises(aics.WitnessRejected) as told:
            client.submit(their_log.note(), their_log.tree.consistency_proof)
        return told.value.status

    assert refused() == 404
    cosigner.logs = read_logs(notes.verifier_of(their_log.name, b"o" * 32).vkey)
    assert refused() == 403
    cosigner.logs = read_logs(notes.verifier_of(their_log.name, their_log.key).vkey)
    client.submit(their_log.note(), their_log.tree.consistency_proof)
    before = their_log.note()
    their_log.grow(2)
    client.submit(their_log.note(), their_log.tree.consistency_proof)
    with pytest.raises(aics.WitnessAhead):
        client.submit(before, their_log.tree.consistency_proof)
    their_log.tree = type(their_log.tree)()
    their_log.grow(9, b"another history")
    assert refused() == 422
    client.close()


def test_one_city_witnesses_another(cosigner, url, signed, newest, now):
    signed(5)
    cosigner.logs = read_logs(newest().vkey)
    ours = Witness(cosigner.verifier, url)
    submitter = Submitter(ours)
    for more in (1, 300, 2):
        signed(more)
        assert submitter.advance(now) == 1
    assert WitnessPolicy((ours,)).newest_witnessed().size == newest().size == cosigner.store.logs()[0].size
