"""Going on where one stopped: the first new floor, a mark before it, and a button that says how far one has read."""

import re

import pytest

FLOORS = 45


@pytest.fixture
def long(question, say):
    for number in range(2, FLOORS + 1):
        say(question, f"第{number}层")
    return f"/threads/{question.id}"


def test_who_said_how_far_he_read_is_led_to_the_first_new_floor(see, client_of, cast, long):
    assert "上次读过以后" not in see(cast.asker, long)
    answer = client_of(cast.asker).post(f"{long}/reading", data={"floor": "20"})
    assert answer.location == f"{long}#floor-20"
    page = see(cast.asker, long)
    assert f'href="{long}?page=2#floor-21">上次读过以后有 25 条新的，从 21楼看起</a>' in page
    assert f'href="{long}?page=2#floor-21">第一个未读：21楼</a>' in page
    assert re.search(r'以下是新的</p>\s*<article class="post" id="floor-21"', see(cast.asker, f"{long}?page=2"))
    assert "以下是新的" not in see(cast.asker, f"{long}?page=2&order=desc")
    assert "上次读过以后" not in see(cast.neighbour, long)


def test_the_button_says_the_last_floor_of_the_page_until_it_has_been_read(see, client_of, cast, long):
    button = r'<form class="reading"[^>]*><input[^>]*><input type="hidden" name="floor" value="(\d+)">'
    assert re.findall(button, see(cast.asker, long)) == ["20"]
    assert re.findall(button, see(cast.asker, f"{long}?page=3")) == [str(FLOORS)]
    entry = re.search(r'name="entry" value="(\d+)"', see(cast.asker, long)).group(1)
    client_of(cast.asker).post(f"{long}/reading", data={"floor": str(FLOORS), "entry": entry})
    assert re.findall(button, see(cast.asker, long) + see(cast.asker, f"{long}?page=3")) == []
    assert "上次读过以后" not in see(cast.asker, long)
    assert re.findall(button, see(cast.guest, long)) == []


@pytest.mark.parametrize(("sent", "status"), [({"floor": "3", "quiet": "1"}, 204), ({"floor": "x"}, 422), ({}, 422)])
def test_the_script_gets_an_empty_answer_and_nonsense_is_refused(client_of, cast, long, sent, status):
    assert client_of(cast.asker).post(f"{long}/reading", data=sent).status_code == status


def test_a_floor_beyond_the_last_leads_to_the_last(client_of, cast, long):
    assert client_of(cast.guest).get(f"{long}/floors?floor=999").location == f"{long}?page=3#floor-{FLOORS}"


def test_a_long_thread_has_its_pages_at_both_ends_and_beside(see, cast, long, question):
    page = see(cast.guest, f"{long}?page=2")
    assert re.findall(r'<nav class="pager" aria-label="([^"]*)"', page) == [
        "楼层翻页（旁）",
        "楼层翻页（上）",
        "楼层翻页",
    ]
    assert page.count(f'action="{long}/floors"') == 2
