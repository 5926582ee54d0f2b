"""The pages that a process holds are bounded in bytes."""

from datetime import UTC, datetime

from forum.web.page_cache.middleware import Response
from forum.web.page_cache.pages import Page, Pages

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def page(size=1000):
    return Page(Response("200 OK", [("ETag", 'W/"a"')], b"x" * size), NOON, NOON, None, 1, (("SELECT 1", ()),), b"")


def test_a_page_is_found_by_its_key():
    pages, one = Pages(), page()
    pages.put("one", one)
    assert pages.get("one") is one
    assert pages.get("other") is None


def test_the_least_recently_used_go_first():
    pages, size = Pages(most=3 * page().size), page().size
    for name in "abc":
        pages.put(name, page())
    pages.get("a")
    pages.put("d", page())
    assert [name for name in "abcd" if pages.get(name)] == ["a", "c", "d"]
    assert pages.size == 3 * size


def test_a_page_in_place_of_another_is_counted_once():
    pages = Pages()
    pages.put("a", page(5000))
    pages.put("a", page(10))
    assert pages.size == page(10).size


def test_a_page_larger_than_all_is_not_held():
    pages = Pages(most=100)
    pages.put("a", page())
    assert pages.get("a") is None
    assert pages.size == 0
