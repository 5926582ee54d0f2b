"""What is hidden, covered or waits is no longer in a feed either, and readers that have fetched it are told so."""

from datetime import timedelta

import pytest
from stage_atom import read

from boards.models.threads import Post
from moderation.covering import actions as covering
from moderation.hiding import actions as hiding
from moderation.tools import merging


@pytest.fixture
def feeds(client_of, cast, question):
    """feeds(): the feeds in which the question's floors stand, read."""
    addresses = "/feeds/site.atom", "/feeds/boards/zhujian.atom", f"/feeds/threads/{question.id}.atom"
    return lambda: [read(client_of(cast.guest).get(address)) for address in addresses]


def test_a_hidden_question_leaves_a_placeholder_with_a_later_time_until_it_is_restored(feeds, question, cast, clock):
    before = feeds()
    post = Post.get(Post.thread == question.id)
    hiding.hide(post, actor=cast.moderator, now=clock.advance(timedelta(hours=1)), reason="有别人的电话")
    for feed, earlier in zip(feeds(), before, strict=True):
        assert "红绿灯" not in str(feed) and "已被" in feed.entries[0].content[0].value
        assert feed.entries[0].id == earlier.entries[0].id and feed.entries[0].updated > earlier.entries[0].updated
    hiding.restore(Post.get(), actor=cast.moderator, now=clock.advance(timedelta(hours=1)))
    for feed, earlier in zip(feeds(), before, strict=True):
        assert "红绿灯" in feed.entries[0].content[0].value and feed.entries[0].updated > earlier.entries[0].updated


def test_what_is_covered_is_not_read_in_a_feed(feeds, asked, cast, clock, say, question):
    reply = say(question, "张大爷家在花园路，请去看看。")
    covering.cover(reply, parts=["1.1"], code="address", actor=cast.moderator, now=clock.advance(timedelta(hours=1)))
    thread = feeds()[2].entries[0]
    assert "请去看看" not in str(thread) and "花园路" in str(thread) and thread.updated > thread.published


def test_a_thread_that_was_merged_is_told_of_in_the_other_ones_feed_alone(
    feeds, asked, client_of, cast, clock, rules, question
):
    copy = asked("同一件事")
    merging.merge(copy, into=question, city=rules, code="same_matter", actor=cast.moderator, now=clock.now())
    assert [entry.title for entry in feeds()[0].entries] == [question.title]
    response = client_of(cast.guest).get(f"/feeds/threads/{copy.id}.atom")
    assert (response.status_code, response.location) == (301, f"/feeds/threads/{question.id}.atom")
