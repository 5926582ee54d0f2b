"""The front page's lists, its box for a question, and the way from its words to a board."""

import re
from datetime import timedelta

import pytest

from boards.actions.cases import handling
from boards.actions.posts.threads import support
from boards.readers import figures
from boards.views.folds import folds


def part(page, heading):
    """The section of the front page under that heading; '' without one."""
    return page.partition(f"<h2>{heading}</h2>")[2].partition("</section>")[0]


def test_answers_support_and_what_is_overdue_stand_in_lists(see, cast, asked, rules, clock):
    lamp, bus, tree = asked("路口的灯"), asked("公交站牌"), asked("倒下的树")
    handling.accept(lamp, actor=cast.spokesperson, now=clock.now())
    handling.give_result(lamp, actor=cast.spokesperson, now=clock.now(), city=rules, text="下周装灯。")
    support(bus, actor=cast.neighbour, now=clock.now())
    clock.advance(timedelta(days=60))
    page = see(cast.guest, "/")
    assert "路口的灯" in part(page, "最新答复") and "倒下的树" not in part(page, "最新答复")
    assert "公交站牌" in part(page, "支持最多") and "倒下的树" not in part(page, "支持最多")
    assert "倒下的树" in part(page, "逾期未办") and "路口的灯" not in part(page, "逾期未办")
    assert tree.title in part(page, "逾期未办")


def test_its_figures_are_those_of_the_statistics_that_they_lead_to(see, cast, asked, rules, clock):
    lamp, _ = asked("路口的灯"), asked("倒下的树")
    handling.accept(lamp, actor=cast.spokesperson, now=clock.now())
    handling.give_result(lamp, actor=cast.spokesperson, now=clock.now(), city=rules, text="下周装灯。")
    clock.advance(timedelta(days=20))
    figures.reader(rules).catch_up(clock.now())
    page = see(cast.guest, "/")
    (late,) = re.findall(r'<a href="(/statistics/threads[?]figure=overdue)">1</a>', page)
    assert "倒下的树" in see(cast.guest, late) and "路口的灯" not in see(cast.guest, late)
    assert "本月按时答复率" not in page, "none of this month's questions is due"
    (rate,) = re.findall(r"50[.]00%", see(cast.guest, "/statistics?first=2014-09-01"))[:1]
    assert rate


def test_the_rate_of_this_month_stands_there_once_an_answer_is_due(see, cast, asked, rules, clock):
    lamp = asked("路口的灯")
    handling.accept(lamp, actor=cast.spokesperson, now=clock.now())
    handling.give_result(lamp, actor=cast.spokesperson, now=clock.now(), city=rules, text="下周装灯。")
    figures.reader(rules).catch_up(clock.now())
    page = see(cast.guest, "/")
    assert re.search(r'本月按时答复率</dt><dd><a href="/statistics[?][^"]*2014-09-01[^"]*">100.00%</a>', page)


def test_the_asker_sees_the_own_questions_also_while_they_wait(see, cast, asked, screened):
    asked("还没审的问题", city=screened)
    assert "还没审的问题" in part(see(cast.asker, "/"), "我的提问")
    assert "还没审的问题" not in see(cast.neighbour, "/") and "我的提问" not in see(cast.guest, "/")


def test_the_words_of_the_box_lead_to_the_form_with_every_board(see, cast, places):
    page = see(cast.guest, "/ask?q=路口没有灯")
    assert 'value="路口没有灯"' in page and 'name="to" value="zhujian"' in page
    form = see(cast.asker, "/boards/zhujian/new?title=路口没有灯")
    assert 'name="title" type="text" value="路口没有灯"' in form


def test_a_folded_category_is_remembered(app, places):
    browser = app.test_client()
    assert browser.get("/").text.count("own-choice") == 0
    first = browser.get("/").text.partition('data-remember="')[2].partition('"')[0]
    browser.set_cookie("folds", f"{first}-0")
    assert f'own-choice" id="category-{first}" data-remember="{first}">' in browser.get("/").text


@pytest.mark.parametrize(("cookie", "read"), [("3-1.7-0", {"3": True, "7": False}), ("", {}), ("x-1.3-2.3", {}), ("9" * 5000, {})])  # fmt: skip
def test_what_is_malformed_in_the_cookie_is_left_out(cookie, read):
    assert folds(cookie) == read
