"""What the queries show of a thread that a moderator has hidden, to each reader."""

import pytest

from boards.models.threads import Post
from boards.queries.parts.shown import HIDDEN_TITLE
from boards.queries.thread.openings import openings_of
from boards.queries.thread.posts import page_of_floors
from boards.queries.thread.revisions import revisions_page
from boards.queries.thread.thread import get_thread, title_of
from moderation.hiding.actions import hide, hide_thread, restore


@pytest.fixture
def bad(question, say, cast, now):
    """A reply by the neighbour that is hidden."""
    post = say(question, "你就是个骗子")
    hide(post, actor=cast.moderator, now=now, reason="骂人", code="insult")
    return Post.get_by_id(post.id)


@pytest.mark.parametrize(
    ("viewer", "floors"),
    [("guest", []), ("spokesperson", []), ("asker", [1]), ("neighbour", [2]), ("moderator", [1, 2])],
)
def test_of_a_hidden_thread_each_reads_what_he_wrote_and_moderators_read_all(question, say, cast, now, viewer, floors):
    say(question, "同问。")
    hide_thread(question, actor=cast.moderator, now=now, code="illegal", text="违反第三条")
    viewer = getattr(cast, viewer)
    thread = get_thread(question.id, viewer)
    assert [post.floor for post in page_of_floors(thread, viewer, 1) if post.text] == floors
    assert title_of(thread, viewer) == ("三衢路口没有红绿灯" if 1 in floors else HIDDEN_TITLE)


def test_the_placeholder_names_the_office_the_time_and_the_reason(bad, question, cast, now):
    hidden = page_of_floors(get_thread(question.id, cast.guest), cast.guest, 1)[1].hidden
    assert (str(hidden.by), hidden.at, hidden.waits) == ("管理员", now, False)
    assert "骂人" in str(hidden.reason)
    assert revisions_page(bad.id, cast.guest).hidden == hidden


def test_a_restored_post_is_read_by_everybody_and_opened_again(bad, question, cast, now):
    assert all(set(part) == {"commit"} for part in openings_of(bad)[1])
    restore(bad, actor=cast.moderator, now=now)
    post = page_of_floors(get_thread(question.id, cast.guest), cast.guest, 1)[1]
    assert (post.text, post.hidden) == ("你就是个骗子", None)
    assert all("content" in part for part in openings_of(Post.get_by_id(bad.id))[1])
