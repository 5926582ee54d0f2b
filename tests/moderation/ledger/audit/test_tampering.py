"""Whatever is altered in the database outside the program, the audit from inside names it, floor by floor."""

import pytest

from boards.models import Revision
from forum import db
from forum.log import Entry, last_number


def named(findings):
    """{(kind, thread, floor, post)} of findings."""
    return {(finding.kind.value, finding.thread, finding.floor, finding.post) for finding in findings}


def entry_of(story, floor, deed="post.create"):
    return Entry.select(Entry.id).where(Entry.object == f"post/{story.posts[floor]}", Entry.deed == deed).scalar()


def test_nothing_is_found_where_nothing_was_altered(story, audited):
    assert audited() == []


TEXTS = {
    "a text": ("UPDATE revision SET text = 'x' WHERE post_id = {post} AND number = 1", {"text", "shown"}),
    "a text with its html": ("UPDATE revision SET text = 'x', html = '<p>x</p>\n' WHERE post_id = {post} AND number = 1", {"text"}),
    "what is shown of it": ("UPDATE revision SET html = '<p>x</p>\n' WHERE post_id = {post} AND number = 1", {"shown"}),
    "a salt": ("UPDATE revision SET salt = 'ff' WHERE post_id = {post} AND number = 1", {"text"}),
    "a salt that is none": ("UPDATE revision SET salt = 'no' WHERE post_id = {post} AND number = 1", {"text"}),
    "a commitment": ("UPDATE revision SET commitment = salt WHERE post_id = {post} AND number = 1", {"text"}),
    "a text taken away": ("DELETE FROM revision WHERE post_id = {post} AND number = 1", {"revision-missing"}),
    "a revision counted back": ("UPDATE post SET revision = revision - 1 WHERE id = {post}", {"revision-missing"}),
    "a text put after it": (
        "INSERT INTO revision (post_id, number, text, html, salt, commitment, editor_id, created_at) "
        "SELECT post_id, 7, text, html, salt, commitment, editor_id, created_at FROM revision WHERE post_id = {post} AND number = 1",
        {"revision-unrecorded"},
    ),
    "the place": ("UPDATE post SET floor = 99 WHERE id = {post}", {"post-place"}),
    "the office": ("UPDATE post SET role = 'moderator' WHERE id = {post}", {"post-head"}),
    "the time": ("UPDATE post SET created_at = (SELECT created_at FROM revision WHERE number = 2) WHERE id = {post}", {"post-head"}),
}  # fmt: skip


@pytest.mark.parametrize("floor", [2, 4])
@pytest.mark.parametrize(("statement", "kinds"), TEXTS.values(), ids=TEXTS)
def test_a_post_altered_is_named_by_its_floor(story, audited, by_hand, statement, kinds, floor):
    post = story.posts[floor]
    by_hand(statement.format(post=post))
    stands = 99 if "floor = 99" in statement else floor
    found = named(audited())
    assert {each for each in found if each[3] == post} == {(kind, story.case.id, stands, post) for kind in kinds}
    assert {kind for kind, *_ in found} <= kinds | {"floor-missing"}


def test_a_title_altered_is_named_as_the_question_it_stands_over(story, audited, by_hand):
    by_hand(f"UPDATE thread SET title = 'x' WHERE id = {story.case.id}")
    assert named(audited()) == {("text", story.case.id, 1, story.posts[1])}


def test_a_post_removed_is_named_by_its_floor(story, audited, by_hand):
    post = story.posts[4]
    by_hand(f"DELETE FROM revision WHERE post_id = {post}", f"DELETE FROM post WHERE id = {post}")
    assert named(audited()) == {("post-missing", story.case.id, 4, post), ("floor-missing", story.case.id, 4, None)}


def test_a_whole_thread_removed_is_named_with_every_floor(story, audited, by_hand):
    thread = story.case.id
    by_hand(
        f"DELETE FROM revision WHERE post_id IN (SELECT id FROM post WHERE thread_id = {thread})",
        f"DELETE FROM post WHERE thread_id = {thread}", f"DELETE FROM thread WHERE id = {thread}",
    )  # fmt: skip
    gone = {("post-missing", thread, floor, post) for floor, post in story.posts.items()}
    assert named(audited()) == gone | {("thread-missing", thread, None, None)}


def test_a_post_put_in_is_named(story, audited, by_hand):
    by_hand(
        copied("post", story.posts[4], {"id": 901, "floor": 6, "path": "'x'", "place_floor": 6, "place_path": "'x'"}),
        *(copied("revision", row.id, {"id": 901, "post_id": 901}) for row in Revision.select().where(Revision.post == story.posts[4])),
    )
    assert named(audited()) == {("post-unrecorded", story.case.id, 6, 901)}


def copied(table, row, otherwise):
    """SQL that puts a row in once more, some columns `otherwise`."""
    columns = [column.name for column in db.database.get_columns(table)]
    values = ", ".join(str(otherwise.get(name, f'"{name}"')) for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = {row}"


def test_a_hiding_undone_is_named(story, audited, by_hand):
    by_hand(f"UPDATE post SET hidden_at = NULL, hidden_role = NULL, hidden_reason = NULL WHERE id = {story.posts[3]}")
    assert named(audited()) == {("unhidden", story.case.id, 3, story.posts[3])}


@pytest.mark.parametrize("change", ["hidden_reason = 'x'", "hidden_role = 'administrator'", "hidden_at = (SELECT created_at FROM revision WHERE number = 2)"])
def test_a_hiding_told_otherwise_is_named(story, audited, by_hand, change):
    by_hand(f"UPDATE post SET {change} WHERE id = {story.posts[3]}")
    assert named(audited()) == {("hiding", story.case.id, 3, story.posts[3])}


def test_a_post_hidden_by_hand_is_named(story, audited, by_hand):
    by_hand(f"UPDATE post SET hidden_at = created_at, hidden_role = 'moderator', hidden_reason = 'x' WHERE id = {story.posts[2]}")
    assert named(audited()) == {("hidden", story.case.id, 2, story.posts[2])}


def test_a_title_hidden_by_hand_is_named(story, audited, by_hand):
    by_hand(f"UPDATE thread SET hidden = {true()} WHERE id = {story.talk.id}")
    assert named(audited()) == {("thread-hidden", story.talk.id, None, None)}


def test_a_question_withdrawn_from_the_public_is_named(story, audited, by_hand):
    by_hand(f"UPDATE thread SET public = {false()} WHERE id IN ({story.case.id}, {story.talk.id})")
    assert named(audited()) == {("thread-secluded", thread.id, None, None) for thread in (story.case, story.talk)}


def test_a_question_let_through_by_hand_is_named(story, audited, by_hand):
    by_hand(f"UPDATE thread SET public = {true()} WHERE id = {story.waits.id}")
    assert named(audited()) == {("thread-unveiled", story.waits.id, None, None)}


def test_the_last_ten_entries_cut_are_told_by_their_number(story, audited, by_hand):
    size = last_number()
    by_hand(f"DELETE FROM entry WHERE id > {size - 10}")
    found = audited()
    short = [finding.sentence.values for finding in found if finding.kind == "short"]
    assert [(each["size"], each["known"], each["lost"]) for each in short] == [(size - 10, size, 10)]
    assert ("post-unrecorded", story.talk.id, 2, None) in {(kind, thread, floor, None) for kind, thread, floor, _ in named(found)}


def test_an_entry_taken_out_of_the_middle_is_named(story, audited, by_hand):
    entry = entry_of(story, 4)
    by_hand(f"DELETE FROM entry WHERE id = {entry}")
    found = audited()
    assert [finding.entry for finding in found if finding.kind == "entry-missing"] == [entry]
    assert ("post-unrecorded", story.case.id, 4, story.posts[4]) in named(found)
    assert {"root", "entry-chain"} <= {finding.kind for finding in found}


ENTRIES = {
    "the leaf": ("UPDATE entry SET leaf = 'x' WHERE id = {entry}", "entry-form"),
    "the leaf, in another form": ("UPDATE entry SET leaf = REPLACE(leaf, ',', ', ') WHERE id = {entry}", "entry-form"),
    "who did it": ("UPDATE entry SET actor_id = 1 WHERE id = {entry}", "entry-columns"),
    "when it was": ("UPDATE entry SET at = (SELECT created_at FROM revision WHERE number = 2) WHERE id = {entry}", "entry-columns"),
    "the deed": ("UPDATE entry SET deed = 'post.restore' WHERE id = {entry}", "entry-columns"),
    "the object": ("UPDATE entry SET object = 'post/2' WHERE id = {entry}", "entry-columns"),
    "the post": ("UPDATE entry SET post_id = 2 WHERE id = {entry}", "entry-columns"),
    "the reason": ("UPDATE entry SET data = REPLACE(data, '辱骂', '广告') WHERE id = {entry}", "entry-data"),
    "what it says, to nonsense": ("UPDATE entry SET data = '[' WHERE id = {entry}", "entry-data"),
    "its salt": ("UPDATE entry SET salt = NULL WHERE id = {entry}", "entry-data"),
    "the chain": ("UPDATE entry SET prior = commitment WHERE id = {entry}", "entry-chain"),
}


@pytest.mark.parametrize(("statement", "kind"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_altered_is_named(story, audited, by_hand, statement, kind):
    entry = entry_of(story, 3, "post.hide")
    by_hand(statement.format(entry=entry))
    found = audited()
    assert (kind, entry) in {(finding.kind, finding.entry) for finding in found}
    assert ("root" in {finding.kind for finding in found}) == ("leaf =" in statement)


def test_an_entry_put_in_by_hand_is_named(story, audited, by_hand):
    last = last_number()
    by_hand(copied("entry", entry_of(story, 3, "post.hide"), {"id": last + 1}))
    assert {(finding.kind, finding.entry) for finding in audited()} == {("entry-chain", last + 1)}


def true():
    return 1 if db.is_sqlite() else "TRUE"


def false():
    return 0 if db.is_sqlite() else "FALSE"
