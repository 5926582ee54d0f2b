"""Which requests count as views of a thread, and where the number is shown."""

import re

import pytest

from boards.models.viewing import ThreadViews
from boards.viewing.flushing import add_views
from forum.wenqu import wenqu

READER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"}


@pytest.fixture
def viewed(app):
    """viewed(): the views that were counted since the last time."""

    def take():
        with app.app_context():
            return wenqu().viewed.take()

    return take


def test_a_reader_counts_once_and_with_a_304_too(client_of, cast, question, viewed):
    guest = client_of(cast.guest)
    tag = guest.get("/threads/1").headers["ETag"]
    viewed()
    other = {"REMOTE_ADDR": "192.0.2.7"}
    again = guest.get("/threads/1", headers={**READER, "If-None-Match": tag}, environ_base=other)
    assert (again.status_code, viewed()) == (304, {1: 1})
    guest.get("/threads/1?page=1", headers=READER, environ_base=other)
    assert viewed() == {}
    client_of(cast.neighbour).get("/threads/1", headers=READER, environ_base=other)
    assert viewed() == {1: 1}


@pytest.mark.parametrize(
    "headers", [{"User-Agent": "Baiduspider/2.0"}, {**READER, "Sec-Purpose": "prefetch;prerender"}]
)
def test_robots_and_pages_fetched_ahead_count_nothing(client_of, cast, question, viewed, headers):
    client_of(cast.guest).get("/threads/1", headers=headers)
    assert viewed() == {}


def test_neither_what_is_not_there_nor_a_head_or_a_post_counts(client_of, cast, question, viewed):
    guest = client_of(cast.guest)
    guest.get("/threads/99", headers=READER)
    guest.head("/threads/1", headers=READER)
    client_of(cast.neighbour).post("/threads/1/posts", data={"text": "同问。"}, headers=READER)
    assert viewed() == {}
    assert not ThreadViews.select().exists()


def test_the_number_is_shown_on_the_thread_and_in_the_list(client_of, cast, question):
    guest = client_of(cast.guest)
    assert '看过 <span class="viewed">0</span>' in guest.get("/threads/1").text
    add_views({1: 1234})
    for path in ("/threads/1", "/boards/zhujian"):
        assert '<span class="viewed">1,234</span>' in guest.get(path).text
    english = {"Accept-Language": "en"}
    assert re.search(r"</span> views", guest.get("/threads/1", headers=english).text)


def test_a_further_view_alone_sends_no_guest_the_page_again(client_of, cast, question):
    guest = client_of(cast.guest)
    add_views({1: 1234})
    tags = {path: guest.get(path).headers["ETag"] for path in ("/threads/1", "/boards/zhujian")}
    add_views({1: 700})
    for path, tag in tags.items():
        assert guest.get(path, headers={"If-None-Match": tag}).status_code == 304
    add_views({1: 114})
    for path, tag in tags.items():
        again = guest.get(path, headers={"If-None-Match": tag})
        assert again.status_code == 200 and "2,048" in again.text
