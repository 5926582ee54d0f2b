"""Views are counted once for a visitor and a thread within some minutes, in bounded memory."""

from datetime import timedelta

import pytest

from boards.viewing import counter
from boards.viewing.counter import WINDOW, ViewCounter, is_robot

BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.44",
    "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/99.0 Mobile Safari/537.36",
)
ROBOTS = (
    "",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Sogou web spider/4.0",
    "curl/8.5.0",
    "python-requests/2.31",
)


@pytest.fixture
def views():
    return ViewCounter()


@pytest.mark.parametrize(("agents", "robots"), [(BROWSERS, False), (ROBOTS, True)])
def test_who_says_that_it_is_a_robot_is_one(agents, robots):
    assert [is_robot(agent) for agent in agents] == [robots] * len(agents)


def test_a_visitor_counts_once_for_a_thread_and_again_after_a_while(views, now):
    for visitor, thread in (("a", 1), ("a", 1), ("b", 1), ("a", 2)):
        views.add(thread, visitor, now)
    assert views.take() == {1: 2, 2: 1}
    views.add(1, "a", now + WINDOW - timedelta(seconds=1))
    assert views.take() == {}
    views.add(1, "a", now + 2 * WINDOW)
    assert views.take() == {1: 1}


def test_requests_that_end_in_another_order_count_once_too(views, now):
    later = now + WINDOW
    for visitor, at in (("a", now), ("b", later), ("b", later - timedelta(seconds=1)), ("a", later)):
        views.add(1, visitor, at)
    assert views.take() == {1: 2}


def test_what_could_not_be_written_is_counted_again(views, now):
    views.add(1, "a", now)
    taken = views.take()
    views.add(1, "b", now)
    views.put_back(taken)
    assert (views.take(), views.take()) == ({1: 2}, {})


def test_memory_is_bounded(views, now, monkeypatch):
    monkeypatch.setattr(counter, "REMEMBERED", 10)
    monkeypatch.setattr(counter, "THREADS", 5)
    for thread in range(100):
        views.add(thread, "a", now)
    assert len(views._recent) + len(views._earlier) <= 20
    views.put_back(dict.fromkeys(range(200, 300), 1))
    assert views.take() == dict.fromkeys(range(5), 1)
