"""The queue of reports as a table: its order, its filters with their numbers, and that a decision keeps them."""

import re
from datetime import timedelta
from html import unescape

import pytest

from boards.actions.posts import posts
from boards.models.moderation import Report
from moderation.hiding.actions import hide
from moderation.reports import actions as reporting


@pytest.fixture
def moderator(client_of, cast):
    return client_of(cast.moderator)


@pytest.fixture
def reported(question, cast, rules, clock):
    """reported(text, code, by): a reply that these report, a minute after the last; one reporter without `by`."""

    def put(text, code="insult", by=None):
        now = clock.advance(timedelta(minutes=1))
        post = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=text)
        for actor in by or (cast.asker,):
            reporting.report(post, actor=actor, now=now, city=rules, reason="看看", code=code)
        return post

    return put


@pytest.fixture
def three(reported, cast, clock):
    """A rude reply, one with an advertisement that two report, and a rude one that is hidden already."""
    rude, sold = reported("第1句"), reported("第2句", "advertising", (cast.asker, cast.colleague))
    gone = reported("第3句")
    hide(gone, actor=cast.moderator, now=clock.now(), reason="骂人", code="insult")
    return rude, sold, gone


def replies(page):
    return re.findall(r"第\d+句", page.partition("<tbody>")[2])


def filters(page):
    """label -> number of each filter."""
    bar = page.partition('<div class="filterbar">')[2].partition("<tbody>")[0]
    return dict(re.findall(r'">([^<>]+) <span class="n">([\d,]+)</span>', bar))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [1, 2, 3]),
        ("?sort=-since", [3, 2, 1]),
        ("?sort=-reports", [2, 3, 1]),
        ("?code=insult", [1, 3]),
        ("?state=visible", [1, 2]),
        ("?code=insult&state=hidden", [3]),
        ("?code=rumour", []),
    ],
)
def test_it_is_sorted_and_filtered_by_its_address(moderator, three, asked, found):
    page = moderator.get(f"/moderation/reports{asked}").text
    assert replies(page) == [f"第{number}句" for number in found]
    assert ("没有符合的帖子" in page) is (not found)


def test_the_heading_says_how_it_is_sorted_and_turns_the_order(moderator, three):
    page = moderator.get("/moderation/reports?code=insult").text
    assert re.search(r'aria-sort="ascending"><a href="[^"]*code=insult&amp;sort=-since">最早的举报', page)
    assert len(re.findall("aria-sort", page)) == 1


def test_each_filter_counts_posts_beside_the_other(moderator, three):
    numbers = filters(moderator.get("/moderation/reports?state=visible").text)
    assert (numbers["辱骂、人身攻击"], numbers["广告、垃圾信息"]) == ("1", "1") and "不实信息" not in numbers
    assert (numbers["还看得到"], numbers["已经屏蔽"]) == ("2", "1")
    assert filters(moderator.get("/moderation/reports?code=insult").text)["已经屏蔽"] == "1"


def test_without_something_to_choose_between_no_filter_is_offered(moderator, reported):
    reported("第1句")
    assert "filterbar" not in moderator.get("/moderation/reports").text


@pytest.mark.parametrize("asked", ["?code=x", "?state=x", "?sort=x", "?after=x"])
def test_an_odd_address_is_refused(moderator, three, asked):
    assert moderator.get(f"/moderation/reports{asked}").status_code == 400


@pytest.mark.parametrize("sort", ["since", "-since", "reports", "-reports"])
def test_it_is_read_on_without_a_gap_or_a_repeat(moderator, reported, monkeypatch, sort):
    monkeypatch.setattr("moderation.reports.queries.PAGE", 2)
    for number in range(1, 6):
        reported(f"第{number}句")
    address, seen = f"/moderation/reports?sort={sort}", []
    while address:
        page = moderator.get(address).text
        seen += replies(page)
        more = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = more and unescape(more[1])
    numbers = range(1, 6) if not sort.startswith("-") else range(5, 0, -1)
    assert seen == [f"第{number}句" for number in numbers]


def test_a_decision_leads_back_to_the_filters_and_a_refused_one_shows_them(moderator, three):
    address = re.search(
        r'action="(/moderation/reports/\d+/decision[^"]*)"',
        moderator.get("/moderation/reports?code=insult&sort=-since").text,
    )
    decision = unescape(address[1])
    refused = moderator.post(decision, data={"outcome": "dismissed", "answer": " "})
    assert refused.status_code == 422 and replies(refused.text) == ["第3句", "第1句"]
    done = moderator.post(decision, data={"outcome": "dismissed", "answer": "没有违反规则。"})
    assert done.status_code == 303 and done.location == "/moderation/reports?code=insult&sort=-since"
    assert Report.select().where(Report.outcome == "dismissed").count() == 1


def test_the_api_reads_the_same_posts_page_by_page(api_of, cast, reported, monkeypatch):
    monkeypatch.setattr("moderation.reports.queries.PAGE", 2)
    posts = [reported(f"第{number}句").id for number in range(1, 6)]
    caller, address, seen = api_of(cast.moderator), "/moderation/reports", []
    while address:
        answer = caller.get(address).json
        seen += [each["post"] for each in answer["items"]]
        address = answer["next"] and answer["next"].partition("/api/v1")[2]
    assert seen == posts
