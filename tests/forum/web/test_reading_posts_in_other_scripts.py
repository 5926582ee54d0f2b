"""What people wrote on pages in other languages: marked with its language, converted only where somebody asks."""

import re

import pytest

from boards.actions.posts import posts
from boards.models.threads import Revision

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SAID = "路灯坏了三个月，晚上头发都竖起来。"
CONVERTED = "路燈壞了三個月，晚上頭髮都豎起來。"


@pytest.fixture
def guest(client_of, cast, question, rules, now):
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=SAID)
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="The lamp is out.")
    return client_of(cast.guest)


def said(page, words):
    return re.search(rf'<div class="text"([^>]*)><p>{words}', page)[1]


def test_on_an_english_page_chinese_posts_say_that_they_are_chinese(guest):
    page = guest.get("/threads/1", headers={"Accept-Language": "en"}).text
    assert said(page, SAID) == ' lang="zh-CN"' and said(page, "The lamp") == ""
    assert re.search(r'<h1>.*<span lang="zh-CN">', page)


def test_on_a_chinese_page_only_other_languages_are_marked(guest):
    page = guest.get("/threads/1").text
    assert said(page, SAID) == "" and said(page, "The lamp") == ' lang="en"'


def test_the_pages_of_a_reader_from_taiwan_are_traditional_and_posts_are_as_written(guest):
    page = guest.get("/threads/1", headers={"Accept-Language": "zh-TW"}).text
    assert '<html lang="zh-Hant">' in page and "部門" in page
    assert said(page, SAID) == ' lang="zh-CN"' and CONVERTED not in page


def test_posts_are_converted_on_demand_and_marked(guest):
    page = guest.get("/threads/1?script=hant").text
    assert said(page, CONVERTED) == ' lang="zh-Hant"'
    assert "由程序从简体转换成繁体" in page


def test_the_switch_is_remembered_and_leads_back(guest):
    headers = {"Accept-Language": "zh-HK"}
    assert 'name="posts" value="hant"' in guest.get("/threads/1", headers=headers).text
    answer = guest.post("/language", data={"posts": "hant", "next": "/threads/1"})
    assert (answer.status_code, answer.location) == (303, "/threads/1")
    assert CONVERTED in guest.get("/threads/1", headers=headers).text
    page = guest.get("/threads/1?script=hant").text
    assert 'name="next" value="/threads/1"' in page
    guest.post("/language", data={"posts": "written", "next": "/threads/1"})
    assert CONVERTED not in guest.get("/threads/1", headers=headers).text


def test_names_of_people_and_what_is_stored_are_never_converted(guest, cast):
    page = guest.get("/threads/1?script=hant", headers={"Accept-Language": "zh-TW"}).text
    assert cast.neighbour.name in page
    assert SAID in {re.sub("<[^>]*>", "", post.html).strip() for post in Revision.select()}


def test_what_was_typed_into_the_search_comes_back_as_it_was_typed(guest):
    page = guest.get("/search?q=路灯坏了&script=hant", headers={"Accept-Language": "zh-TW"}).text
    assert re.search(r'<input[^>]*name="q"[^>]*value="路灯坏了"', page)
