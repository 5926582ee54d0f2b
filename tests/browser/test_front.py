"""The front page in a real browser: how long it is, and that a folded category stays folded."""

import pytest
from selenium.webdriver.common.by import By

from boards.actions.city.structure import get_or_create_board, get_or_create_category

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WIDE, PHONE = (1280, 800), (390, 844)  # a screen's width and height
CATEGORIES, BOARDS = 9, 12  # 108 boards
HEIGHTS = """
const y = (selector) => document.querySelector(selector).getBoundingClientRect().top + scrollY;
return {boards: y('footer') - y('.front-category'), page: document.documentElement.scrollHeight};
"""


@pytest.fixture
def many_boards(places, now):
    for number in range(CATEGORIES):
        category = get_or_create_category(f"分类{number}", "discussion", number + 10, now=now)
        for board in range(BOARDS):
            get_or_create_board(f"b{number}-{board}", f"版块{number}号{board}", category, now=now)


def test_all_boards_stand_within_three_screens_and_a_phone_has_the_page_within_four(browser, site, sized, many_boards):
    sized(*WIDE)
    browser.get(site)
    assert browser.execute_script(HEIGHTS)["boards"] <= 3 * WIDE[1]
    sized(*PHONE)
    browser.get(site)
    assert browser.execute_script(HEIGHTS)["page"] <= 4 * PHONE[1]


def test_a_category_that_was_folded_stays_folded(browser, site, sized, many_boards):
    sized(*WIDE)
    browser.get(site)
    block = browser.find_elements(By.CSS_SELECTOR, ".front-category")[3]
    name, boards = block.get_attribute("id"), block.find_element(By.TAG_NAME, "ul")
    assert boards.size["height"] > 0
    block.find_element(By.TAG_NAME, "summary").click()
    browser.get(site)
    assert not browser.find_element(By.CSS_SELECTOR, f"#{name} ul").is_displayed()
    browser.find_element(By.CSS_SELECTOR, f"#{name} summary").click()
    browser.get(site)
    assert browser.find_element(By.CSS_SELECTOR, f"#{name} ul").is_displayed()


@pytest.mark.parametrize("browser", ["without javascript"], indirect=True)
def test_the_box_leads_to_the_boards_with_its_words(browser, site, places, until):
    browser.get(site)
    browser.find_element(By.ID, "ask").send_keys("路口没有灯")
    browser.find_element(By.CSS_SELECTOR, ".askbox button").click()
    until(lambda browser: "/ask?q=" in browser.current_url)
    assert browser.find_element(By.ID, "f-title").get_attribute("value") == "路口没有灯"
    assert browser.find_elements(By.CSS_SELECTOR, "[name=to][value=zhujian]")
