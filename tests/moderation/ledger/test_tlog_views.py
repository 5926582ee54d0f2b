"""The ledger's addresses for tools: what they give is enough to check everything, and the same for everybody."""

import base64
from dataclasses import replace

import pytest

from forum.store import log
from forum.store.log import Entry
from moderation.ledger.merkle import notes, tiles, tree
from moderation.ledger.merkle.tiles import ENTRIES, Nodes
from moderation.ledger.witnesses import Witness, WitnessPolicy, witness_policy


@pytest.fixture
def browser(app, signer, grow, now):
    """A guest's browser, on a ledger of three tiles and a bit."""
    grow(700)
    signer.catch_up(now)
    return app.test_client()


def fetch(browser, path):
    response = browser.get(f"/ledger/{path}")
    assert response.status_code == 200, path
    return response.data


def checkpoint(browser):
    return notes.open_checkpoint(
        fetch(browser, "checkpoint").decode(), notes.read_vkey(fetch(browser, "vkey").decode())
    )


def test_an_outsider_can_check_the_whole_ledger_from_its_addresses_alone(browser):
    signed = checkpoint(browser)
    frontier, leaves = tree.Frontier(), []
    for tile in tiles.tiles_of_level(ENTRIES, signed.size):
        leaves += tiles.unbundle(fetch(browser, tile.path))
    for leaf in leaves:
        frontier.append(tree.leaf_hash(leaf))
    assert frontier.root() == signed.root
    assert leaves == [leaf.encode() for (leaf,) in Entry.select(Entry.leaf).order_by(Entry.id).tuples()]
    assert tree.root(Nodes(signed.size, lambda tile: fetch(browser, tile.path)), signed.size) == signed.root


def test_a_partial_tile_is_the_beginning_of_the_full_one(browser):
    assert fetch(browser, "tile/0/000").startswith(fetch(browser, "tile/0/000.p/7"))
    assert fetch(browser, "tile/entries/000").startswith(fetch(browser, "tile/entries/000.p/7"))
    assert fetch(browser, "tile/1/000.p/2") == fetch(browser, "tile/1/000.p/1") + fetch(browser, "tile/1/000.p/2")[32:]


@pytest.mark.parametrize(
    "address",
    [
        "0/009",
        "0/003.p/1",
        "1/000",
        "1/001.p/1",
        "2/000.p/1",
        "entries/900",
        "0/2",
        "x/000",
        "0/000.p/0",
        "entries/%00",
        "0/000/",
    ],
)
def test_what_is_no_tile_of_the_signed_tree_is_not_found(browser, address):
    assert browser.get(f"/ledger/tile/{address}").status_code == 404


def test_what_is_not_signed_yet_is_not_given_out(browser, grow, signer, now):
    last = log.last_entry_number()
    grow(1)
    number, width = divmod(last + 1, 256)
    address = f"/ledger/tile/entries/{number:03}.p/{width}"
    assert browser.get(address).status_code == 404
    signer.catch_up(now)
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize("role", ["guest", "asker"])
@pytest.mark.parametrize("address", ["tile/0/000", "tile/0/000.p/9", "tile/entries/001"])
def test_a_tile_may_be_kept_by_every_cache_for_good(browser, client_of, cast, role, address):
    response = client_of(getattr(cast, role)).get(f"/ledger/{address}")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in response.headers and "Set-Cookie" not in response.headers


@pytest.mark.parametrize("role", ["guest", "asker"])
@pytest.mark.parametrize("address", ["checkpoint", "vkey"])
def test_a_checkpoint_is_asked_for_again_each_time(browser, client_of, cast, role, address):
    response = client_of(getattr(cast, role)).get(f"/ledger/{address}")
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "Vary" not in response.headers and "Set-Cookie" not in response.headers


def test_before_the_first_checkpoint_the_addresses_say_when_to_ask_again(app):
    response = app.test_client().get("/ledger/checkpoint")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert app.test_client().get("/ledger/tile/0/000").status_code == 404


def test_a_tile_whose_entries_were_taken_out_is_not_made_up(browser, by_hand):
    by_hand("DELETE FROM entry WHERE id = 7")
    assert browser.get("/ledger/tile/entries/000").status_code == 503


# Witnesses.
KEY = bytes(range(32))
WITNESS = notes.Verifier("witness.example/w1", notes.verifier_of("x", KEY).public, notes.COSIGNATURE)


@pytest.fixture
def witnessing(browser, app):
    """The same where one witness is known."""
    app.extensions["wenqu"] = replace(app.extensions["wenqu"], witnesses=WitnessPolicy((Witness(WITNESS),)))
    return browser


def hand_in(browser, content):
    return browser.post("/ledger/cosignatures", data=content, content_type="text/plain")


def cosigned(note, name=WITNESS.name, key=KEY, time=1_411_351_200):
    text = notes.read_note(note).text
    return text + "\n" + str(notes.cosign(name, key, text, time))


def test_a_witness_signature_stands_under_the_checkpoint_from_then_on(witnessing, grow, signer, now):
    note = fetch(witnessing, "checkpoint").decode()
    assert witnessing.get("/ledger/witnessed").status_code == 404
    assert hand_in(witnessing, cosigned(note)).status_code == 201
    both = fetch(witnessing, "checkpoint").decode()
    assert both.startswith(note) and notes.read_note(both).check(WITNESS) == 1_411_351_200
    assert checkpoint(witnessing)
    grow(1)
    signer.catch_up(now)
    assert fetch(witnessing, "witnessed").decode() == both


def test_the_same_signature_again_changes_nothing(witnessing):
    note = cosigned(fetch(witnessing, "checkpoint").decode())
    assert hand_in(witnessing, note).data == hand_in(witnessing, note).data


def forged(note):
    """What a witness's line could be forged to."""
    text = notes.read_note(note).text
    line = notes.read_note(cosigned(note)).lines[0]
    yield 422, text + "\n" + str(notes.Line(line.name, line.key_id, bytes(8) + line.signature[8:]))
    yield 422, text + "\n" + str(notes.Line(line.name, line.key_id, line.signature[:-1]))
    yield 422, text + "\n" + str(notes.Line(line.name, line.key_id, notes.cosign("w", b"k" * 32, text, 5).signature))
    yield 422, cosigned(note, time=2**63)
    yield 403, cosigned(note, name="stranger.example")
    yield 403, note
    size = text.split("\n")[1]
    yield 409, cosigned(note.replace(f"\n{size}\n", "\n699\n"))
    root = base64.b64encode(bytes(32)).decode()
    yield 409, cosigned(note.replace(text.split("\n")[2], root))
    yield 409, cosigned(note.replace(text, text + "more\n"))
    yield 400, ""
    yield 400, "nothing signed"
    yield 400, note.encode()[:-2]
    yield 400, b"\xff\xfe"
    yield 400, note.replace(size, "9" * 40)
    yield 413, "x" * 100_000


def test_whatever_is_forged_is_refused_and_nothing_is_kept(witnessing):
    note = fetch(witnessing, "checkpoint").decode()
    for status, content in forged(note):
        assert hand_in(witnessing, content).status_code == status, content[:200]
    assert fetch(witnessing, "checkpoint").decode() == note


def test_without_any_witness_known_none_is_believed(browser):
    assert hand_in(browser, cosigned(fetch(browser, "checkpoint").decode())).status_code == 403


def test_a_witness_key_that_does_not_fit_its_number_stops_the_start(settings):
    from dataclasses import replace

    from forum.config import SettingsError

    known = (WITNESS.vkey, "https://w.example")
    assert witness_policy(replace(settings, ledger_witnesses=(known,))).witnesses == (Witness(WITNESS, known[1]),)
    for wrong in (WITNESS.vkey.replace("w1", "w2"), notes.verifier_of("a.log", KEY).vkey):
        with pytest.raises(SettingsError, match="WENQU_LEDGER_WITNESSES"):
            witness_policy(replace(settings, ledger_witnesses=((wrong, None),)))
    with pytest.raises(SettingsError, match="WENQU_LEDGER_WITNESSES"):
        witness_policy(replace(settings, ledger_witnesses=(known, known)))
