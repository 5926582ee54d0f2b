"""What the queries show of a sealed post: the order in place of the text, whoever asks."""

from datetime import date

import pytest

from boards.models.threads import Post, Thread
from boards.queries.parts import shown
from boards.queries.thread.openings import openings_of
from boards.queries.thread.posts import page_of_floors
from boards.queries.thread.revisions import edit_page, revisions_page
from boards.queries.thread.thread import get_thread, neighbours, title_of
from forum.problems import Conflict
from forum.store.commitments import commitment_of_parts

EVERYBODY = ["guest", "asker", "neighbour", "spokesperson", "moderator", "administrator"]


@pytest.fixture
def under_seal(sealed, post):
    """The question's post, sealed with its title."""
    sealed(post)
    return Post.get_by_id(post.id)


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_title_text_and_history_are_sealed_for_everybody(under_seal, thread, cast, viewer):
    viewer = getattr(cast, viewer)
    read = get_thread(thread.id, viewer)
    post = page_of_floors(read, viewer, 1)[0]
    history = revisions_page(under_seal.id, viewer)
    assert title_of(read, viewer) == history.thread.label == shown.SEALED_TITLE
    assert (post.text, post.html, history.revisions) == (None, None, ())
    assert post.sealed == history.sealed == shown.seal_of(under_seal)


def test_the_placeholder_names_the_order_its_signatory_and_the_ground(under_seal, cast, now):
    found = shown.seal_of(under_seal)
    assert (found.number, found.name, found.signed_on) == ("清宣封〔2014〕1号", "签批一号", date(2014, 9, 22))
    assert (found.ground, found.at) == ("《中华人民共和国网络安全法》第四十七条", now)


def test_a_sealed_post_is_not_edited_by_its_author(under_seal, cast):
    with pytest.raises(Conflict, match="封存"):
        edit_page(under_seal.id, cast.asker)


def test_nothing_of_it_is_opened_and_the_commitment_still_holds(under_seal):
    revision, openings = openings_of(under_seal)
    assert all(set(part) == {"commit"} for part in openings)
    assert commitment_of_parts(openings) == revision.commitment


def test_a_quote_of_a_sealed_reply_is_empty_and_says_that_it_is_sealed(sealed, reply, thread, cast):
    sealed(reply)
    quote = page_of_floors(get_thread(thread.id, cast.moderator), cast.moderator, 1)[2].quote
    assert (quote.floor, quote.excerpt, quote.sealed) == (2, "", True)


@pytest.mark.parametrize(
    ("viewer", "can"), [("asker", {"reply"}), ("moderator", {"reply"}), ("administrator", {"reply"})]
)
def test_nothing_more_is_done_to_a_sealed_post(under_seal, thread, cast, viewer, can):
    viewer = getattr(cast, viewer)
    assert page_of_floors(get_thread(thread.id, viewer), viewer, 1)[0].can == can


def test_a_neighbours_sealed_title_is_sealed_in_the_link(under_seal, asked):
    after = asked("路灯不亮")
    assert neighbours(Thread.get_by_id(after.id))[0].label == shown.SEALED_TITLE
