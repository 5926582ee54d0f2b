"""The list of departments by keyboard: typing narrows it, Enter takes the only one left, and nothing but the name is needed."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from boards.actions.cases import handling
from boards.models.threads import Thread

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WITH, WITHOUT = "with javascript", "without javascript"
WORDS = "这个路口归交通局管，请带身份证去窗口办理。"


@pytest.fixture
def typed(app, question, cast, now, browser, sign_in):
    handling.accept(question, actor=cast.spokesperson, now=now)
    sign_in("spokesperson", "/threads/1/transfer")
    browser.find_element(By.ID, "f-explanation").send_keys(WORDS)
    return browser.find_element(By.ID, "f-to")


def send(browser):
    browser.find_element(By.CSS_SELECTOR, "main form.write .actions button").click()


@pytest.mark.parametrize("browser", [WITH], indirect=True)
def test_typing_narrows_the_list_and_enter_takes_the_only_one(browser, typed, until, site):
    choice = browser.find_element(By.CSS_SELECTOR, "[name=to][value=jiaotong]")
    assert not choice.is_displayed()
    typed.send_keys("供电")
    assert (
        not choice.is_displayed() and "没有名称或职责里" in browser.find_element(By.CSS_SELECTOR, ".departments").text
    )
    typed.send_keys(Keys.BACKSPACE, Keys.BACKSPACE, "jt", Keys.ENTER)
    assert choice.is_displayed() and choice.is_selected() and typed.get_attribute("value") == "交通局"
    send(browser)
    until(lambda driver: driver.current_url == f"{site}/threads/1")
    assert Thread.get().department.slug == "jiaotong"


@pytest.mark.parametrize("browser", [WITHOUT], indirect=True)
def test_an_unclear_name_is_asked_back_without_javascript(browser, typed, until, site):
    typed.send_keys("交通")
    send(browser)
    browser.find_element(By.CSS_SELECTOR, ".near [value=jiaotong]").click()
    send(browser)
    until(lambda driver: driver.current_url == f"{site}/threads/1")
    assert Thread.get().department.slug == "jiaotong"
