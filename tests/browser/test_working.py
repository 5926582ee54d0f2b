"""A spokesperson's work in a real browser: counted presses from the front page, keys, and how far down the work begins."""

from datetime import timedelta

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from boards.actions.cases import handling
from boards.models.threads import Thread

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Y = "return document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY"
CUT = "const box = document.querySelector('.table-box'); return box.scrollWidth - box.clientWidth"  # px that a table's box hides
WIDTH = "return document.documentElement.scrollWidth"
WHY = "这条路由交通局养护，请带上照片到窗口登记。"


class _Hand:
    """Presses in one browser, counted; typing into a field that has been pressed, or has the focus, is none."""

    def __init__(self, browser):
        self.browser, self.presses = browser, 0

    def press(self, selector):
        self.presses += 1
        self.browser.find_element(By.CSS_SELECTOR, selector).click()


@pytest.fixture
def hand(browser, sign_in, sized):
    sized(1280)
    sign_in("spokesperson")
    browser.implicitly_wait(10)  # the next page may take its time on a busy machine
    yield _Hand(browser)
    browser.implicitly_wait(0)


@pytest.mark.parametrize("accepted", [True, False])
def test_the_oldest_due_case_is_answered_with_three_presses(hand, browser, question, cast, now, rules, until, accepted):
    if accepted:
        handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    hand.press(".first-work a")
    hand.press(".desk tbody tr:first-child .c-acts a[href*='/reply?']")
    browser.find_element(By.ID, "f-text").send_keys("3月15日装好路灯。")
    hand.press("form.write .actions .primary")
    until(
        lambda browser: (
            "/floors/" in browser.current_url or "#floor-" in browser.current_url or "/threads/" in browser.current_url
        )
    )
    until(lambda browser: Thread.get_by_id(question.id).status == "answered")
    assert hand.presses <= 3


def test_a_case_is_handed_on_with_four_presses(hand, browser, question, places, until):
    hand.press(".first-work a")
    hand.press(".desk tbody tr:first-child a[href*='/desk/transfers']")
    hand.press("#f-to")
    browser.find_element(By.ID, "f-to").send_keys("交通局")
    browser.find_element(By.ID, "f-explanation").send_keys(WHY)
    hand.press("form.write .actions .primary")
    until(lambda browser: "已转给交通局" in browser.page_source)
    assert Thread.get_by_id(question.id).department_id == places.roads.id
    assert hand.presses <= 4


@pytest.mark.parametrize(("width", "height", "first"), [(1280, 800, 420), (390, 844, 560)])
def test_the_first_case_begins_on_the_first_screen_and_nothing_scrolls_sideways(
    browser, site, sized, sign_in, asked, width, height, first
):
    for n in range(3):
        asked(f"第{n}个问题，人民路和三衢路的路口一直没有红绿灯", kind=("complaint", "suggestion")[n % 2])
    sized(width, height)
    sign_in("spokesperson")
    for address, selector in (("/desk", ".desk tbody tr"), ("/threads/1/reply", ".pane-case")):
        browser.get(site + address)
        assert browser.execute_script(Y, selector) <= first, address
        assert browser.execute_script(WIDTH) <= width, address


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_width_makes_the_desk_scroll_sideways(browser, site, sized, sign_in, asked, clock, language):
    for n in range(3):
        asked(f"第{n}个问题，人民路和三衢路的路口一直没有红绿灯")
    clock.advance(timedelta(days=12))  # all overdue, whose words are the longest
    sign_in("spokesperson")
    browser.add_cookie({"name": "lang", "value": language})
    for width in (360, 390, 768, 1000, 1024, 1280, 1920):
        sized(width)
        browser.get(f"{site}/desk")
        assert browser.execute_script(WIDTH) <= width, width
        assert browser.execute_script(CUT) <= 0, width


def test_several_are_ticked_at_once_and_handed_on_together(hand, browser, asked, places, until):
    for n in range(3):
        asked(f"第{n}个问题")
    hand.press(".first-work a")
    hand.press("#pick-all")
    assert browser.find_element(By.ID, "picked").text == "(3)"
    hand.press("#pick button")
    browser.find_element(By.ID, "f-to").send_keys("交通局")
    browser.find_element(By.ID, "f-explanation").send_keys(WHY)
    hand.press("form.write .actions .primary")
    until(lambda browser: "办好 3 个" in browser.page_source)
    assert {row.department_id for row in Thread.select()} == {places.roads.id}


def test_keys_move_open_and_tick_but_never_in_a_field(hand, browser, site, asked, until):
    asked("一"), asked("二")
    browser.get(f"{site}/desk")
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("j")
    browser.switch_to.active_element.send_keys("j")
    assert "二" in browser.switch_to.active_element.text
    browser.switch_to.active_element.send_keys("x")
    assert browser.find_elements(By.NAME, "thread")[1].is_selected()
    browser.switch_to.active_element.send_keys("/")
    field = browser.switch_to.active_element
    field.send_keys("jxo?")
    assert (field.get_attribute("id"), field.get_attribute("value")) == ("seek", "jxo?")
    assert not browser.find_elements(By.TAG_NAME, "dialog")
    body.find_element(By.TAG_NAME, "h1").click()
    body.send_keys("?")
    until(lambda browser: browser.find_element(By.TAG_NAME, "dialog").is_displayed())
    assert "下一条" in browser.find_element(By.TAG_NAME, "dialog").text
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not browser.find_element(By.TAG_NAME, "dialog").is_displayed()


def test_keys_that_are_switched_off_do_nothing(hand, browser, site, asked, until):
    asked("一")
    browser.get(f"{site}/about/shortcuts")
    hand.press("main form button")
    until(lambda browser: "快捷键关着" in browser.page_source)
    browser.get(f"{site}/desk")
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("j", "?")
    assert browser.switch_to.active_element.tag_name == "body"
    assert not browser.find_elements(By.TAG_NAME, "dialog")
