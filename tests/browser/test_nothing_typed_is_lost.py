"""Somebody writes, loses his session, presses the button, signs in, and finds every word and choice; then it is accepted."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import Select

from boards.actions.cases import handling
from forum.accounts.models import Session

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
pytestmark = ON_SQLITE

WORDS = "第一行 <b>不是标签</b> & “引号”\n第二行，写了很久。"
# Who writes, where, what: text by the field's name; radio buttons and boxes that are pressed; choices from a list.
WRITINGS = {
    "question": ("asker", "/boards/zhujian/new", {"title": "路口<的>灯", "text": WORDS}, ["[value=suggestion]", "#f-anonymous"], {}),
    "reply": ("neighbour", "/threads/1/reply", {"text": WORDS}, ["#f-anonymous"], {}),
    "answer": ("spokesperson", "/threads/1/reply", {"text": WORDS}, ["[value=result]"], {}),
    "transfer": ("spokesperson", "/threads/1/transfer", {"explanation": WORDS}, [], {"to": "jiaotong"}),
    "report": ("neighbour", "/posts/1/report", {"reason": WORDS}, [], {"code": "other"}),
}  # fmt: skip


@pytest.fixture(autouse=True)
def accepted(app, question, cast, now):
    handling.accept(question, actor=cast.spokesperson, now=now)


WITH, WITHOUT = "with javascript", "without javascript"
WAYS = [
    *((WITH, what, "cookie gone") for what in WRITINGS),
    (WITHOUT, "question", "session ended"),
    (WITHOUT, "transfer", "session ended"),
]


@pytest.mark.parametrize(("browser", "what", "how"), WAYS, indirect=["browser"])
def test_what_was_typed_comes_back(browser, until, site, sign_in, what, how, now):
    who, address, texts, presses, lists = WRITINGS[what]
    sign_in(who, address)
    for name, text in texts.items():
        browser.find_element(By.NAME, name).send_keys(text)
    for css in presses:
        browser.find_element(By.CSS_SELECTOR, f"main form {css}").click()
    for name, value in lists.items():
        _choose(browser, name, value)
    if how == "cookie gone":
        browser.delete_all_cookies()
    else:
        Session.update(ended_at=now).execute()
    browser.find_element(By.CSS_SELECTOR, "main form.write .actions button").click()
    until(lambda driver: "/login?next=/kept/" in driver.current_url)
    assert "您写的内容已经存好" in browser.find_element(By.TAG_NAME, "main").text
    browser.find_element(By.ID, "f-username").send_keys(who)
    browser.find_element(By.ID, "f-password").send_keys("a long enough password")
    browser.find_element(By.CSS_SELECTOR, "main form button").click()
    until(lambda driver: "/kept/" in driver.current_url and "login" not in driver.current_url)
    assert "再按一次提交" in browser.find_element(By.ID, "not-sent").text
    for name, text in texts.items():
        assert browser.find_element(By.NAME, name).get_attribute("value") == text
    for css in presses:
        assert browser.find_element(By.CSS_SELECTOR, f"main form {css}").is_selected()
    for name, value in lists.items():
        assert browser.find_element(
            By.CSS_SELECTOR, f"[name={name}][value={value}], [name={name}] [value={value}]"
        ).is_selected()
    _send(browser, until)
    until(lambda driver: driver.current_url.startswith(f"{site}/threads/"))


def _send(browser, until):
    """Press the button of the form, and the one below the look at a question where it leads to that."""
    button = browser.find_element(By.CSS_SELECTOR, "main form.write .actions button")
    button.click()
    until(staleness_of(button))
    if browser.find_elements(By.CSS_SELECTOR, ".preview"):
        browser.find_element(By.CSS_SELECTOR, "main form.write .actions button").click()


def _choose(browser, name, value):
    found = browser.find_element(By.NAME, name)
    if found.tag_name == "select":
        Select(found).select_by_value(value)
    else:
        choice = browser.find_element(By.CSS_SELECTOR, f"[name={name}][value={value}]")
        if not choice.is_displayed():
            choice.find_element(By.XPATH, "ancestor::details/summary").click()
        choice.click()


def test_a_draft_goes_only_once_its_form_was_accepted(browser, until, site, sign_in):
    def draft():
        return browser.execute_script("return sessionStorage.getItem('draft:board-zhujian')")

    sign_in("asker", "/boards/zhujian/new")
    browser.find_element(By.ID, "f-title").send_keys("路灯不亮")
    browser.find_element(By.ID, "f-text").send_keys("三天了。")
    browser.find_element(By.CSS_SELECTOR, "main [value=complaint]").click()
    browser.delete_all_cookies()
    browser.find_element(By.CSS_SELECTOR, "main form.write .actions button").click()
    until(lambda driver: "/login" in driver.current_url)
    assert "三天了。" in draft()
    sign_in("asker", "/boards/zhujian/new")
    until(lambda driver: driver.find_element(By.ID, "f-text").get_attribute("value") == "三天了。")
    browser.find_element(By.CSS_SELECTOR, "main [value=complaint]").click()
    _send(browser, until)
    until(lambda driver: driver.current_url.startswith(f"{site}/threads/"))
    until(lambda driver: draft() is None)
