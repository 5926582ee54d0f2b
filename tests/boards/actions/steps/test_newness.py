"""Floods of new accounts wait for a moderator, who sees why; supports from one address count once a day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import Origin, SameAddress, ask, support
from boards.clocks.newness import EXCESS_LABELS, Excess
from boards.models.threads import Post, Support, SupportOrigin, Thread
from boards.models.words import HeldPost
from boards.rules.text.word_list import BY_THE_SYSTEM
from forum.store.log import Entry

LINKS = "看 http://a.cn 和 http://b.cn"


@pytest.fixture
def paced(rules):
    return replace(rules, pacing=True)


@pytest.fixture
def settings(settings):
    return replace(settings, rate_limits=True)


@pytest.fixture
def long_known(cast, question, rules, now):
    """The neighbour, who has written three posts; four days later he is known."""
    for number in range(3):
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"第{number}条")
    return cast.neighbour


def reasons():
    return [row.words for row in HeldPost.select().order_by(HeldPost.id)]


def test_two_links_of_a_new_account_wait_for_a_moderator_and_are_not_lost(question, cast, paced, now):
    post = posts.reply(question, actor=cast.neighbour, now=now, city=paced, text=LINKS)
    stored = Post.get_by_id(post.id)
    assert (stored.hidden_role, bool(post.hidden_at)) == (BY_THE_SYSTEM, True)
    assert reasons() == ['["newness:links"]']


def test_who_is_known_may_post_them(question, long_known, paced, now):
    assert (
        posts.reply(question, actor=long_known, now=now + timedelta(days=4), city=paced, text=LINKS).hidden_at is None
    )


def test_an_official_and_an_import_are_not_weighed(question, cast, paced, rules, now):
    assert posts.reply(question, actor=cast.moderator, now=now, city=paced, text=LINKS).hidden_at is None
    assert posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=LINKS).hidden_at is None


def test_a_flood_of_a_new_account_goes_to_the_queue(question, cast, paced, now):
    made = [
        posts.reply(question, actor=cast.neighbour, now=now + timedelta(seconds=n), city=paced, text=f"第{n}条")
        for n in range(8)
    ]
    assert [bool(post.hidden_at) for post in made] == [False] * 5 + [True] * 3
    assert reasons() == ['["newness:pace"]'] * 3


def test_a_link_that_is_edited_in_waits_too(question, cast, paced, now):
    post = posts.reply(question, actor=cast.neighbour, now=now, city=paced, text="看这里")
    posts.revise(post, actor=cast.neighbour, now=now + timedelta(minutes=1), text=LINKS, city=paced)
    assert Post.get_by_id(post.id).hidden_at and reasons() == ['["newness:links"]']


def test_a_question_beyond_the_limit_waits_for_screening(places, cast, paced, now):
    thread = ask(
        places.housing_board, actor=cast.neighbour, now=now, city=paced, title="路灯", text=LINKS, kind="complaint"
    )
    assert not Thread.get_by_id(thread.id).public


def test_its_writer_is_told_and_a_moderator_sees_why(client_of, cast, question, see):
    browser = client_of(cast.neighbour)
    sent = browser.post(f"/threads/{question.id}/posts", data={"text": LINKS, "kind": "reply"}, follow_redirects=True)
    assert "新账号发的链接" in sent.text
    page = see(cast.moderator, "/moderation/held")
    assert str(EXCESS_LABELS[Excess.LINKS]) in page and "newness:" not in page.split("<main")[1].split("value=")[0]


def test_supports_from_one_address_count_once_a_day(question, cast, now):
    today = Origin("hash", now.date())
    assert support(question, actor=cast.neighbour, now=now, origin=today)
    assert support(question, actor=cast.neighbour, now=now, origin=today) is False
    entries = Entry.select().count()
    with pytest.raises(SameAddress):
        support(question, actor=cast.outsider, now=now, origin=today)
    assert (Thread.get_by_id(question.id).supports, Support.select().count(), Entry.select().count()) == (1, 1, entries)
    assert support(question, actor=cast.outsider, now=now, origin=Origin("another", now.date()))
    later = Origin("hash of tomorrow", now.date() + timedelta(days=1))
    assert support(question, actor=cast.moderator, now=now, origin=later)
    assert SupportOrigin.select().count() == 1, "those of yesterday are gone"


def test_the_page_says_that_it_does_not_count_again_and_keeps_no_address(client_of, cast, question):
    for actor, told in ((cast.neighbour, "已顶。"), (cast.outsider, "同一网络一天合并计一票")):
        page = client_of(actor).post(f"/threads/{question.id}/support", follow_redirects=True)
        assert told in page.text
    assert [len(row.origin) for row in SupportOrigin.select()] == [64]
    assert Thread.get_by_id(question.id).supports == 1


def test_the_api_says_so_too(api_of, cast, question):
    assert api_of(cast.neighbour).post(f"/threads/{question.id}/support").status_code == 200
    assert api_of(cast.outsider).post(f"/threads/{question.id}/support").status_code == 409
