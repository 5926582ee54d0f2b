"""Whatever is typed into the search box: an explanation or a clear refusal, never an error, within a bounded time."""

import time

import pytest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LIMIT = 2.0  # seconds of the processor's time for one request
NASTY = [
    "啊" * 10_000, "垃圾 " * 3_000, "a b c d e f g " * 700, "？！。，、", "灯", "😀", "👩‍👩‍👧‍👦", '"没有成对', "“", "*", "*:*", "%", "_", "????", "[* TO *]",
    "before:2014-13-45", "after:9999-99-99", "before:0001-01-01", "after:2199-12-31", "status:", "board:*", "author:' OR 1=1 --",
    "\u202e红绿灯", "Z̮̞̠͙͔ͅA͗̑̌", "'; DROP TABLE post; --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:x}", "\\", "'", "\\'",
    "OR", "AND NOT", "- - -", "-" * 500, "(" * 500, "title:", "title:-", "/etc/passwd", "红绿灯" + "\u0301" * 50, "ﷺ" * 100, "İ", "ß", "㍿㍿",
]  # fmt: skip


@pytest.fixture
def site(indexed, question):
    indexed()


@pytest.mark.parametrize("q", NASTY, ids=range(len(NASTY)))
def test_every_query_is_answered(client_of, api_of, cast, site, q):
    began = time.process_time()
    page = client_of(cast.guest).get("/search", query_string={"q": q})
    answer = api_of(cast.guest).get("/search", query_string={"q": q})
    assert (page.status_code, answer.status_code) == (200, 200)
    assert "<script>alert" not in page.text
    assert time.process_time() - began < 2 * LIMIT


@pytest.mark.parametrize("q", ["\x00", "a\x00b"])
def test_a_nul_is_refused(client_of, api_of, cast, site, q):
    answers = [client(cast.guest).get("/search", query_string={"q": q}) for client in (client_of, api_of)]
    assert [answer.status_code for answer in answers] == [400, 400]


@pytest.mark.parametrize("name", ["board", "status", "kind", "author", "from", "to", "sort", "at"])
@pytest.mark.parametrize("value", ["x" * 5_000, "\x00", "'", "-1", "9" * 40, "2014-02-30", "1_2_3"])
def test_every_field_of_the_form_is_answered(client_of, api_of, cast, site, name, value):
    for sort in ("relevance", "date"):
        asked = {"q": "红绿灯", "sort": sort, name: value}
        assert client_of(cast.guest).get("/search", query_string=asked).status_code in (200, 400)
        assert api_of(cast.guest).get("/search", query_string=asked).status_code in (200, 400)


@pytest.mark.parametrize(
    ("q", "told"),
    [
        ("？！", "没有可以搜索的字"),
        ("before:2014-13-45", "不是日期"),
        ("红绿灯 status:好了", "看不懂"),
        ('"没有成对 红绿灯', "引号没有成对"),
        ("啊" * 10_001, "查询太长"),
        ("-红绿灯", "只有要排除的词"),
    ],
)
def test_what_was_not_understood_is_explained(client_of, cast, site, q, told):
    page = client_of(cast.guest).get("/search", query_string={"q": q}, headers={"Accept-Language": "zh-CN"})
    assert told in page.text


def test_nothing_found_offers_a_way_on(client_of, cast, site):
    page = client_of(cast.guest).get("/search?q=从未有过的词&status=closed", headers={"Accept-Language": "zh-CN"}).text
    assert "没有找到" in page and "去掉筛选" in page


def test_an_empty_search_explains_the_language(client_of, cast, site):
    assert "怎样搜索" in client_of(cast.guest).get("/search", headers={"Accept-Language": "zh-CN"}).text


def test_a_search_stops_at_its_limit_and_says_so(client_of, cast, site, monkeypatch):
    monkeypatch.setattr("search.engines.whoosh_matching.TIME_LIMIT", 0.0)
    page = client_of(cast.guest).get("/search?q=红绿灯", headers={"Accept-Language": "zh-CN"})
    assert page.status_code == 200
    assert "只找了一部分" in page.text
