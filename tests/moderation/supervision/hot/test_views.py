"""The pages of the hot topics: each number has its list, and nothing stands there that everybody may not read any more."""

import re
from datetime import timedelta

import pytest

from boards.actions.cases import handling
from boards.models.threads import Post
from boards.readers.figures import reader as figures
from moderation.covering import actions as covering
from moderation.hiding import actions as hiding
from moderation.tools import merging

WHY = {"reason": "写了电话", "code": "personal"}


def first_post(thread):
    return Post.get(Post.thread == thread.id, Post.floor == 1)


@pytest.fixture
def hot(api_of, cast):
    """hot(**parameters): the answer of the API to everybody."""
    return lambda **given: api_of(cast.guest).get("/hot", query_string=given)


def words_of(answer):
    return {item["term"]: item["threads"] for item in answer.json["terms"]}


def listed(browser, address):
    """The threads of a list, on all its pages."""
    found = []
    while address:
        html = browser.get(address).text
        found += re.findall(r'<h3>.*?<a href="/threads/(\d+)"', html)
        following = re.search(r'<a rel="next" href="([^"]+)"', html)
        address = following and following[1].replace("&amp;", "&")
    return [int(number) for number in found]


def test_each_word_has_a_list_of_just_so_many_questions(dry, counted, client_of, cast, see, hot, words):
    counted()
    page = see(cast.guest, "/hot")
    (address, number) = re.search(r'<a href="(/hot/threads\?term=[^"]+)">(\d+)</a>', page).groups()
    assert listed(client_of(cast.guest), address) == sorted((thread.id for thread in dry), reverse=True)
    assert int(number) == len(dry) and "4 个主题" in words(see(cast.guest, address))
    (item,) = hot().json["terms"]
    assert (item["term"], item["threads"], item["usual"], item["departments"]) == ("停水", 4, 0, ["zhujian"])
    assert item["url"].endswith(address)


def test_a_long_list_goes_on_page_by_page(dry, counted, api_of, cast, hot):
    counted()
    found, address = [], "/hot/threads?term=停水&limit=3"
    while address:
        answer = api_of(cast.guest).get(address).json
        found += [item["id"] for item in answer["items"]]
        address = answer["next"] and answer["next"].partition("/api/v1")[2]
    assert found == sorted((thread.id for thread in dry), reverse=True)


def test_what_is_hidden_or_merged_after_the_count_is_gone_at_once(dry, counted, hot, cast, rules, clock, see):
    counted()
    hiding.hide(first_post(dry[0]), actor=cast.moderator, now=clock.now(), **WHY)
    assert words_of(hot()) == {"停水": 3} and "停水两天了" not in see(cast.guest, "/hot/threads?term=停水")
    merging.merge(dry[1], into=dry[2], actor=cast.moderator, now=clock.now(), city=rules, code="same_matter")
    assert words_of(hot()) == {}
    assert "停水" not in see(cast.guest, "/hot")


def test_a_word_is_gone_with_the_passage_that_is_covered_after_the_count(
    quiet, citizens, asks, counted, hot, cast, now, client_of
):
    told = "水厂不好"
    for who in citizens[:3]:
        made = asks(who, "请看一看", now, text=told)
    counted()
    assert "水厂" in "".join(words_of(hot()))
    covering.cover(first_post(made), parts=["1.1"], actor=cast.moderator, now=now, reason="写了别人的事", code="name")
    assert words_of(hot()) == {}
    assert client_of(cast.guest).get("/hot/threads?term=水厂").status_code == 404


def test_the_anonymous_stay_anonymous(quiet, citizens, asks, counted, cast, see, now, hot):
    for who in citizens[:3]:
        asks(who, "又停水了", now, anonymous=True)
    counted()
    pages = [
        see(actor, address) for actor in (cast.guest, citizens[0]) for address in ("/hot", "/hot/threads?term=停水")
    ]
    assert not any(who.name in page for who in citizens[1:3] for page in pages)
    assert "匿名网友" in pages[1] and citizens[0].name not in pages[1] and hot().json


def test_a_department_sees_its_own_and_the_city_beside_it(
    dry, places, asks, citizens, counted, see, cast, words, client_of, now
):
    other = asks(citizens[4], "停水影响公交", now, board=places.roads_board)
    counted()
    page = see(cast.guest, "/hot?department=jiaotong")
    assert re.findall(r'term=[^"]+department=jiaotong">(\d+)</a>', page) == ["1"] and ">5</a>" in page
    assert listed(client_of(cast.guest), "/hot/threads?term=停水&department=jiaotong") == [other.id]
    assert client_of(cast.guest).get("/hot?department=nowhere").status_code == 404


@pytest.mark.parametrize("term", ["没有的词", "", "%", "停水' OR 1=1", "\U0001f600"])
def test_a_word_that_is_not_hot_is_not_there(dry, counted, client_of, cast, term):
    counted()
    assert client_of(cast.guest).get("/hot/threads", query_string={"term": term}).status_code == 404
    refused = client_of(cast.guest).get("/hot/threads", query_string={"term": "停水", "before": "x"})
    assert refused.status_code == 400


def test_a_word_is_found_in_traditional_characters_too(quiet, citizens, asks, counted, see, cast, now):
    for who in citizens[:3]:
        asks(who, "小區缺電", now)
    counted()
    assert "缺电" in see(cast.guest, "/hot") and "小區缺電" in see(cast.guest, "/hot/threads?term=小區缺電")


def test_threads_that_rose_are_listed_with_the_people(dry, citizens, say, counted, see, cast, hot, words, clock):
    for who in citizens[1:5]:
        say(dry[0], "我家也是", actor=who)
    counted()
    (item,) = hot().json["risen"]
    assert (item["id"], item["people"], item["usual"]) == (dry[0].id, 4, 0)
    assert "停水两天了" in words(see(cast.guest, "/hot"))
    hiding.hide(first_post(dry[0]), actor=cast.moderator, now=clock.now(), **WHY)
    assert hot().json["risen"] == []


def test_departments_with_more_questions_than_usual_link_to_just_these(
    quiet, places, citizens, asks, rules, counted, hot, now, client_of, cast
):
    asks(citizens[0], "公交改线", now - timedelta(days=30), board=places.roads_board)
    for n in range(9):
        asks(citizens[n % 6], f"修路第{n}段", now - timedelta(hours=n), board=places.roads_board)
    figures(rules).catch_up(now)
    counted()
    (office,) = hot().json["departments"]
    assert (office["department"], office["received"], office["usual"]) == ("jiaotong", 9, 0.1)
    assert len(listed(client_of(cast.guest), office["url"].partition("localhost")[2] or office["url"])) == 9


def test_before_the_first_count_and_without_history_the_page_says_so(
    client_of, cast, counted, see, asks, now, citizens
):
    assert "没有比平时多的" in see(cast.guest, "/hot")
    for who in citizens[:4]:
        asks(who, "停水了", now)
    counted()
    assert "没有平时可比" in see(cast.guest, "/hot")


def test_an_answered_question_stays(dry, counted, cast, clock, hot):
    counted()
    handling.accept(dry[0], actor=cast.spokesperson, now=clock.now())
    assert words_of(hot()) == {"停水": 4}
