"""The queue of held posts as a table: its order, its filters with their numbers, and that a decision keeps them."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest

from boards.actions.posts import posts
from boards.models.threads import Post
from boards.models.words import HeldPost
from boards.rules.text.word_list import BY_THE_SYSTEM, HELD


@pytest.fixture
def moderator(client_of, cast):
    return client_of(cast.moderator)


@pytest.fixture
def held(question, cast, rules, clock):
    """held(text, *words): a reply that these words held, two minutes after it was written."""

    def put(text, *words):
        post = posts.reply(
            question, actor=cast.neighbour, now=clock.advance(timedelta(minutes=1)), city=rules, text=text
        )
        now = clock.advance(timedelta(minutes=2))
        Post.update(hidden_at=now, hidden_role=BY_THE_SYSTEM, hidden_reason=HELD).where(Post.id == post.id).execute()
        return HeldPost.create(post=post.id, revision=1, words=json.dumps(words, ensure_ascii=False), held_at=now)

    return put


@pytest.fixture
def three(held):
    return held("第1句", "赌博"), held("第2句", "赌博", "QQ_群"), held("第3句", "qq_群")


def replies(page):
    return re.findall(r"第\d+句", page.partition("<tbody>")[2])


def filters(page):
    bar = page.partition('<div class="filterbar">')[2].partition("<tbody>")[0]
    return dict(re.findall(r'">([^<>]+) <span class="n">([\d,]+)</span>', bar))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [1, 2, 3]),
        ("?sort=-held", [3, 2, 1]),
        ("?sort=-posted", [3, 2, 1]),
        ("?word=赌博", [1, 2]),
        ("?word=QQ_群", [2]),
        ("?word=赌", []),
        ("?part=reply", [1, 2, 3]),
        ("?part=thread", []),
    ],
)
def test_it_is_sorted_and_filtered_by_its_address(moderator, three, asked, found):
    page = moderator.get(f"/moderation/held{asked}").text
    assert replies(page) == [f"第{number}句" for number in found]
    assert ("没有符合的帖子" in page) is (not found)


def test_each_word_counts_the_posts_that_it_holds(moderator, three):
    assert filters(moderator.get("/moderation/held").text) == {"全部": "3", "赌博": "2", "QQ_群": "1", "qq_群": "1"}


def test_a_word_that_holds_nothing_any_more_can_be_seen_to_be_chosen(moderator, three):
    page = moderator.get("/moderation/held?word=办证").text
    assert filters(page)["办证"] == "0" and 'aria-current="true">办证' in page


@pytest.mark.parametrize("asked", ["?part=x", "?sort=x", "?after=x"])
def test_an_odd_address_is_refused(moderator, three, asked):
    assert moderator.get(f"/moderation/held{asked}").status_code == 400


@pytest.mark.parametrize("sort", ["held", "-held", "posted", "-posted"])
def test_it_is_read_on_without_a_gap_or_a_repeat(moderator, held, monkeypatch, sort):
    monkeypatch.setattr("moderation.held.queries.PAGE", 2)
    for number in range(1, 6):
        held(f"第{number}句", "赌博")
    address, seen = f"/moderation/held?sort={sort}", []
    while address:
        page = moderator.get(address).text
        seen += replies(page)
        more = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = more and unescape(more[1])
    assert seen == [f"第{number}句" for number in (range(5, 0, -1) if sort.startswith("-") else range(1, 6))]


def test_a_decision_leads_back_to_the_filters_and_a_refused_one_shows_them(moderator, three):
    page = moderator.get("/moderation/held?word=赌博&sort=-held").text
    decision = unescape(re.search(r'action="(/moderation/held/\d+/decision[^"]*)"', page)[1])
    refused = moderator.post(decision, data={"reason": " "})
    assert refused.status_code == 422 and replies(refused.text) == ["第2句", "第1句"]
    done = moderator.post(decision, data={"release": "1"})
    assert done.status_code == 303 and replies(moderator.get(done.location).text) == ["第1句"]
