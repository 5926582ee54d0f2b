"""Every page as one role reads it in another language, and the Chinese on it that is not said to be Chinese."""

import re
from html.parser import HTMLParser
from itertools import islice

from walk_calls import Walk

HAN = re.compile(r"[\u3400-\u9fff]+")
SITE_NAME = re.compile(r'<span class="brand-name">([^<]+)<')
AS_ISSUED = re.compile(r'<article class="paper" lang="zh-Hans".*?</article>', re.S)
NEVER_CLOSED = {"br", "img", "input", "meta", "link", "hr", "wbr", "path", "circle", "rect", "line", "source", "col"}
READ_OUT = ("aria-label", "title", "placeholder", "alt")
MOST = 2  # addresses of one route


class LanguageWalk(Walk):
    """`pages`: {address: the HTML of a page in `language`}, some of each route that a role may open."""

    def __init__(self, *given, language):
        super().__init__(*given)
        self.language, self.pages = language, {}

    def walk(self, rules):
        """Open the pages of `rules`; returns the walk."""
        for rule in rules:
            if "GET" in rule.methods and not rule.rule.startswith("/api/"):
                for address, answer in islice(self._answers(rule, "GET"), MOST):
                    self._keep(address, answer)
        return self

    def _keep(self, address, answer):
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303):
            self.pages[address] = answer.text

    def _get(self, address):
        return self.browser.get(address, headers={"Accept-Language": self.language}, buffered=True)


class UnmarkedChinese(HTMLParser):
    """`found`: the Chinese of a page's body that stands in no element with `lang`; the site's name is left out."""

    def __init__(self, page):
        super().__init__()
        self.open, self.found = [], []
        self.site_name = (SITE_NAME.findall(page) or ["\0"])[0]
        self.feed(page[max(page.find("<body"), 0) :])

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag not in NEVER_CLOSED:
            self.open.append((tag, "lang" in given))
        for name in READ_OUT:
            if "lang" not in given:
                self._look(given.get(name) or "")

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        self._look(data)

    def _look(self, text):
        if HAN.search(text.replace(self.site_name, "")) and not any(marked for _, marked in self.open):
            self.found.append(text.strip())


def sentences(page):
    """The texts of a page's elements and of the attributes that are read out or put in words by scripts.

    A document (an article that says that it is in simplified Chinese) stands as it was issued, and is left out.
    """
    return _Sentences(AS_ISSUED.sub("", page)).found


class _Sentences(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found |= {(value or "").strip() for name, value in attributes if name in READ_OUT or name[:5] == "data-"}

    def handle_data(self, data):
        self.found.add(data.strip())
