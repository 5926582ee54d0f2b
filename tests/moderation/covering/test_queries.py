"""What the queries show of a covered post: blocks for everybody, in its history, its title and its openings."""

import pytest

from boards.actions.posts import posts
from boards.models.threads import Post, Revision, Thread
from boards.queries.parts import covering, shown
from boards.queries.thread.openings import openings_of
from boards.queries.thread.revisions import edit_page, revisions_page
from boards.queries.thread.thread import title_of
from boards.rules.withheld import BLOCKS
from forum.store.commitments import commitment_of_parts, segments
from forum.text.markup import VERSION
from moderation.covering import actions

PHONE = "13812345678"
TITLE, FIRST, SECOND = f"打{PHONE}没人接", f"我的电话是{PHONE}，请回电。", f"更正：电话{PHONE}，请下午回电。"
EVERYBODY = ["guest", "asker", "neighbour", "spokesperson", "moderator"]


@pytest.fixture
def covered(asked, cast, now):
    """A question in two versions whose number is covered, in the title too."""
    thread = asked(TITLE, text=FIRST)
    posts.revise(Post.get(Post.thread == thread.id), actor=cast.asker, now=now, text=SECOND)
    parts = f"title.{segments(TITLE).index(PHONE)}", f"2.{segments(SECOND).index(PHONE) + 1}"
    post = Post.get(Post.thread == thread.id)
    actions.cover(post, actor=cast.moderator, now=now, parts=parts, code="phone", reason="写了自己的电话")
    return Post.get(Post.thread == thread.id)


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_every_version_is_shown_with_blocks_and_the_difference_tells_no_number(covered, cast, viewer):
    page = revisions_page(covered.id, getattr(cast, viewer))
    assert [each.number for each in page.revisions] == [2, 1]
    assert all(BLOCKS in each.html and PHONE not in each.html for each in page.revisions)
    assert PHONE not in repr(page)


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_the_title_is_covered_for_everybody(covered, cast, viewer):
    assert title_of(Thread.get_by_id(covered.thread_id), getattr(cast, viewer)) == f"打{BLOCKS}没人接"


def test_the_author_edits_what_is_shown_and_not_what_he_wrote(covered, cast):
    assert edit_page(covered.id, cast.asker).text == shown.current_text(covered) == f"更正：电话{BLOCKS}，请下午回电。"


def test_an_excerpt_is_cut_from_what_is_shown(covered):
    row = Revision.select(shown.excerpt_column(9)).where(Revision.post == covered.id, Revision.number == 2)
    assert row.scalar() == f"更正：电话{BLOCKS}"


def test_all_but_the_number_is_opened_and_the_commitment_holds(covered):
    revision, openings = openings_of(covered)
    assert PHONE not in repr(openings) and "请下午回电。" in repr(openings)
    assert [set(part) for part in openings].count({"commit"}) == 2  # the title and the number
    assert commitment_of_parts(openings) == revision.commitment


def test_a_number_that_is_written_again_is_covered_again(covered):
    again = f"还是打{PHONE}。"
    columns = covering.carry_over(covered, again, f"<p>{again}</p>", VERSION)
    assert (columns["shown_text"], columns["withheld"]) == (f"还是打{BLOCKS}。", "[0, 2]")
    assert covering.title_parts(covered.thread_id) == [1]
