"""Which requests are a guest's for a page, and which of them get the same page."""

import pytest
from werkzeug.test import EnvironBuilder

from forum.web.page_cache.requests import key_of


def key(path="/", method="GET", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return key_of(EnvironBuilder(path=path, method=method, headers=named).get_environ())


@pytest.mark.parametrize(
    "cookies",
    ["wenqu=signed", "lang=en; wenqu=signed", "__Host-wenqu=signed", "wenqu-kept=1", "a=b; __Host-wenqu-kept=1"],
)
def test_who_has_a_cookie_of_their_own_gets_a_page_of_their_own(cookies):
    assert key(Cookie=cookies) is None


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT", "OPTIONS"])
def test_only_what_is_read_comes_from_the_cache(method):
    assert key(method=method) is None


def test_who_shows_a_token_gets_an_answer_of_their_own():
    assert key(Authorization="Bearer x") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"path": "/"}, {"path": "/boards"}),
        ({"path": "/threads?page=1"}, {"path": "/threads?page=2"}),
        ({"Cookie": "lang=en"}, {"Cookie": "lang=zh"}),
        ({"Cookie": "type=large"}, {}),
        ({"Cookie": "folds=a"}, {"Cookie": "folds=b"}),
        ({"Accept_Language": "en"}, {"Accept_Language": "zh-CN"}),
        ({"Accept_Encoding": "br"}, {"Accept_Encoding": "gzip"}),
    ],
)
def test_what_a_guest_chose_makes_another_page(one, other):
    assert key(**one) != key(**other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Cookie": "somebody=else"}, {}),
        ({"Cookie": "wenqu-device=known"}, {}),
        ({"User_Agent": "one"}, {"User_Agent": "other"}),
        ({"Accept_Language": "en-GB"}, {"Accept_Language": "en-US, en;q=0.9"}),
    ],
)
def test_what_changes_nothing_makes_no_other_page(one, other):
    assert key(**one) == key(**other) is not None
