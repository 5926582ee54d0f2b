"""What the thread's queries make of merging and splitting: old addresses, gaps, neighbours, and whose names the timeline keeps."""

import pytest

from boards.models.threads import Post, Thread
from boards.pages.posts import Gap
from boards.queries.parts.places import MovedPermanently, floor_url
from boards.queries.thread import posts, thread as heads
from boards.queries.thread.thread_page import FloorSelection, thread_page
from boards.queries.thread.timeline import history_of
from forum.problems import NotFound
from moderation.tools import merging, splitting


@pytest.fixture
def secret(asked, say, cast):
    """An anonymous question about the same crossing, with a reply by its asker and one by the neighbour."""
    thread = asked("路口没灯", anonymous=True)
    say(thread, "补充一下。", actor=cast.asker)
    say(thread, "同问。")
    return thread


@pytest.fixture
def merge(cast, rules, now):
    def do(gone, kept):
        merging.merge(gone, into=kept, actor=cast.moderator, now=now, city=rules, code="same_matter")
        return Thread.get_by_id(kept.id)

    return do


@pytest.fixture
def split(cast, rules, now, places):
    def do(thread, *floors):
        given = {"title": "公交站没有雨棚", "code": "another_matter", "board": places.talk_board}
        return splitting.split(thread, floors=floors, actor=cast.moderator, now=now, city=rules, **given)

    return do


@pytest.fixture
def page(cast, rules, now):
    return lambda thread, **selection: thread_page(thread.id, cast.guest, now, rules, FloorSelection(**selection))


def test_the_floors_of_a_merged_thread_lead_to_where_they_stand_now(merge, question, secret):
    merge(secret, question)
    assert [floor_url(secret, floor) for floor in (1, 2, 3)] == [
        (f"/threads/{question.id}#floor-{floor}", True) for floor in (2, 3, 4)
    ]
    with pytest.raises(NotFound):
        floor_url(secret, 4)


def test_floors_that_moved_twice_lead_to_their_last_place_from_each_address(merge, split, question, secret):
    kept = merge(secret, question)
    new = split(kept, 4)
    there = f"/threads/{new.id}#floor-1"
    assert [floor_url(secret, 3), floor_url(kept, 4), floor_url(new, 1)] == [
        (there, True),
        (there, True),
        (there, False),
    ]


@pytest.mark.parametrize(("number", "query"), [(1, ""), (2, "&page=2")])
def test_a_merged_thread_is_read_in_the_other_by_its_old_floors(merge, question, secret, page, number, query):
    merge(secret, question)
    with pytest.raises(MovedPermanently) as moved:
        page(secret, page=number)
    assert moved.value.url == f"/threads/{question.id}?of={secret.id}{query}"


def test_the_floors_that_a_merged_thread_brought_along_keep_their_old_numbers_as_anchors(merge, question, secret, page):
    merge(secret, question)
    found = page(question, of=secret.id)
    assert [(post.anchor, post.floor, post.moved_here) for post in found.posts] == [
        (1, 2, True),
        (2, 3, True),
        (3, 4, True),
    ]
    assert (found.previous, found.next) == (None, None)


def test_a_floor_that_was_split_off_leaves_a_gap_that_leads_to_it(split, question, say, page):
    for text in ("同问。", "公交站没有雨棚。", "谢谢。"):
        say(question, text)
    split(question, 3)
    found = page(question)
    assert [post.floor for post in found.posts] == [1, 2, 3, 4]
    assert found.posts[2] == Gap(3, f"/threads/{question.id}/floors/3")
    assert found.replies == 2
    with pytest.raises(NotFound, match="已经移到别的主题"):
        posts.post_at(Thread.get_by_id(question.id), 3)


def test_an_answer_whose_question_was_split_off_quotes_it_in_the_other_thread(split, question, say, page):
    above = say(question, "公交站没有雨棚。")
    say(question, "雨棚确实没有。", parent=above)
    new = split(question, 2)
    quote = page(question).posts[2].quote
    assert (quote.floor, quote.thread, quote.excerpt) == (1, new.id, "公交站没有雨棚。")


def test_a_merged_thread_is_nobodys_neighbour(merge, asked):
    first, gone, last = asked("甲路积水"), asked("乙路积水"), asked("丙路积水")
    merge(gone, first)
    assert heads.neighbours(Thread.get_by_id(first.id))[1].url == f"/threads/{last.id}"


def actors(thread, rules):
    return [(step.deed, str(step.actor), step.of) for step in history_of(Thread.get_by_id(thread.id), rules).steps]


def test_the_asker_of_a_merged_thread_is_a_netizen_and_the_moderator_an_office(merge, question, secret, rules):
    merge(secret, question)
    told = actors(question, rules)
    assert ("case.ask", "三衢路的小陈", None) in told
    assert ("case.ask", "网民", secret.id) in told
    assert {actor for deed, actor, _ in told if deed.startswith("thread.")} == {"管理员"}


def test_an_anonymous_asker_stays_anonymous_where_a_named_thread_of_his_is_merged_in(merge, question, secret, rules):
    merge(question, secret)
    told = actors(secret, rules)
    assert ("case.ask", "匿名网友", None) in told and ("case.ask", "网民", question.id) in told
    assert all("小陈" not in actor for _, actor, _ in told)


def test_a_post_that_moved_is_found_in_the_thread_where_it_stands(merge, question, secret, cast):
    kept = merge(secret, question)
    post = Post.get(Post.thread == secret.id, Post.floor == 2)
    assert posts.get_post(post.id, cast.guest) == (post, kept)
