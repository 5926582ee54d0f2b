"""Addresses of floors: on the page that holds them, and none for a floor that was never given out."""

import pytest

from boards.models.threads import Thread
from boards.queries.parts.places import floor_address, floor_url, merged_url
from forum.problems import NotFound


@pytest.mark.parametrize(
    ("floor", "url"),
    [
        (1, "/threads/7#floor-1"),
        (20, "/threads/7#floor-20"),
        (21, "/threads/7?page=2#floor-21"),
        (40, "/threads/7?page=2#floor-40"),
        (41, "/threads/7?page=3#floor-41"),
    ],
)
def test_a_floor_is_addressed_on_its_page(floor, url):
    assert floor_address(7, floor) == url


@pytest.mark.parametrize(("page", "url"), [(1, "/threads/9?of=7"), (2, "/threads/9?of=7&page=2")])
def test_a_merged_thread_leads_to_its_floors_in_the_other(page, url):
    assert merged_url(Thread(id=7, merged_into=9), page) == url


def test_a_floor_that_stands_where_it_was_written_has_not_moved(question, say):
    say(question, "同问。")
    assert floor_url(question, 2) == (f"/threads/{question.id}#floor-2", False)


@pytest.mark.parametrize("floor", [0, 2, 1_000_000])
def test_a_floor_that_was_never_given_out_is_not_found(question, asked, say, floor):
    other = asked("路灯不亮")
    say(other, "我家门口也是。")
    with pytest.raises(NotFound, match=f"没有第 {floor} 楼"):
        floor_url(question, floor)
