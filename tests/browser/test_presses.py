"""What citizens come for, counted in presses from the front page, with and without JavaScript; typing is no press."""

import pytest
from selenium.webdriver.common.by import By

from boards.actions.cases import handling
from boards.actions.city.structure import UNROUTED_SLUG
from boards.models.threads import Thread

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
both_ways = pytest.mark.parametrize("browser", ["with javascript", "without javascript"], indirect=True)
TITLE, TEXT = "小区门口的路灯不亮", "三天没亮了，晚上很黑。"


@pytest.fixture
def press(browser, until):
    """press(css): press what is there, and wait for the next page; `press.count` presses so far."""

    def once(css, leads_to=None):
        browser.find_element(By.CSS_SELECTOR, css).click()
        once.count += 1
        if leads_to:
            until(lambda driver: driver.find_elements(By.CSS_SELECTOR, leads_to))

    once.count = 0
    return once


@pytest.fixture
def type_in(browser):
    return lambda name, words: browser.find_element(By.ID, f"f-{name}").send_keys(words)


@both_ways
def test_ask_a_known_department_in_four(browser, site, places, cast, sign_in, press, type_in):
    sign_in("asker")
    browser.find_element(By.ID, "ask").send_keys(TITLE)
    press(".askbox button", "form.asking")
    type_in("text", TEXT)
    type_in("to", "住建局")
    press("form.asking .button.primary", ".preview")
    assert TITLE in browser.find_element(By.CSS_SELECTOR, ".preview").text
    press("form.asking .button.primary", ".sent")
    assert press.count <= 4
    assert f"编号 {Thread.get().id}" in browser.find_element(By.CSS_SELECTOR, ".sent").text
    assert Thread.get().board.slug == "zhujian"


@both_ways
def test_ask_without_knowing_whom_in_four(browser, site, places, cast, sign_in, press, type_in):
    sign_in("asker")
    press("a[href*='unknown=1']", "form.asking")
    type_in("title", TITLE)
    type_in("text", TEXT)
    press("form.asking .button.primary", ".preview")
    press("form.asking .button.primary", ".sent")
    assert press.count <= 4
    assert Thread.get().board.slug == UNROUTED_SLUG


@pytest.fixture
def answered(question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周三装灯。")
    return question


@both_ways
def test_find_an_answered_question_in_two(browser, site, answered, press):
    browser.get(site)
    press(".trio a.title", ".post")
    assert press.count <= 2
    assert "下周三装灯。" in browser.find_element(By.TAG_NAME, "main").text


@both_ways
def test_see_the_state_of_ones_question_in_one(browser, site, answered, cast, sign_in, press):
    sign_in("asker")
    assert "已答复" in browser.find_element(By.CSS_SELECTOR, ".own").text
    press(".own a.title", ".post")
    assert press.count <= 1
