"""Feeds of questions and threads, as a feed reader asks for them."""

import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from stage_atom import read
from stage_databases import counted
from stage_pictures import picture

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.channels.feeds.changes import CHANGES
from boards.models.threads import Board, Category
from boards.rules.deeds.table import RECORDS
from forum.text.checks import without_characters_xml_lacks

OF_QUESTIONS = (
    "/feeds/site.atom",
    "/feeds/boards/zhujian.atom",
    "/feeds/departments/zhujian.atom",
    "/feeds/categories/{category}.atom",
)


@pytest.fixture
def fetch(client_of, cast, places):
    """fetch(address, **headers): the response to a feed reader."""
    category = Board.get(Board.slug == "zhujian").category_id

    def get(address, actor=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client_of(actor or cast.guest).get(address.format(category=category), headers=named)

    return get


@pytest.fixture
def answered(question, cast, rules, clock):
    """A question with a first reply and, later, a result."""
    handling.accept(question, actor=cast.spokesperson, now=clock.now())
    by = {"actor": cast.spokesperson}
    handling.first_reply(question, text="已派人去看。", now=clock.advance(timedelta(hours=1)), **by)
    result = "灯已装好，**下周**亮。"
    handling.give_result(question, text=result, now=clock.advance(timedelta(hours=1)), city=rules, **by)
    return question


@pytest.mark.parametrize("address", OF_QUESTIONS)
def test_a_question_is_in_the_feeds_of_its_places_with_its_answer_below_it(fetch, answered, settings, address):
    feed = read(fetch(address))
    (entry,) = feed.entries
    assert entry.id == entry.link == f"{settings.url}/threads/{answered.id}"
    assert entry.title == answered.title and feed.feed.language == "zh-CN"
    assert "没有红绿灯" in entry.content[0].value or "路口" in entry.content[0].value
    assert "处理意见" in entry.content[0].value and "<strong>下周</strong>" in entry.content[0].value
    assert "已派人去看" not in entry.content[0].value
    assert {"official", "answered", "board/zhujian"} <= {tag.term for tag in entry.tags}
    assert feed.feed.updated == entry.updated > entry.published


def test_a_question_of_another_place_is_not_in_the_feed(fetch, answered):
    assert read(fetch("/feeds/boards/jiaotong.atom")).entries == []
    assert read(fetch("/feeds/departments/jiaotong.atom")).entries == []


def test_a_thread_has_its_floors_newest_first_and_official_ones_are_marked(fetch, answered, say, cast, settings):
    say(answered, "谢谢，确实亮了。", actor=cast.neighbour)
    feed = read(fetch(f"/feeds/threads/{answered.id}.atom"))
    assert [entry.title.partition(" ")[0] for entry in feed.entries][0] != feed.entries[-1].title.partition(" ")[0]
    assert len(feed.entries) == 4 and "谢谢" in feed.entries[0].content[0].value
    official = [entry for entry in feed.entries if "official" in {tag.term for tag in entry.get("tags", ())}]
    assert ["处理意见" in official[0].title, "首次回复" in official[1].title, len(official)] == [True, True, 2]
    assert official[0].author_detail.href == f"{settings.url}/departments/zhujian"
    assert all(entry.id.startswith(f"{settings.url}/posts/") for entry in feed.entries)


def test_an_edit_moves_the_time_of_its_entry_and_no_other(fetch, question, say, cast, clock):
    reply = say(question, "同问", actor=cast.neighbour)
    before = read(fetch(f"/feeds/threads/{question.id}.atom"))
    posts.revise(reply, text="同问，改过", actor=cast.neighbour, now=clock.advance(timedelta(hours=1)))
    after = read(fetch(f"/feeds/threads/{question.id}.atom"))
    assert [entry.id for entry in before.entries] == [entry.id for entry in after.entries]
    assert after.entries[0].updated > before.entries[0].updated == before.entries[0].published
    assert after.entries[1] == before.entries[1]


def test_what_waits_for_screening_and_who_is_anonymous_stays_so(fetch, asked, screened, cast):
    asked("还没审的问题", city=screened)
    asked("匿名的问题", anonymous=True)
    feed = read(fetch("/feeds/site.atom"))
    assert [(entry.title, entry.author) for entry in feed.entries] == [("匿名的问题", "匿名网友")]


def test_who_is_signed_in_gets_what_everybody_gets(fetch, asked, cast, screened):
    asked("匿名的问题", anonymous=True)
    asked("还没审的问题", city=screened)
    for who in (cast.asker, cast.moderator):
        response = fetch("/feeds/site.atom", who)
        assert response.data == fetch("/feeds/site.atom").data and "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", [*OF_QUESTIONS, "/feeds/threads/{thread}.atom"])
def test_a_feed_that_is_asked_for_again_is_not_sent_again_nor_made_again(fetch, answered, say, cast, address):
    address = address.replace("{thread}", str(answered.id))
    first = fetch(address)
    assert first.headers["Cache-Control"] == "public, no-cache" and "Accept-Language" in first.headers["Vary"]
    with counted() as made:
        again = [fetch(address, If_None_Match=first.headers["ETag"]) for _ in range(20)]
    assert {(each.status_code, each.data) for each in again} == {(304, b"")}
    assert len(made) <= 3 * len(again)
    say(answered, "一条新的", actor=cast.neighbour)
    after = fetch(address, If_None_Match=first.headers["ETag"])
    assert after.status_code == (200 if "threads" in address else 304)


def test_a_feed_speaks_the_language_that_is_asked_for(fetch, answered):
    feed = read(fetch(f"/feeds/threads/{answered.id}.atom", Accept_Language="en"))
    assert feed.feed.language == "en" and "Official" in str(feed.entries[0].tags)


def test_signs_that_xml_cannot_hold_are_left_out(fetch, asked):
    asked("“]]>”和<b>&amp;", text="]]><script>alert(1)</script>&")
    (entry,) = read(fetch("/feeds/site.atom")).entries
    assert "<script" not in entry.content[0].value and entry.title_detail.value == "“]]>”和<b>&amp;"
    assert without_characters_xml_lacks("a\0\x1f\n\ufffe问") == "a\n问"


def test_a_place_without_threads_has_an_empty_feed_and_one_that_is_not_there_none(fetch, places):
    assert fetch("/feeds/boards/zhujian.atom").data == fetch("/feeds/boards/zhujian.atom").data
    assert read(fetch("/feeds/boards/zhujian.atom")).entries == []
    for address in ("boards/none", "departments/none", "categories/99", "threads/99"):
        assert fetch(f"/feeds/{address}.atom").status_code == 404


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", "/feeds/site.atom"),
        ("/threads", "/feeds/site.atom"),
        ("/boards", "/feeds/site.atom"),
        ("/boards/zhujian", "/feeds/boards/zhujian.atom"),
        ("/departments/zhujian", "/feeds/departments/zhujian.atom"),
        ("/threads/{thread}", "/feeds/threads/{thread}.atom"),
    ],
)
def test_a_page_leads_readers_and_programs_to_its_feed(fetch, question, page, feed):
    html = fetch(page.replace("{thread}", str(question.id))).text
    feed = feed.replace("{thread}", str(question.id))
    assert 'type="application/atom+xml"' in html and f'href="{feed}">' in html
    assert f'<a href="{feed}">' in html


def test_the_list_of_boards_leads_to_the_feeds_of_categories(fetch, question):
    category = Category.select().join(Board).where(Board.slug == "zhujian").get()
    assert f'<a href="/feeds/categories/{category.id}.atom">' in fetch("/boards").text


def test_every_change_of_a_post_moves_its_time():
    """The deeds about posts that change what a page shows of them."""
    about_posts = {deed for deed in RECORDS if deed.startswith("post.")}
    assert about_posts - set(CHANGES) == {"post.create", "post.report", "post.place"}


def test_pictures_are_in_the_content_and_enclosures(fetch, question, client_of, cast, app):
    reply = {"text": "看图", "kind": "reply", "pictures": (io.BytesIO(picture()), "a.jpg")}
    client_of(cast.asker).post(f"/threads/{question.id}/posts", data=reply)
    (entry, *_) = read(fetch(f"/feeds/threads/{question.id}.atom")).entries
    (enclosure,) = entry.enclosures
    served = app.test_client().get(urlsplit(enclosure.href).path)
    assert (enclosure.type, enclosure.length) == ("image/webp", str(len(served.data)))
    assert f'src="{enclosure.href.removesuffix(".webp")}-480.webp"' in entry.content[0].value
