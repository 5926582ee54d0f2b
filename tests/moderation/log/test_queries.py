"""The public log and its feed: everything that moderators do, by office, found by its filters."""

import re
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree

import pytest

from boards.actions.cases import declining
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post
from forum.store.log import Deed
from moderation.hiding.actions import hide, restore
from moderation.log.queries import LABELS_OF
from moderation.reports import actions as reporting
from moderation.sanctions import actions as sanctioning
from moderation.tools import marking, merging

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def week(question, places, cast, rules, clock):
    """A week of a moderator's work: a deed of every sort, a day apart."""
    by = {"actor": cast.moderator}
    reply = posts.reply(question, actor=cast.neighbour, now=clock.now(), city=rules, text="你就是个骗子")
    other = ask(
        places.housing_board,
        actor=cast.neighbour,
        now=clock.now(),
        city=rules,
        title="路口没灯",
        text="灯",
        kind="complaint",
    )
    chat = ask(places.talk_board, actor=cast.asker, now=clock.now(), city=rules, title="夜市", text="抽签")
    marking.lock(chat, now=clock.advance(timedelta(days=1)), code="heated", **by)
    merging.merge(other, now=clock.advance(timedelta(days=1)), city=rules, into=question, code="same_matter", **by)
    reporting.report(reply, actor=cast.asker, now=clock.now(), city=rules, reason="", code="insult")
    reporting.uphold(reply, now=clock.advance(timedelta(days=1)), code="insult", text="骂人", answer="已屏蔽。", **by)
    sanctioning.suspend(
        reply,
        now=clock.advance(timedelta(days=1)),
        until=clock.now() + timedelta(days=3),
        code="insult",
        text="屡次骂人",
        **by,
    )
    declining.decline(
        question, now=clock.advance(timedelta(days=1)), city=rules, code="litigation", text="请向法院起诉。", **by
    )
    return clock


def deeds(page):
    return re.findall(r"<li id=\"entry-\d+\">.*?<b>(.*?)</b>", page, re.S)


def test_everything_is_there_newest_first(client_of, cast, week):
    page = client_of(cast.guest).get("/moderation/log").text
    assert deeds(page) == ["不予受理", "暂停发言", "举报成立", "屏蔽", "合并", "锁定"]
    assert cast.moderator.name not in page


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("deed=thread.lock", ["锁定"]),
        ("reason=insult", ["暂停发言", "举报成立", "屏蔽"]),
        ("role=moderator&reason=heated", ["锁定"]),
        ("role=administrator", []),
        ("board=chengshi", ["锁定"]),
        ("board=nowhere", []),
        ("first=2014-09-24&last=2014-09-25", ["举报成立", "屏蔽", "合并"]),
        ("thread=3", ["锁定"]),
        ("post=2", ["举报成立", "屏蔽"]),
        ("deed=account.suspend&post=2", []),
        ("deed=account.suspend&thread=1", []),
    ],
)
def test_its_filters(client_of, cast, week, asked, expected):
    assert deeds(client_of(cast.guest).get(f"/moderation/log?{asked}").text) == expected


def test_a_suspension_names_nobody_and_leads_to_no_post(client_of, api_of, cast, week):
    row = re.search(
        r"<li id=\"entry-\d+\">(?:(?!<li).)*暂停发言.*?</li>", client_of(cast.guest).get("/moderation/log").text, re.S
    )[0]
    assert "处理编号 1" in row and "屡次骂人" in row
    assert cast.neighbour.name not in row and "href" not in row
    (entry,) = api_of(cast.guest).get("/moderation/log?deed=account.suspend").json["items"]
    assert (entry["subject"], entry["url"]) == (None, None)


def test_filters_stay_from_page_to_page(client_of, cast, question, now):
    for number in range(30):
        hide(Post.get(), actor=cast.moderator, now=now, reason=f"第{number}次")
        restore(Post.get(), actor=cast.moderator, now=now)
    browser, address, seen = client_of(cast.guest), "/moderation/log?deed=post.hide", []
    for number in range(30, 60):
        hide(Post.get(), actor=cast.moderator, now=now, reason=f"第{number}次")
        restore(Post.get(), actor=cast.moderator, now=now)
    while address:
        page = browser.get(address).text
        seen += re.findall(r"第(\d+)次", page)
        more = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = more and unescape(more[1])
    assert seen == [str(number) for number in range(59, -1, -1)]


def test_the_feed_is_atom_with_whole_addresses(client_of, cast, week):
    answer = client_of(cast.guest).get("/feeds/moderation.atom?reason=insult")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 3 and feed.find(f"{ATOM}updated").text == entries[0].find(f"{ATOM}updated").text
    for element in (feed, *entries):
        assert element.find(f"{ATOM}id").text.startswith("http://127.0.0.1:8000/") and element.find(f"{ATOM}title").text
    links = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert all(link.startswith("http://127.0.0.1:8000/") for link in links)
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == 3


def test_an_empty_feed_is_a_feed(client_of, cast, question):
    feed = ElementTree.fromstring(client_of(cast.guest).get("/feeds/moderation.atom").data)
    assert feed.find(f"{ATOM}updated").text and not feed.findall(f"{ATOM}entry")


def test_what_moderators_wrote_cannot_break_the_feed(client_of, cast, question, now):
    hide(Post.get(), actor=cast.moderator, now=now, reason="]]><script>&\u2028")
    feed = ElementTree.fromstring(client_of(cast.guest).get("/feeds/moderation.atom").data)
    assert "]]><script>&" in unescape(feed.find(f"{ATOM}entry/{ATOM}content").text)


def test_every_deed_of_the_log_has_its_name():
    missing = [deed for deed in Deed if deed.startswith("thread.") and deed not in LABELS_OF]
    assert set(missing) == {Deed.THREAD_SUPPORT, Deed.WATCH, Deed.UNWATCH, Deed.THREAD_OPEN, Deed.LOCATE}
