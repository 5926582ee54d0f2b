"""On English pages all that is written in Chinese says so, so that a screen reader changes its voice."""

import re
from html.parser import HTMLParser

import pytest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SITE_NAME = re.compile(r'<span class="brand-name">([^<]+)<')
HAN = re.compile(r"[\u3400-\u9fff]+")
NEVER_CLOSED = {"br", "img", "input", "meta", "link", "hr", "wbr", "path", "circle"}
PAGES = [
    "/",
    "/boards",
    "/boards/zhujian",
    "/departments",
    "/departments/zhujian",
    "/threads/1",
    "/search?q=路灯坏了",
]


class Chinese(HTMLParser):
    """Collects the Chinese text of a page's body that stands in no element with `lang`, the site's name left out."""

    def __init__(self, page):
        super().__init__()
        self.open, self.unmarked, self.site_name = [], [], SITE_NAME.search(page)[1]
        self.feed(page[page.index("<body>") :])

    def handle_starttag(self, tag, attributes):
        if tag not in NEVER_CLOSED:
            self.open.append((tag, "lang" in dict(attributes)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if HAN.search(data.replace(self.site_name, "")) and not any(marked for _, marked in self.open):
            self.unmarked.append(data.strip())


@pytest.fixture
def english(client_of, cast, question, asked, say):
    say(asked("路灯坏了怎么办"), "也想问路灯坏了怎么办")
    browser = client_of(cast.guest)
    return lambda address: browser.get(address, headers={"Accept-Language": "en"}).text


@pytest.mark.parametrize("address", PAGES)
def test_chinese_text_on_an_english_page_says_that_it_is_chinese(english, address):
    page = english(address)
    assert '<html lang="en"' in page and HAN.search(page)
    assert "\n".join(Chinese(page).unmarked) == ""


def test_a_chinese_page_carries_no_mark_for_chinese_names(client_of, cast, question):
    page = client_of(cast.guest).get("/boards").text
    assert 'lang="zh-CN"' not in page.replace('<html lang="zh-CN"', "").split("<footer")[0]
