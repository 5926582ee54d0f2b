"""The thread's page as readers set their browsers: forced colours, more contrast, English on narrow screens, an older Chromium."""

import pytest
from selenium.webdriver.common.by import By

from boards.actions.cases import handling
from boards.actions.posts import posts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def address(site, question, cast, rules, now):
    """A case that was answered and has two pages."""
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装灯。")
    for number in range(20):
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"第{number}条")
    return f"{site}/threads/{question.id}"


@pytest.fixture
def preferring(browser):
    """preferring(feature=value): the reader's settings, such as forced_colors="active"."""

    def emulate(**wishes):
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in wishes.items()]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    return emulate


# What is told by a border there, since the grounds are gone: [selector, pseudo-element].
BOUNDED = [[".stamp", ""], [".seek", ""], [".floors", ""], [".answer", ""], [".hop", "::before"], [".who .tag", ""], [".pager [aria-current]", ""]]  # fmt: skip
UNBOUNDED = """
const ground = getComputedStyle(document.body).backgroundColor;
return arguments[0].filter(([selector, pseudo]) => {
  const style = getComputedStyle(document.querySelector(selector), pseudo || null);
  return parseFloat(style.borderLeftWidth) === 0 || style.borderLeftColor === ground;
});
"""


def test_in_forced_colours_all_that_has_a_ground_has_a_border(browser, sized, address, preferring):
    sized(1280)
    browser.get(address)
    for scheme in ("light", "dark"):
        preferring(forced_colors="active", prefers_color_scheme=scheme)
        assert browser.execute_script("return matchMedia('(forced-colors: active)').matches")
        assert browser.execute_script(UNBOUNDED, BOUNDED) == [], scheme


TOKENS = "const style = getComputedStyle(document.documentElement); return arguments[0].map((name) => style.getPropertyValue(name))"


def test_who_wants_more_contrast_reads_no_soft_text_and_sees_every_line(browser, address, preferring):
    browser.get(address)
    for scheme in ("light", "dark"):
        preferring(prefers_contrast="no-preference", prefers_color_scheme=scheme)
        ink, soft, line, edge = browser.execute_script(TOKENS, ["--ink", "--soft", "--line", "--edge"])
        assert len({ink, soft, line, edge}) == 4
        preferring(prefers_contrast="more", prefers_color_scheme=scheme)
        assert browser.execute_script(TOKENS, ["--ink", "--soft", "--line", "--edge"]) == [ink] * 4


BROKEN = """
document.documentElement.style.fontSize = arguments[0];
const broken = new Set();
const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  for (const word of walker.currentNode.data.matchAll(/[A-Za-z]{5,}/g)) {
    const range = document.createRange();
    range.setStart(walker.currentNode, word.index);
    range.setEnd(walker.currentNode, word.index + word[0].length);
    const lines = new Set([...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.top)));
    if (lines.size > 1) broken.add(word[0]);
  }
}
return [...broken];
"""


def test_no_english_word_is_broken(browser, sized, address):
    browser.get(address)
    browser.add_cookie({"name": "lang", "value": "en"})
    browser.get(address)
    assert "Spokesperson" in browser.page_source
    for width in (320, 390, 820, 1024, 1280, 1920):
        sized(width)
        assert [browser.execute_script(BROKEN, size) for size in ("100%", "125%")] == [[], []], width


SHOWN = "return document.querySelector('.way .step').checkVisibility()"
FORGET = """
const forget = (rules) => {
  for (let at = rules.cssRules.length - 1; at >= 0; at--) {
    if (rules.cssRules[at] instanceof CSSSupportsRule) rules.deleteRule(at);
    else if (rules.cssRules[at].cssRules) forget(rules.cssRules[at]);
  }
};
[...document.styleSheets].forEach(forget);
"""


@pytest.mark.parametrize("browser", ["without javascript"], indirect=True)
def test_the_history_stands_open_on_wide_screens_and_can_be_opened_where_that_is_not_known(browser, sized, address):
    sized(1280)
    browser.get(address)
    assert browser.execute_script(SHOWN)
    browser.execute_script(FORGET)  # as a browser without ::details-content reads the sheet
    assert not browser.execute_script(SHOWN)
    browser.find_element(By.CSS_SELECTOR, ".way summary").click()
    assert browser.execute_script(SHOWN)
