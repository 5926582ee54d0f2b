"""The story of one question, walked by hand: blue, green, teal, orange, teal, dark grey, with and without JavaScript."""

import colorsys
import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

COLOURS = {"blue": (195, 250), "green": (90, 165), "teal": (165, 195), "orange": (15, 45)}  # hues in degrees


@pytest.mark.parametrize("browser", ["with javascript", "without javascript"], indirect=True)
def test_a_question_from_blue_to_closed(browser, site, cast, until, sign_in):
    walk = _Walk(browser, site, until, sign_in)
    walk.sign_in("asker")
    walk.ask("三衢路口没有红绿灯", "三个路口一个红绿灯都没有，过马路要等半天。")
    walk.sees("未受理", "blue", ["提问"])
    walk.sign_in("spokesperson")
    walk.press("acceptance")
    walk.sees("已受理", "green", ["提问", "受理"])
    walk.write("result", "下周装灯。")
    walk.sees("已答复", "teal", ["提问", "受理", "处理意见"])
    walk.sign_in("asker")
    walk.write("follow_up", "哪一天装？")
    walk.sees("追问中", "orange", ["提问", "受理", "处理意见", "追问"])
    walk.sign_in("spokesperson")
    walk.write("result", "周三。")
    walk.sees("已答复", "teal", ["提问", "受理", "处理意见", "追问", "处理意见"])
    walk.press("closure")
    walk.sees("已办结", None, ["提问", "受理", "处理意见", "追问", "处理意见", "办结"])
    assert [floor.text for floor in walk.all("h3.floor > a")] == ["楼主", "沙发", "板凳", "地板"]


@pytest.mark.parametrize("browser", ["without javascript"], indirect=True)
def test_without_javascript_there_is_really_none(browser, site, cast):
    browser.get(
        "data:text/html,<p id=here>before</p><script>document.getElementById('here').textContent='after'</script>"
    )
    assert browser.find_element(By.ID, "here").text == "before"


class _Walk:
    """One browser, in which people take turns."""

    def __init__(self, browser, site, until, sign_in):
        self.browser, self.site, self.until, self._sign_in, self.thread = browser, site, until, sign_in, None

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def sign_in(self, who):
        self.browser.delete_all_cookies()
        self._sign_in(who)
        if self.thread:
            self.browser.get(self.thread)

    def ask(self, title, text):
        self.browser.get(f"{self.site}/boards/zhujian")
        self.one("a.ask").click()
        self.one("label:has(input[value=complaint])").click()
        self.one("#f-title").send_keys(title)
        self.one("#f-text").send_keys(text)
        # By keyboard: questions that are alike may appear above the button and move it from under a pointer.
        self.one("form.write .actions button").send_keys(Keys.ENTER)
        self.until(lambda _: title in self.one(".preview").text)
        self.one("form.write .actions button").click()
        self.until(lambda browser: re.fullmatch(rf"{self.site}/threads/\d+/sent", browser.current_url))
        self.thread = self.browser.current_url.removesuffix("/sent")
        self.browser.get(self.thread)

    def press(self, noun):
        self.one(f"form[action$='/{noun}'] button").click()

    def write(self, kind, text):
        self.one(f"#reply label:has(input[value={kind}])").click()
        self.one("#reply textarea").send_keys(text)
        self.one("#reply form.write .actions button").click()
        self.until(lambda browser: text in self.all(".post")[-1].text)

    def sees(self, status, colour, deeds):
        self.until(
            lambda browser: [step.get_attribute("textContent") for step in self.all(".timeline .step > b")] == deeds
        )
        badge = self.one(".thread-head .badge")
        assert badge.text == status
        hue, saturation = _hue(badge)
        if colour:
            assert COLOURS[colour][0] <= hue <= COLOURS[colour][1], (status, hue)
        else:
            assert saturation < 0.25, (status, saturation)


def _hue(badge):
    """The hue (degrees) and the saturation of a badge's words and edge."""
    red, green, blue = [
        float(number) / 255 for number in re.findall(r"[\d.]+", badge.value_of_css_property("color"))[:3]
    ]
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    return hue * 360, saturation
