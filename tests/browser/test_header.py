"""The header stands on one line at every width, in both languages, for guests and for whoever holds many roles."""

import pytest
from selenium.webdriver.common.by import By

from forum.accounts.actions import grant, open_account
from forum.roles import Role
from forum.store import db

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WIDTHS = (*range(320, 2001, 20), 1023, 1279)
TALLEST, LEAST_SEARCH = 80, 192  # px; 192 are 12 rem
MEASURE = """
const box = (selector) => document.querySelector(selector).getBoundingClientRect();
const parts = [...document.querySelectorAll('.bar > *, .bar > nav > ul > li')].map((e) => e.getBoundingClientRect()).filter((b) => b.width);
const centres = parts.map((b) => b.top + b.height / 2);
return {height: box('.top').height, search: box('.seek').width, drawn: document.documentElement.scrollWidth,
        lines: Math.max(...centres) - Math.min(...centres), right: Math.max(...parts.map((b) => b.right))};
"""


@pytest.fixture
def busy(places, now, password_hash):
    """A member with a long name and every role: the header has most to show."""
    with db.write():
        account = open_account("everyone", "Zhumadian Housing Fund", password_hash, now=now)
        for role in (Role.OPERATOR, Role.SUPERVISOR, Role.MODERATOR, Role.ADMINISTRATOR):
            grant(account, role, now=now)
        grant(account, Role.SPOKESPERSON, places.housing.id, now=now)


@pytest.fixture
def broken(browser, sized):
    """broken(scale): (width, measures) at each width where the header is not on one line, or wider than the window.

    Text of 125 % is the site's own large type; text of 200 % is measured on a phone.
    """

    def find(scale=1):
        found = []
        for width in WIDTHS if scale < 2 else (390,):
            sized(width)
            browser.execute_script("document.documentElement.style.fontSize = arguments[0]", f"{100 * scale}%")
            is_ = browser.execute_script(MEASURE)
            fits = is_["drawn"] <= width and is_["right"] <= width and is_["lines"] < 2
            if not fits or is_["height"] > TALLEST * scale or is_["search"] < LEAST_SEARCH:
                found.append((width, is_))
        return found

    return find


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_it_is_one_line_at_every_width_and_the_search_keeps_its_room(browser, site, busy, sign_in, broken, language):
    browser.get(f"{site}/about")
    browser.add_cookie({"name": "lang", "value": language})
    browser.get(f"{site}/about")
    assert broken() + broken(1.25) + broken(2) == []
    sign_in("everyone")
    browser.get(f"{site}/about")
    assert broken() + broken(1.25) + broken(2) == []


@pytest.mark.parametrize("browser", ["without javascript"], indirect=True)
@pytest.mark.parametrize("width", [390, 1000])
def test_the_menu_opens_without_javascript_and_leads_everywhere(browser, site, sized, width):
    sized(width)
    browser.get(f"{site}/about")
    browser.find_element(By.CSS_SELECTOR, ".site-menu summary").click()
    shown = [link.text for link in browser.find_elements(By.CSS_SELECTOR, ".site-menu a") if link.is_displayed()]
    assert shown == ["登录", "注册", "版块", "部门", "管理公示", "关于"]
    browser.find_element(By.LINK_TEXT, "登录").click()
    assert browser.current_url == f"{site}/login"


def test_on_a_wide_page_the_menu_holds_what_the_line_does_not(browser, site, sized, busy, sign_in):
    sized(1280)
    sign_in("everyone")
    browser.find_element(By.CSS_SELECTOR, ".site-menu summary").click()
    links = browser.find_elements(By.CSS_SELECTOR, ".top a, .top button.plain")
    shown = [link.text for link in links if link.is_displayed() and link.text]
    assert len(shown) == len(set(shown))
    assert {"工作台", "热线", "督办", "审核", "账号管理", "退出", "版块"} <= set(shown)
