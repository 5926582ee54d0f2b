"""Writing with a script: buttons and keys, a live preview, drafts that another device continues, quotes of a selection."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from boards.actions.posts import posts
from boards.mentions.reader import reader as names
from boards.models.drafts import SavedDraft
from boards.models.threads import Post, Revision

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SELECT = """
const text = document.querySelector('#floor-2 .text p').firstChild;
getSelection().setBaseAndExtent(text, 0, text, 5);
"""


@pytest.fixture
def composer(browser, site, sign_in, question, until):
    """composer(who): the reply form of the thread, once its script is there; returns the text."""

    def opened(who="neighbour"):
        sign_in(who, f"/threads/{question.id}")
        text = browser.find_element(By.ID, "f-text")
        text.click()
        until(lambda browser: browser.find_element(By.CSS_SELECTOR, ".composer[data-ready]").is_displayed())
        return text

    return opened


def press(browser, name):
    browser.find_element(By.CSS_SELECTOR, f".composer [data-mark={name}]").click()


def value(text):
    return text.get_property("value")


def test_buttons_and_keys_mark_what_is_selected(browser, composer):
    text = composer()
    text.send_keys("三盏路灯", Keys.CONTROL, "a", Keys.NULL)
    press(browser, "bold")
    assert value(text) == "**三盏路灯**"
    assert browser.execute_script("return getSelection().toString()") in ("三盏路灯", "")
    text.send_keys(Keys.CONTROL, "a", Keys.NULL, "修", Keys.CONTROL, "a", "b", Keys.NULL)
    assert value(text) == "**修**"
    text.send_keys(Keys.CONTROL, "a", Keys.NULL, "网站", Keys.CONTROL, "a", "k", Keys.NULL, "https://a.cn")
    assert value(text) == "[网站](https://a.cn)"
    text.send_keys(Keys.CONTROL, "a", Keys.NULL, "一", Keys.ENTER, "二", Keys.CONTROL, "a", Keys.NULL)
    press(browser, "list")
    assert value(text) == "- 一\n- 二"
    text.send_keys(Keys.CONTROL, "a", Keys.NULL)
    press(browser, "list")
    assert value(text) == "一\n二"


def test_the_toolbar_is_one_stop_of_the_keyboard_and_has_names(browser, composer):
    composer()
    bar = browser.find_element(By.CSS_SELECTOR, ".composer")
    assert bar.get_attribute("role") == "toolbar" and bar.accessible_name == "格式"
    buttons = bar.find_elements(By.TAG_NAME, "button")
    assert [button.accessible_name for button in buttons] == ["粗体", "列表", "链接", "预览"]
    assert [button.get_attribute("tabindex") for button in buttons] == ["0", "-1", "-1", "-1"]
    buttons[0].send_keys(Keys.ARROW_LEFT)
    assert browser.switch_to.active_element == buttons[3]
    buttons[3].send_keys(Keys.HOME, Keys.ARROW_RIGHT)
    assert browser.switch_to.active_element == buttons[1]


def test_the_preview_follows_the_text_and_stores_nothing(browser, composer, until):
    text = composer()
    before = Revision.select().count()
    text.send_keys("**三盏**")
    button = browser.find_element(By.CSS_SELECTOR, ".composer [data-preview]")
    button.click()
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, "#f-text-preview strong").text == "三盏")
    assert button.get_attribute("aria-pressed") == "true"
    text.send_keys("路灯 <b>x</b>")
    until(lambda browser: "三盏路灯 <b>x</b>" in browser.find_element(By.ID, "f-text-preview").text)
    assert Revision.select().count() == before


def test_a_draft_saved_while_typing_is_continued_on_another_device_and_gone_once_sent(
    browser, composer, until, client_of, cast, question
):
    text = composer()
    text.send_keys("三盏路灯坏了")
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, "[data-draft-saved]").is_displayed())
    other = client_of(cast.neighbour).get(f"/threads/{question.id}/reply").text
    assert "三盏路灯坏了" in other
    text.send_keys("，请修")
    until(lambda browser: SavedDraft.get().version == 2)
    browser.find_element(By.CSS_SELECTOR, "#reply .write button.primary").click()
    until(lambda browser: "/threads/" in browser.current_url and Post.select().count() == 2)
    assert SavedDraft.select().count() == 0


def test_a_page_that_is_loaded_again_goes_on_with_the_same_draft(browser, composer, until):
    text = composer()
    text.send_keys("三盏路灯")
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, "[data-draft-saved]").is_displayed())
    browser.refresh()
    until(lambda browser: value(browser.find_element(By.ID, "f-text")) == "三盏路灯")
    browser.find_element(By.ID, "f-text").send_keys("坏了")
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, "[data-draft-saved]").is_displayed())
    assert [row.version for row in SavedDraft.select()] == [2]


def test_when_another_device_wrote_meanwhile_both_are_kept_and_it_is_told(
    browser, composer, until, client_of, cast, question
):
    other = client_of(cast.neighbour)
    other.post("/drafts", data={"text": "手机上的", "place": f"thread-{question.id}", "once": "phone"})
    text = composer()
    text.send_keys("电脑上的")
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, "[data-both]").is_displayed())
    assert SavedDraft.select().count() == 2


def test_a_selection_is_quoted_with_a_link_to_its_floor(browser, composer, until, question, cast, rules, now):
    posts.reply(question, actor=cast.asker, now=now, city=rules, text="路口也很暗，晚上看不清。")
    text = composer()
    text.send_keys("同意。")
    browser.execute_script(SELECT)
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, ".quote-selection").is_displayed())
    browser.find_element(By.CSS_SELECTOR, ".quote-selection").click()
    assert value(text) == f"同意。\n\n> [2楼](/threads/{question.id}/floors/2)：\n> 路口也很暗\n\n"
    text.send_keys(Keys.CONTROL, "a", Keys.NULL, Keys.DELETE)
    browser.find_element(By.CSS_SELECTOR, "#floor-2 [data-quote]").click()
    assert value(text) == f"> [2楼](/threads/{question.id}/floors/2)：\n> 路口也很暗，晚上看不清。\n\n"


@pytest.mark.parametrize("browser", ["without javascript"], indirect=True)
def test_without_script_buttons_of_the_form_do_the_same(browser, site, sign_in, question, cast, rules, now):
    posts.reply(question, actor=cast.asker, now=now, city=rules, text="路口也很暗。")
    sign_in("neighbour", f"/threads/{question.id}")
    assert not browser.find_element(By.CSS_SELECTOR, ".composer").is_displayed()
    browser.find_element(By.CSS_SELECTOR, "#floor-2 [data-quote]").click()
    text = browser.find_element(By.ID, "f-text")
    assert value(text).endswith("> 路口也很暗。\n\n")
    text.send_keys("**确实**")
    browser.find_element(By.CSS_SELECTOR, "[name=step][value=preview]").click()
    assert browser.find_element(By.CSS_SELECTOR, ".preview strong").text == "确实"
    browser.find_element(By.CSS_SELECTOR, "[name=place]").click()
    assert "草稿已保存" in browser.find_element(By.CSS_SELECTOR, ".flash").text
    browser.get(f"{site}/drafts")
    assert "确实" in browser.find_element(By.CSS_SELECTOR, "main").text


def test_a_name_is_offered_while_it_is_typed_and_chosen_by_keys(browser, composer, question, cast, rules, clock, until):
    posts.reply(question, actor=cast.reporter, now=clock.now(), city=rules, text="来看过。")
    names().catch_up(clock.now())
    text = composer()
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, "[data-offers-names]"))
    text.send_keys("请问@zm")
    shown = until(lambda browser: browser.find_elements(By.CSS_SELECTOR, ".names:not([hidden]) [role=option]"))
    assert [each.text for each in shown] == ["朱明"]
    assert text.get_attribute("aria-activedescendant") == shown[0].get_attribute("id")
    text.send_keys(Keys.ENTER)
    assert value(text) == "请问@朱明 "
    text.send_keys("和@住")
    until(lambda browser: browser.find_elements(By.CSS_SELECTOR, ".names:not([hidden]) [role=option]"))
    text.send_keys(Keys.ESCAPE, Keys.ENTER, "好")
    assert value(text) == "请问@朱明 和@住\n好"
