"""Lists on a phone and a desk: the filters fold, and what was looked for comes first."""

import pytest
from selenium.webdriver.common.by import By

from search.reader import SearchReader

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def found(app, question, clock):
    """The question, found by the search."""
    SearchReader(app.extensions["wenqu"].engine).catch_up(clock.now())
    return question


def top(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector).rect["y"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_first_hit_begins_high_on_a_phone(browser, site, found, sized, language):
    sized(390)
    browser.get(site)
    browser.add_cookie({"name": "lang", "value": language})
    browser.get(f"{site}/search?q=红绿灯")
    assert top(browser, ".hit") <= 420
    browser.get(f"{site}/boards/zhujian")
    assert top(browser, ".thread-row") <= 420


@pytest.mark.parametrize(("width", "shown"), [(390, False), (1280, True)])
def test_the_filters_are_folded_on_a_phone_only(browser, site, found, sized, width, shown):
    sized(width)
    browser.get(f"{site}/search?q=红绿灯")
    choices = browser.find_element(By.CSS_SELECTOR, ".filterfold .filters")
    seen = "return arguments[0].checkVisibility({contentVisibilityAuto: true}) && arguments[0].getBoundingClientRect().height > 0"
    assert browser.execute_script(seen, choices) is shown
    if not shown:
        browser.find_element(By.CSS_SELECTOR, ".filterfold > summary").click()
        assert browser.execute_script(seen, choices)


def test_the_folded_line_says_what_is_chosen(browser, site, found, sized):
    sized(390)
    browser.get(f"{site}/boards/zhujian?kind=complaint")
    assert "投诉" in browser.find_element(By.CSS_SELECTOR, ".filterfold > summary").text
