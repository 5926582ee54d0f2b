"""The page of handing on: what was ticked on the desk, the reason as typed, and what became of each case."""

import re
from html import unescape

import pytest

from boards.actions.cases import transfers
from boards.models.threads import Post, Thread

WHY = "这些路由交通局养护，请带身份证到窗口登记。"


@pytest.fixture
def browser(client_of, cast):
    return client_of(cast.spokesperson)


def send(browser, *threads, **typed):
    numbers = [str(each.id) for each in threads]
    form = {"listed": numbers, "thread": numbers, "way": "transfer", "to": "jiaotong", "explanation": WHY}
    return browser.post("/desk/transfers", data={**form, **typed})


def ticked(page):
    return [int(number) for number in re.findall(r'name="thread" value="(\d+)" checked', page.text)]


def test_the_desk_leads_here_with_what_was_ticked_and_back_with_its_filters(browser, asked):
    first, second = asked("一"), asked("二")
    page = browser.get(f"/desk/transfers?thread={first.id}&thread={second.id}&next=/desk?status=unaccepted")
    assert ticked(page) == [first.id, second.id]
    assert 'href="/desk?status=unaccepted"' in page.text
    assert 'name="to" value="jiaotong"' in page.text


def test_each_case_has_its_own_row_in_the_result(browser, asked, places, words):
    first, second = asked("一"), asked("二")
    page = send(browser, first, second)
    assert page.status_code == 200
    assert "办好 2 个，没有改动 0 个" in words(page.text) and "一 ：已转给交通局。" in words(page.text)
    assert {row.department_id for row in Thread.select()} == {places.roads.id}


def test_when_some_fail_the_form_stays_as_typed_for_those_that_are_left(
    browser, asked, cast, rules, now, places, words
):
    first, gone = asked("一"), asked("二")
    transfers.transfer(gone, actor=cast.colleague, now=now, city=rules, to=places.roads, explanation=WHY)
    page = send(browser, first, gone)
    assert "办好 1 个，没有改动 1 个" in words(page.text)
    assert ticked(page) == []  # it is no longer the department's
    assert "没有改动" in page.text


def test_a_department_is_named_by_typing(browser, asked, places):
    send(browser, asked("一"), to="交通局")
    assert Thread.get().department_id == places.roads.id


def test_a_return_needs_no_department(browser, asked):
    send(browser, asked("一"), to="没有这个局", way="return")
    assert Thread.get().department_id is None


def test_a_missing_department_brings_everything_back(browser, asked):
    first, second = asked("一"), asked("二")
    page = send(browser, first, second, to="")
    assert page.status_code == 422 and ticked(page) == [first.id, second.id]
    assert WHY in unescape(page.text) and Post.select().where(Post.kind == "transfer").count() == 0


def test_personal_data_in_the_explanation_is_shown_before_it_is_public(browser, asked):
    page = send(browser, asked("一"), explanation="请打 13812341234 找张科长，带身份证来登记。")
    assert "13812341234" in page.text and 'name="looked"' in page.text
    assert Post.select().where(Post.kind == "transfer").count() == 0


def test_a_case_of_another_department_is_not_listed(browser, asked, places):
    page = browser.get(f"/desk/transfers?thread={asked('交通的', places.roads_board).id}")
    assert "没有可以转办的问题" in page.text


def test_nothing_ticked_says_what_to_do(browser, words):
    assert "没有可以转办的问题" in browser.get("/desk/transfers").text
    assert "请勾选 1 至 50 个问题。" in words(send(browser).text)


def test_what_is_unticked_stays_listed_and_unmoved(browser, asked, places):
    first, second = asked("一"), asked("二")
    page = send(browser, first, second, thread=[])
    assert page.status_code == 422 and WHY in unescape(page.text)
    assert re.findall(r'name="listed" value="(\d+)"', page.text) == [str(first.id), str(second.id)]
    page = send(browser, first, second, thread=[str(second.id)])
    assert ticked(page) == [first.id]
    assert Thread.get_by_id(first.id).department_id == places.housing.id


def test_it_never_leads_to_another_site(browser, question):
    page = browser.get(f"/desk/transfers?thread={question.id}&next=//elsewhere.example/").text
    assert 'href="/desk"' in page and 'href="//elsewhere' not in page
