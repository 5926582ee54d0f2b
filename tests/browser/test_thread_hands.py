"""What a reader does on a thread's page: share it, keep how far he read, see how long ago it was; with and without script."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from selenium.webdriver.common.by import By

from boards.actions.posts import posts
from boards.models.notifications import ReadingPosition

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

COPIED = (
    "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { document.copied = text; }}})"
)
PRINTED = "window.print = () => { document.printed = true; }"


def _shown(browser, selector):
    return [each for each in browser.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed()]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_link_is_copied_and_the_page_printed(browser, site, sized, question, until, width):
    sized(width)
    browser.get(f"{site}/threads/{question.id}")
    browser.execute_script(COPIED)
    browser.execute_script(PRINTED)
    [share], [printing] = _shown(browser, "[data-share]"), _shown(browser, "[data-print]")
    share.click()
    until(lambda browser: browser.find_element(By.ID, "told").get_attribute("textContent") == "链接已复制")
    assert browser.execute_script("return document.copied") == share.get_attribute("href")
    printing.click()
    assert browser.execute_script("return document.printed")
    bar = browser.find_element(By.CSS_SELECTOR, ".hand").rect
    assert width == 1280 or (bar["width"], bar["height"] < 64) == (width, True), "the bar of phones is one line"
    assert _shown(browser, ".hand [data-share], .hand [data-share]") == [share]


@pytest.mark.parametrize("browser", ["without javascript"], indirect=True)
def test_without_script_the_bar_has_plain_links_and_the_exact_time(browser, site, sized, question):
    sized(390)
    browser.get(f"{site}/threads/{question.id}")
    [share] = _shown(browser, ".hand [data-share]")
    assert share.get_attribute("href").endswith(f"/threads/{question.id}")
    assert not _shown(browser, "[data-print]")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", browser.find_element(By.CSS_SELECTOR, ".post .meta").text)
    browser.find_element(By.CSS_SELECTOR, ".hand a[href^='/login']").click()
    assert "/login" in browser.current_url


TELL = "const [time] = document.querySelectorAll('.meta > time'); time.dateTime = arguments[0]; tellAgo(); return time.parentNode.innerText"


def test_how_long_ago_it_was_stands_beside_the_exact_time(browser, site, question):
    browser.get(f"{site}/threads/{question.id}")
    now = datetime.now(UTC)
    for before, said in (
        ({"seconds": 20}, "现在"),
        ({"minutes": 5, "seconds": 5}, "5分钟前"),
        ({"hours": 3, "seconds": 5}, "3小时前"),
        ({"days": 1, "seconds": 5}, "昨天"),
        ({"days": 40}, "上个月"),
    ):
        told = browser.execute_script(TELL, (now - timedelta(**before)).isoformat())
        assert re.fullmatch(said + r"\s+20\d\d-\d\d-\d\d \d\d:\d\d", told), told


def test_how_far_who_watches_has_read_is_kept_when_he_leaves(browser, site, question, cast, rules, now, sign_in, until):
    for number in range(2, 6):
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"第{number}层" + "说了很多话。" * 60)
    sign_in("asker", f"/threads/{question.id}")
    browser.execute_script(
        "document.querySelector('#floor-3 .acts').scrollIntoView({behavior: 'instant', block: 'end'})"
    )
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    browser.get(f"{site}/about")
    until(lambda browser: ReadingPosition.select().exists())
    assert [(row.account_id, row.floor) for row in ReadingPosition.select()] == [(cast.asker.account, 3)]
