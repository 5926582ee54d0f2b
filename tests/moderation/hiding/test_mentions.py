"""A mention in a post that is hidden or held tells nobody until the post is shown, and who wrote nothing else is nobody."""

from dataclasses import replace

import pytest

from boards.actions.posts import posts
from boards.models.threads import Post
from moderation.hiding import actions as hiding


@pytest.fixture
def say(cast, rules, clock):
    """say(thread, actor, text): the Post of a reply."""
    return lambda thread, actor, text, **more: posts.reply(
        thread, actor=actor, now=clock.now(), city=rules, text=text, **more
    )


def test_a_post_that_is_hidden_before_the_worker_comes_tells_nobody(question, cast, told, say, clock):
    reply = say(question, cast.asker, "@清源老李 您好")
    hiding.hide(reply, actor=cast.moderator, now=clock.now(), reason="骂人")
    assert told(cast.neighbour) == []


def test_a_new_account_that_mentions_many_waits_and_who_is_mentioned_is_told_when_it_is_released(
    question, cast, rules, told, clock
):
    text = "@清源老李 @朱明 @王晓燕 @周建国 快来"
    reply = posts.reply(question, actor=cast.asker, now=clock.now(), city=replace(rules, pacing=True), text=text)
    assert Post.get_by_id(reply.id).hidden_at is not None
    assert told(cast.reporter) == []
    hiding.restore(Post.get_by_id(reply.id), actor=cast.moderator, now=clock.now())
    assert told(cast.reporter) == ["mentioned"]


def test_who_watches_hears_of_a_held_reply_that_is_restored_on_its_own_page(question, cast, rules, told, clock):
    text = "@清源老李 @朱明 @王晓燕 @周建国 快来"
    held = posts.reply(question, actor=cast.neighbour, now=clock.now(), city=replace(rules, pacing=True), text=text)
    assert told(cast.asker) == []
    hiding.restore(Post.get_by_id(held.id), actor=cast.moderator, now=clock.now(), reason="没有问题")
    assert told(cast.asker) == ["reply"]


def test_who_wrote_only_what_is_hidden_leads_nowhere(app, question, cast, say, clock):
    reply = say(question, cast.neighbour, "骂人的话。")
    assert app.test_client().get("/named/清源老李").status_code == 302
    hiding.hide(reply, actor=cast.moderator, now=clock.now(), reason="骂人")
    assert app.test_client().get("/named/清源老李").status_code == 404
