"""A system clock that jumps back a year while the site runs: nothing breaks, and nothing that is written is lost."""

from datetime import timedelta

import pytest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGES = (
    "/",
    "/boards/zhujian",
    "/threads/1",
    "/departments/zhujian",
    "/statistics",
    "/search?q=路灯",
    "/ledger",
    "/hot",
)


def test_pages_are_shown_and_posts_taken_while_the_clock_is_a_year_back_and_when_it_is_right_again(
    client_of, cast, question, clock
):
    asker, guest = client_of(cast.asker), client_of(cast.guest)

    def post(text):
        return asker.post("/threads/1/posts", data={"text": text, "parent": "1"}).status_code

    assert post("跳回之前写的") == 303
    clock.advance(-timedelta(days=365))
    assert {path: guest.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
    assert post("跳回之后写的") == 303
    clock.advance(timedelta(days=365, minutes=1))
    assert post("又对了以后写的") == 303
    assert {path: guest.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
    page = guest.get("/threads/1").text
    places = [page.index(text) for text in ("跳回之前写的", "跳回之后写的", "又对了以后写的")]
    assert places == sorted(places)
