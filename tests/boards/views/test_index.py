"""The front page, and `/boards`: every section and board with its counts, last post and the day's figures."""

import re

import pytest

from boards.readers.tallies import reader


def test_boards_stand_in_their_sections_with_counts_and_the_last_post(see, cast, asked, say, places, words):
    thread = asked("路口的灯")
    say(thread, "同问")
    page = words(see(cast.guest, "/boards"))
    assert (
        page.index("部门在线")
        < page.index("住建局")
        < page.index("交通局")
        < page.index("互动交流")
        < page.index("城事漫谈")
    )
    assert re.search(r"住建局 .*?主题 1 帖子 2 路口的灯 清源老李", page)


def test_todays_figures_come_from_the_log(see, cast, asked, say, rules, clock, words):
    say(asked("路口的灯"), "同问")
    reader(rules).catch_up(clock.now())
    assert re.search(r"今日 2 昨日 0 主题 1 帖子 2", words(see(cast.guest, "/")))


def test_what_waits_for_screening_is_not_the_last_post(see, cast, asked, screened):
    asked("还没审的问题", city=screened)
    assert "还没审的问题" not in see(cast.guest, "/") + see(cast.guest, "/boards")


def test_a_board_without_threads_invites_the_first(see, cast, places):
    assert "还没有人提问，来提第一个" in see(cast.guest, "/boards")
    assert "尚无提问" in see(cast.guest, "/")


def test_a_city_without_boards_says_what_comes(app):
    page = app.test_client().get("/").text
    assert "还没有版块" in page and "管理员建好部门以后" in page


@pytest.mark.parametrize(("header", "cookie", "sees"), [("en", None, "en"), ("fr, en;q=0.5", None, "en"), ("zh-TW", None, "zh-Hant"),
                                                        ("", None, "zh-CN"), ("en", "zh-CN", "zh-CN")])  # fmt: skip
def test_the_language_is_the_readers(app, places, header, cookie, sees):
    browser = app.test_client()
    if cookie:
        browser.set_cookie("lang", cookie)
    page = browser.get("/", headers={"Accept-Language": header}).text
    assert f'<html lang="{sees}">' in page
    assert ("Departments" in page) == (sees == "en")


def test_the_switch_of_language_leads_back_and_stays(app, places):
    browser = app.test_client()
    answer = browser.post("/language", data={"lang": "en", "next": "/boards/zhujian?sort=newest"})
    assert answer.location == "/boards/zhujian?sort=newest"
    assert '<html lang="en">' in browser.get("/").text


@pytest.mark.parametrize(
    "address", ["/", "/boards/zhujian", "/threads/1", "/departments", "/moderation/log", "/login", "/nowhere"]
)
def test_head_answers_like_get_without_a_body(client_of, cast, question, address):
    browser = client_of(cast.guest)
    head, get = browser.head(address), browser.get(address)
    assert (head.status_code, head.content_type, head.data) == (get.status_code, get.content_type, b"")
