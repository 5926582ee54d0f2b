"""What stands around the results is drawn once, and every page has the query and the reader that it is for."""

import re

import pytest

from forum.web.result_cache import ResultCache

TOKEN = re.compile(r'(name="csrf_token" value=")[^"]+')
ADDRESSES = (
    "/search?q=红绿灯",
    "/search?q=" + "红绿灯 路口 " * 40,
    "/search?q=路口&page=3",
    "/search?q=\"><script>'&status=closed",
    "/search?q=路口&status=closed",
    '/search?q=路口&sort=date&author="><b>&from=2014-01-01&kind=complaint',
    "/search?q=没有人写过的词&board=zhujian",
    "/search?q=红绿灯&script=hant",
    "/search",
)


@pytest.fixture
def pages(question, indexed, client_of, cast):
    """pages(): {(reader, language, address): page} of several readers who ask in turns."""
    indexed()
    browsers = {name: client_of(getattr(cast, name)) for name in ("guest", "asker", "neighbour", "moderator")}

    def asked():
        found = {}
        for language in ("zh-CN", "en", "zh-TW"):
            for address in ADDRESSES:
                for name, browser in browsers.items():
                    answer = browser.get(address, headers={"Accept-Language": language})
                    assert answer.status_code == 200
                    found[name, language, address] = TOKEN.sub(r"\1", answer.text)
        return found

    return asked


def test_a_page_is_as_if_nothing_had_been_drawn_for_another(pages, monkeypatch):
    shared = pages()
    monkeypatch.setattr(ResultCache, "get", lambda self, key, make, holds=None: make())
    alone = pages()
    assert {key for key in alone if alone[key] != shared[key]} == set()


def test_a_member_sees_the_own_name_and_no_other_members(pages, cast):
    names = {name: getattr(cast, name).name for name in ("asker", "neighbour", "moderator")}
    for (reader, _, _), page in pages().items():
        header = page.partition("</header>")[0]
        assert {name for name, shown in names.items() if shown in header} == {reader} - {"guest"}
