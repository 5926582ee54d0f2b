"""Pages in a real browser: no sideways scrolling, a keyboard's way, and an outline that can be read aloud."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.models.threads import Post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LONG = "https://example.org/" + "a" * 300
PAGES = ("/", "/boards/zhujian", "/threads/1", "/threads/1?view=tree", "/posts/1/revisions", "/departments", "/departments/zhujian",
         "/moderation/log", "/ask?q=路口没有灯", "/statistics", "/statistics/threads?figure=received", "/about", "/about/design", "/about/privacy", "/about/accessibility", "/about/shortcuts", "/outbox", "/login", "/register", "/nowhere")  # fmt: skip
OWN_PAGES = (
    "/boards/zhujian/new",
    "/threads/1",
    "/threads/1/reply?parent=2",
    "/threads/1/transfer",
    "/account",
    "/desk",
    "/desk/transfers?thread=1",
)


@pytest.fixture
def city(question, cast, rules, now):
    """A thread with long words, an answer and a branch."""
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(
        question, actor=cast.spokesperson, now=now, city=rules, text=f"下周装灯，见 {LONG}\n\n`{LONG}`"
    )
    above = None
    for number in range(8):
        given = {"actor": cast.neighbour, "now": now, "city": rules}
        above = posts.reply(
            question, text=f"第{number}层 {LONG}\n\n> " + "长" * 300, parent=above and above.id, **given
        )
    posts.revise(above, actor=cast.neighbour, now=now, text="W" * 400)


MEASURE = """
document.documentElement.style.fontSize = arguments[0];
return [document.documentElement.scrollWidth, window.innerWidth];
"""


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_scrolls_sideways(browser, site, sized, city, sign_in, language):
    browser.get(f"{site}/about")
    browser.add_cookie({"name": "lang", "value": language})
    wide = _too_wide(browser, site, sized, PAGES)
    sign_in("spokesperson")
    assert wide + _too_wide(browser, site, sized, OWN_PAGES) == []
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == language


def _too_wide(browser, site, sized, addresses):
    wide = []
    for width in (390, 1280):
        sized(width)
        for address in addresses:
            browser.get(site + address)
            for text in ("100%", "200%") if width == 390 else ("100%",):
                drawn, window = browser.execute_script(MEASURE, text)
                if drawn > width or window != width:
                    wide.append((address, width, text, drawn))
    return wide


def test_the_keyboard_skips_to_the_words_and_reaches_the_reply(browser, site, city, sign_in, until):
    sign_in("asker")
    browser.get(f"{site}/threads/1")
    skip = _tab(browser)
    assert skip.get_attribute("class") == "skip"
    skip.send_keys(Keys.ENTER)
    until(lambda browser: browser.current_url.endswith("#main"))
    following = _tab(browser)
    assert browser.execute_script("return !!arguments[0].closest('main')", following), (
        "the skip link leads behind the header"
    )
    passed = 0
    while following.tag_name != "textarea":
        following, passed = _tab(browser), passed + 1
        assert passed < 150, "the reply's text is out of the keyboard's reach"
    following.send_keys("只用键盘", Keys.TAB)
    assert browser.execute_script("return !!document.activeElement.closest('#reply')")


def _tab(browser):
    browser.switch_to.active_element.send_keys(Keys.TAB)
    return browser.switch_to.active_element


OUTLINE = """
const named = (e) => e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.labels?.length || e.title;
const all = (selector) => [...document.querySelectorAll(selector)];
const wrong = [];
if (!document.documentElement.lang) wrong.push('no language');
if (!document.title.trim()) wrong.push('no title');
if (all('h1').length !== 1) wrong.push('not one h1');
for (const part of ['header', 'main', 'footer']) if (!document.querySelector(part)) wrong.push('no ' + part);
let level = 0;
for (const h of all('h1,h2,h3,h4,h5,h6').filter((e) => !e.closest('.text'))) {
  if (Number(h.tagName[1]) > level + 1) wrong.push('a heading skips a level: ' + h.outerHTML);
  level = Number(h.tagName[1]);
}
for (const e of all('input:not([type=hidden]), textarea, select')) if (!named(e)) wrong.push('no label: ' + e.name);
for (const e of all('a[href], button, summary'))
  if (!e.textContent.trim() && !named(e) && !e.querySelector('img[alt]')) wrong.push('no words: ' + e.outerHTML);
for (const e of all('img:not([alt])')) wrong.push('no alt: ' + e.src);
for (const e of all('nav')) if (!named(e)) wrong.push('a nav without a name');
const ids = all('[id]').map((e) => e.id);
for (const id of new Set(ids)) if (ids.filter((each) => each === id).length > 1) wrong.push('an id twice: ' + id);
for (const e of all('[aria-labelledby], [aria-describedby]'))
  for (const id of `${e.getAttribute('aria-labelledby') || ''} ${e.getAttribute('aria-describedby') || ''}`.split(' '))
    if (id && !document.getElementById(id)) wrong.push('named by nothing: ' + id);
return wrong;
"""


def test_every_page_can_be_read_aloud(browser, site, city, sign_in):
    wrong = _misread(browser, site, PAGES)
    sign_in("spokesperson")
    assert wrong | _misread(browser, site, OWN_PAGES) == {}


def _misread(browser, site, addresses):
    found = {}
    for address in addresses:
        browser.get(site + address)
        if wrong := browser.execute_script(OUTLINE):
            found[address] = wrong
    return found


@pytest.mark.parametrize("text", ["<script>document.title='ran'</script>", "<img src=x onerror=\"document.title='ran'\">",
                                  "[x](javascript:document.title='ran')"])  # fmt: skip
def test_nothing_that_was_posted_runs(browser, site, question, cast, rules, now, text):
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=text)
    browser.get(f"{site}/threads/1")
    for link in browser.find_elements(By.CSS_SELECTOR, "#floor-2 .text a"):
        link.click()
    assert "ran" not in browser.title


def test_sending_twice_writes_once(browser, site, question, sign_in, until):
    sign_in("asker")
    browser.get(f"{site}/threads/1")
    browser.find_element(By.CSS_SELECTOR, "#reply textarea").send_keys("只发一次")
    browser.execute_script("const send = document.querySelector('#reply .actions button'); send.click(); send.click();")
    until(lambda browser: browser.find_elements(By.ID, "floor-2"))
    browser.get(f"{site}/threads/1")
    assert browser.page_source.count("只发一次") == 1
    assert Post.select().count() == 2
