"""From outside: a running site is read over HTTP, and what was altered in its database is named by what it shows."""

import pytest

from boards.models.threads import Post
from forum.store import db
from forum.store.log import Entry, last_entry_number
from moderation.covering import actions as covering
from moderation.ledger.audit.outside import memory as seen
from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import Checkpoint, Note
from moderation.ledger.models import SignedCheckpoint
from moderation.ledger.signing import Signer


def named(findings):
    return {(finding.kind.value, finding.thread, finding.floor, finding.post) for finding in findings}


def kinds(findings):
    return {finding.kind.value for finding in findings}


def test_nothing_is_found_where_nothing_was_altered(story, verified):
    assert verified() == []
    assert verified() == []


def test_covered_words_and_what_was_signed_later_are_followed(story, verified, cast, now, settings):
    assert verified() == []
    post = Post.get_by_id(story.posts[4])
    covering.cover(post, actor=cast.moderator, now=now, parts=["1.0"], code="other", reason="个人信息")
    Signer(settings).catch_up(now)
    assert verified() == []


@pytest.mark.parametrize("floor", [2, 4])
def test_a_text_altered_is_named_by_its_floor(story, verified, by_hand, floor):
    post = story.posts[floor]
    by_hand(f"UPDATE revision SET text = 'x', html = '<p>x</p>\n' WHERE post_id = {post} AND number = 1")
    assert ("text", story.case.id, floor, post) in named(verified())
    assert kinds(verified()) == {"text"}


def test_what_is_shown_otherwise_than_written_is_named(story, verified, by_hand):
    by_hand(f"UPDATE revision SET html = '<p>x</p>\n' WHERE post_id = {story.posts[4]}")
    assert named(verified()) == {("shown", story.case.id, 4, story.posts[4])}


def test_a_post_removed_is_named_by_its_floor(story, verified, by_hand):
    post = story.posts[4]
    by_hand(f"DELETE FROM revision WHERE post_id = {post}", f"DELETE FROM post WHERE id = {post}")
    assert named(verified()) == {("post-missing", story.case.id, 4, post)}


def test_a_post_put_in_is_named(story, verified, by_hand):
    by_hand(
        copied("post", story.posts[4], {"id": 901, "floor": 6, "path": "'x'", "place_floor": 6, "place_path": "'x'"}),
        copied("revision", f"(SELECT id FROM revision WHERE post_id = {story.posts[4]})", {"id": 901, "post_id": 901}),
        f"UPDATE thread SET floors = 6 WHERE id = {story.case.id}",
    )
    assert named(verified()) == {(kind, story.case.id, 6, 901) for kind in ("post-unrecorded", "row-unrecorded")}


def copied(table, row, otherwise):
    """SQL that puts a row in once more, some columns `otherwise`."""
    columns = [column.name for column in db.database.get_columns(table)]
    values = ", ".join(str(otherwise.get(name, f'"{name}"')) for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = {row}"


def test_a_hiding_undone_is_named(story, verified, by_hand):
    by_hand(
        f"UPDATE post SET hidden_at = NULL, hidden_role = NULL, hidden_reason = NULL, hidden_code = NULL WHERE id = {story.posts[3]}"
    )
    assert named(verified()) == {("unhidden", story.case.id, 3, story.posts[3])}


def test_a_post_hidden_without_an_entry_is_named(story, verified, by_hand):
    by_hand(
        f"UPDATE post SET hidden_at = created_at, hidden_role = 'moderator', hidden_reason = 'x', hidden_code = 'insult' WHERE id = {story.posts[4]}"
    )
    assert named(verified()) >= {
        ("hidden", story.case.id, 4, story.posts[4]),
        ("withheld", story.case.id, 4, story.posts[4]),
    }
    assert kinds(verified()) == {"hidden", "withheld"}


def test_words_covered_without_an_entry_are_named(story, verified, by_hand):
    by_hand(
        f"UPDATE revision SET withheld = '[0]', shown_text = '████', shown_html = '<p>████</p>' WHERE post_id = {story.posts[4]}"
    )
    assert named(verified()) == {("withheld", story.case.id, 4, story.posts[4])}


def test_a_question_withdrawn_from_the_public_is_named(story, verified, by_hand):
    by_hand(f"UPDATE thread SET public = {'0' if db.is_sqlite() else 'FALSE'} WHERE id = {story.case.id}")
    found = named(verified())
    assert {each for each in found if each[0] == "post-missing"} == {
        ("post-missing", story.case.id, floor, post) for floor, post in story.posts.items()
    }


def test_the_last_ten_entries_cut_are_told(story, verified, by_hand, settings):
    assert verified() == []
    size = last_entry_number()
    by_hand(f"DELETE FROM entry WHERE id > {size - 10}")
    assert kinds(verified()) == {"site"}  # it cannot give what it signed
    by_hand(f"DELETE FROM ledger_checkpoint WHERE size > {size - 10}")
    sign_again(settings)
    assert "rollback" in kinds(verified())


def sign_again(settings):
    """An operator who forgets on purpose what was signed, and signs what is there now with the true key."""
    (settings.data / "ledger-checkpoint").unlink()
    settings.ledger_memory.unlink()
    Signer(settings).catch_up(Entry.select(Entry.at).order_by(Entry.id.desc()).scalar())


def test_a_past_rewritten_and_signed_anew_is_another_ledger(story, verified, by_hand, settings, memory, site):
    assert verified() == []
    last = Entry.select().order_by(Entry.id.desc()).get()
    by_hand(
        f"UPDATE entry SET leaf = '{last.leaf.replace('T02:00:00', 'T01:00:00')}' WHERE id = {last.id}",
        "DELETE FROM ledger_checkpoint",
    )
    sign_again(settings)
    assert "split" in kinds(verified())
    ((then, now),) = seen.load_site(memory, site).contradictions
    assert then != now  # both signed: the evidence is kept


def test_entries_made_to_fit_are_not_those_signed(story, verified, by_hand):
    last = Entry.select().order_by(Entry.id.desc()).get()
    by_hand(f"UPDATE entry SET leaf = '{last.leaf.replace('T02:00:00', 'T01:00:00')}' WHERE id = {last.id}")
    assert "root" in kinds(verified())


def test_a_forged_checkpoint_is_not_believed(story, verified, by_hand):
    assert verified() == []
    checkpoint = Checkpoint("127.0.0.1:8000/ledger", last_entry_number(), b"\0" * 32)
    forged = str(Note(str(checkpoint), (notes.sign(checkpoint.origin, b"\1" * 32, str(checkpoint)),)))
    by_hand(f"UPDATE ledger_checkpoint SET note = '{forged}'")
    assert kinds(verified()) == {"signature"}


def test_another_key_or_name_than_at_the_first_visit_is_told(story, verified, by_hand, settings):
    assert verified() == []
    root = bytes.fromhex(SignedCheckpoint.select(SignedCheckpoint.root).order_by(SignedCheckpoint.size.desc()).scalar())
    checkpoint = Checkpoint("elsewhere/ledger", last_entry_number(), root)
    forged = str(Note(str(checkpoint), (notes.sign(checkpoint.origin, b"\1" * 32, str(checkpoint)),)))
    by_hand(
        f"UPDATE ledger_checkpoint SET note = '{forged}', vkey = '{notes.verifier_of(checkpoint.origin, bytes([1]) * 32).vkey}'"
    )
    assert kinds(verified()) == {"key", "signature", "origin"}
    assert kinds(verified()) == {"key", "signature", "origin"}  # the first key stays the one that is believed


def test_what_is_hidden_sealed_or_waits_is_not_opened_to_anybody(story, api_of, cast):
    for actor in (cast.guest, cast.moderator, cast.asker):
        answer = api_of(actor).get("/ledger/openings").get_data(as_text=True)
        assert "三个路口" in answer
        for secret in ("骂人", "等着审核", "等着的"):
            assert secret not in answer


@pytest.fixture
def receipt(story, site, client_of, cast):
    """The receipt of the case's answer, as a guest keeps it."""
    return client_of(cast.guest).get(f"/posts/{story.posts[2]}/receipt").get_data(as_text=True)


def test_a_receipt_kept_is_found_in_order_later_too(receipt, story, verified, cast, now, settings):
    assert verified(receipt) == []
    covering.cover(
        Post.get_by_id(story.posts[4]), actor=cast.moderator, now=now, parts=["1.0"], code="other", reason="个人信息"
    )
    Signer(settings).catch_up(now)
    assert verified(receipt) == []


@pytest.mark.parametrize(("what", "other"), [("下周三", "下周五"), ('"post": 2', '"post": 3'), ("T02:0", "T03:0")])
def test_a_receipt_altered_is_told(receipt, verified, what, other):
    assert what in receipt
    assert kinds(verified(receipt.replace(what, other))) == {"receipt"}


def test_a_receipt_tells_of_a_past_rewritten_even_at_a_first_visit(receipt, story, verified, by_hand, settings):
    entry = Entry.get(Entry.object == f"post/{story.posts[2]}", Entry.deed == "post.revise")
    by_hand(
        f"UPDATE entry SET leaf = '{entry.leaf.replace('T02:', 'T01:')}' WHERE id = {entry.id}",
        "DELETE FROM ledger_checkpoint",
    )
    sign_again(settings)
    assert "receipt" in kinds(verified(receipt))
