"""Whatever is altered in the database outside the program, the audit from inside names it, floor by floor."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post, Revision
from forum.store import db
from forum.store.log import Entry, last_entry_number
from moderation.covering import actions as covering
from moderation.hiding import actions as hiding
from moderation.ledger.audit.checks.findings import FindingKind
from moderation.tools import merging, splitting


def named(findings):
    """{(kind, thread, floor, post)} of findings, but those of rows against recorded changes (test_rows.py), which repeat them."""
    repeated = {FindingKind.ROW, FindingKind.ROW_UNRECORDED, FindingKind.ROW_MISSING}
    told = (finding for finding in findings if finding.kind not in repeated)
    return {(finding.kind.value, finding.thread, finding.floor, finding.post) for finding in told}


def entry_of(story, floor, deed="post.create"):
    return Entry.select(Entry.id).where(Entry.object == f"post/{story.posts[floor]}", Entry.deed == deed).scalar()


def test_nothing_is_found_where_nothing_was_altered(story, audited):
    assert audited() == []


TEXTS = {
    "a text": ("UPDATE revision SET text = 'x' WHERE post_id = {post} AND number = 1", {"text", "shown"}),
    "a text with its html": (
        "UPDATE revision SET text = 'x', html = '<p>x</p>\n' WHERE post_id = {post} AND number = 1",
        {"text"},
    ),
    "what is shown of it": ("UPDATE revision SET html = '<p>x</p>\n' WHERE post_id = {post} AND number = 1", {"shown"}),
    "the version that rendered it": (
        "UPDATE revision SET rendering = 9 WHERE post_id = {post} AND number = 1",
        {"shown"},
    ),
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
    "the time": (
        "UPDATE post SET created_at = (SELECT created_at FROM revision WHERE number = 2) WHERE id = {post}",
        {"post-head"},
    ),
}


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
        f"DELETE FROM post WHERE thread_id = {thread}",
        f"DELETE FROM thread WHERE id = {thread}",
    )
    gone = {("post-missing", thread, floor, post) for floor, post in story.posts.items()}
    assert named(audited()) == gone | {("thread-missing", thread, None, None)}


def test_a_post_put_in_is_named(story, audited, by_hand):
    by_hand(
        copied("post", story.posts[4], {"id": 901, "floor": 6, "path": "'x'", "place_floor": 6, "place_path": "'x'"}),
        *(
            copied("revision", row.id, {"id": 901, "post_id": 901})
            for row in Revision.select().where(Revision.post == story.posts[4])
        ),
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


@pytest.mark.parametrize(
    "change",
    [
        "hidden_reason = 'x'",
        "hidden_role = 'administrator'",
        "hidden_at = (SELECT created_at FROM revision WHERE number = 2)",
    ],
)
def test_a_hiding_told_otherwise_is_named(story, audited, by_hand, change):
    by_hand(f"UPDATE post SET {change} WHERE id = {story.posts[3]}")
    assert named(audited()) == {("hiding", story.case.id, 3, story.posts[3])}


def test_a_post_hidden_by_hand_is_named(story, audited, by_hand):
    by_hand(
        f"UPDATE post SET hidden_at = created_at, hidden_role = 'moderator', hidden_reason = 'x' WHERE id = {story.posts[2]}"
    )
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
    size = last_entry_number()
    by_hand(f"DELETE FROM entry WHERE id > {size - 10}")
    found = audited()
    short = [finding.sentence.values for finding in found if finding.kind == "short"]
    assert [(each["size"], each["known"], each["lost"]) for each in short] == [(size - 10, size, 10)]
    assert ("post-unrecorded", story.talk.id, 2, None) in {
        (kind, thread, floor, None) for kind, thread, floor, _ in named(found)
    }


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
    "when it was": (
        "UPDATE entry SET at = (SELECT created_at FROM revision WHERE number = 2) WHERE id = {entry}",
        "entry-columns",
    ),
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
    last = last_entry_number()
    by_hand(copied("entry", entry_of(story, 3, "post.hide"), {"id": last + 1}))
    assert {(finding.kind, finding.entry) for finding in audited()} == {("entry-chain", last + 1)}


def true():
    return 1 if db.is_sqlite() else "TRUE"


def false():
    return 0 if db.is_sqlite() else "FALSE"


@pytest.fixture
def moved(story, cast, rules, now, places):
    """The story after the moderators' verbs: the talk hidden as a whole with a floor restored, two threads merged, a floor split off."""

    def thread(title):
        asked = ask(places.talk_board, actor=cast.asker, now=now, city=rules, title=title, text=title)
        posts.reply(asked, actor=cast.neighbour, now=now, city=rules, text=f"回复{title}")
        return asked

    gone, kept = thread("一个主题"), thread("另一个主题")
    later = now + timedelta(hours=1)
    merging.merge(gone, actor=cast.moderator, now=later, city=rules, into=kept, code="same_matter", text="同一件事")
    new = splitting.split(
        kept,
        actor=cast.moderator,
        now=later,
        city=rules,
        floors=[4],
        title="拆出来的",
        board=places.talk_board,
        code="another_matter",
        text="另一件事",
    )
    hiding.hide_thread(story.talk, actor=cast.moderator, now=later, code="insult", text="整个主题")
    hiding.restore(
        Post.get(Post.thread == story.talk.id, Post.floor == 2), actor=cast.moderator, now=later, reason="没有问题"
    )
    hiding.hide_thread(new, actor=cast.moderator, now=later, code="insult", text="整个主题")
    hiding.restore_thread(new, actor=cast.moderator, now=later)
    return SimpleNamespace(gone=gone, kept=kept, new=new, talk=story.talk)


def test_the_moderators_verbs_leave_nothing_to_find(moved, audited):
    assert audited() == []


def test_a_floor_shown_by_hand_in_a_thread_hidden_as_a_whole_is_named(moved, audited, by_hand):
    post = Post.get(Post.thread == moved.talk.id, Post.floor == 1)
    by_hand(f"UPDATE post SET hidden_at = NULL, hidden_whole = {false()} WHERE id = {post.id}")
    assert ("unhidden", moved.talk.id, 1, post.id) in named(audited())


def test_a_thread_hidden_or_shown_as_a_whole_by_hand_is_named(moved, audited, by_hand):
    by_hand(f"UPDATE thread SET withheld = NOT withheld WHERE id IN ({moved.talk.id}, {moved.kept.id})")
    assert named(audited()) == {
        ("thread-unhidden", moved.talk.id, None, None),
        ("thread-hidden", moved.kept.id, None, None),
    }


def test_a_post_moved_by_hand_is_named_by_the_floor_where_it_was_written(moved, audited, by_hand):
    post = Post.get(Post.thread == moved.kept.id, Post.floor == 2)
    by_hand(f"UPDATE post SET place_thread = {moved.talk.id}, place_floor = 7 WHERE id = {post.id}")
    assert ("post-place", moved.kept.id, 2, post.id) in named(audited())


def test_a_thread_merged_away_by_hand_is_named(moved, audited, by_hand):
    by_hand(f"UPDATE thread SET merged_into_id = {moved.kept.id} WHERE id = {moved.talk.id}")
    assert named(audited()) == {("thread-secluded", moved.talk.id, None, None)}


def test_the_title_of_a_thread_split_off_is_bound_too(moved, audited, by_hand):
    by_hand(f"UPDATE thread SET title = 'x' WHERE id = {moved.new.id}")
    assert named(audited()) == {("text", moved.new.id, None, None)}


@pytest.fixture
def covered(story, cast, rules, now):
    """The story with a telephone number on floor 4 covered, and a part uncovered again; later written once more."""
    post = Post.get_by_id(
        posts.reply(story.case, actor=cast.neighbour, now=now, city=rules, text="打13800138000，找张三。").id
    )
    covering.cover(post, actor=cast.moderator, now=now, parts=["1.1", "1.3"], code="phone", reason="")
    covering.uncover(post, actor=cast.moderator, now=now, parts=["1.3"], reason="是公开的负责人")
    posts.revise(Post.get_by_id(post.id), actor=cast.neighbour, now=now, text="请打13800138000，谢谢。")
    question = Post.get_by_id(story.posts[1])
    covering.cover(question, actor=cast.moderator, now=now, parts=["title.0"], code="name", reason="")
    return post


def test_covering_leaves_nothing_to_find(covered, audited):
    assert Revision.select().where(Revision.post == covered.id, Revision.withheld.is_null(False)).count() == 2
    assert audited() == []


COVERINGS = {
    "shown again by hand": (
        "UPDATE revision SET withheld = NULL, shown_text = NULL, shown_html = NULL WHERE post_id = {post} AND number = 1",
        "unwithheld",
    ),
    "another part": ("UPDATE revision SET withheld = '[2]' WHERE post_id = {post} AND number = 1", "unwithheld"),
    "sealed by hand": (
        "UPDATE revision SET withheld = 'all', shown_text = '', shown_html = '' WHERE post_id = {post} AND number = 1",
        "withheld",
    ),
    "shown otherwise": ("UPDATE revision SET shown_text = 'x' WHERE post_id = {post} AND number = 1", "shown"),
    "other html": ("UPDATE revision SET shown_html = '<p>x</p>' WHERE post_id = {post} AND number = 1", "shown"),
    "under no order": ("UPDATE post SET seal_order_id = 1 WHERE id = {post}", "withheld"),
}


@pytest.mark.parametrize(("statement", "kind"), COVERINGS.values(), ids=COVERINGS)
def test_a_covering_altered_by_hand_is_named(covered, audited, by_hand, statement, kind):
    by_hand(statement.format(post=covered.id))
    assert {(kind, post) for kind, _, _, post in named(audited())} == {(kind, covered.id)}


def test_a_title_covered_or_shown_by_hand_is_named(covered, story, audited, by_hand):
    by_hand(f"UPDATE thread SET shown_title = NULL, title_withheld = NULL WHERE id = {story.case.id}")
    assert named(audited()) == {("unwithheld", story.case.id, 1, story.posts[1])}
    by_hand(f"UPDATE thread SET shown_title = 'x', title_withheld = '[0]' WHERE id = {story.case.id}")
    assert named(audited()) == {("withheld", story.case.id, 1, story.posts[1])}


def test_words_covered_without_an_entry_are_named(story, audited, by_hand):
    post = story.posts[4]
    by_hand(
        f"UPDATE revision SET withheld = '[0]', shown_text = '████', shown_html = '<p>████</p>' WHERE post_id = {post}"
    )
    assert named(audited()) == {("withheld", story.case.id, 4, post)}
