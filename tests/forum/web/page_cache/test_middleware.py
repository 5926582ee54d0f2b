"""Guests are sent a page again while nothing that it was made of has changed."""

from datetime import timedelta

import pytest
from werkzeug.test import Client

from boards.actions.posts.posts import reply
from boards.actions.posts.threads import ask
from forum.web.page_cache.keeping import KEEPING
from forum.web.page_cache.middleware import cached

# The transactions of every database of a PostgreSQL count for its state; tests/test_page_cache.py is for both engines.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

READER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"}


@pytest.fixture
def guest(app):
    return Client(app)


@pytest.fixture
def another(places, cast, now, rules):
    return ask(
        places.roads_board,
        actor=cast.neighbour,
        now=now,
        city=rules,
        title="公交车站要一个雨棚",
        text="下雨天没有地方站。",
        kind="suggestion",
    )


@pytest.fixture
def sent_again(app):
    """How many pages came from the cache so far."""
    return lambda: app.extensions["page_cache"].sent_again


def test_a_page_is_sent_again(guest, question, sent_again):
    first = guest.get(f"/threads/{question.id}")
    again = guest.get(f"/threads/{question.id}")
    assert (first.status_code, first.data, sent_again()) == (200, again.data, 1)


def test_a_browser_that_has_it_gets_a_304(guest, app, question):
    known = {"If-None-Match": guest.get("/").headers["ETag"]}
    cache = app.extensions["page_cache"]
    cached, made = (Client(program).get("/", headers=known) for program in (cache, cache.program))
    assert (cached.status_code, cached.data) == (made.status_code, made.data) == (304, b"")
    assert set(cached.headers) == set(made.headers) - {("Date", made.headers["Date"])}


def test_a_browser_with_an_older_page_gets_the_page(guest, question):
    assert guest.get("/", headers={"If-None-Match": 'W/"older"'}).status_code == 200


def test_a_page_is_made_anew_after_what_it_shows_has_changed(guest, question, cast, now, rules, sent_again):
    page = f"/threads/{question.id}"
    guest.get(page)
    reply(question, actor=cast.neighbour, now=now, city=rules, text="隔壁也是这样，已经三天了。")
    assert "隔壁也是这样" in guest.get(page).text
    assert sent_again() == 0


def test_a_page_is_sent_again_after_a_deed_that_it_does_not_show(
    guest, question, another, cast, now, rules, sent_again
):
    page = f"/threads/{question.id}"
    guest.get(page)
    reply(another, actor=cast.neighbour, now=now, city=rules, text="隔壁也是这样，已经三天了。")
    guest.get(page)
    assert sent_again() == 1


def test_a_page_is_made_anew_each_minute(guest, question, clock, sent_again):
    guest.get("/")
    clock.advance(timedelta(seconds=60))
    guest.get("/")
    assert sent_again() == 0


def test_a_clock_that_is_set_back_makes_pages_anew(guest, question, clock, sent_again):
    guest.get("/")
    clock.advance(timedelta(seconds=-1))
    guest.get("/")
    assert sent_again() == 0


def test_members_get_pages_of_their_own(client_of, guest, question, cast, sent_again):
    guest.get("/")
    assert cast.asker.name in client_of(cast.asker).get("/").text
    assert cast.asker.name not in guest.get("/").text.partition("<main")[0]
    assert sent_again() == 1


def test_each_reader_of_the_page_is_counted(app, guest, question):
    for reader in ("one", "other", "one"):
        guest.get(f"/threads/{question.id}", headers={"User-Agent": f"{READER['User-Agent']} {reader}"})
    assert app.extensions["wenqu"].viewed.take() == {question.id: 2}


def test_robots_are_sent_the_page_and_not_counted(app, guest, question):
    for agent in (READER["User-Agent"], "Googlebot"):
        guest.get(f"/threads/{question.id}", headers={"User-Agent": agent})
    assert app.extensions["wenqu"].viewed.take() == {question.id: 1}


def test_what_is_not_found_is_looked_for_each_time(guest, question, sent_again):
    assert [guest.get("/threads/999").status_code for _ in range(2)] == [404, 404]
    assert sent_again() == 0


def test_pages_that_say_not_that_they_may_be_cached_are_made_each_time(guest, question, sent_again):
    assert [guest.get("/search?q=路灯").status_code for _ in range(2)] == [200, 200]
    assert sent_again() == 0


def test_without_the_state_of_the_database_pages_are_made(guest, app, question, monkeypatch, sent_again):
    monkeypatch.setattr(app.extensions[KEEPING], "_state", Unknown())
    assert [guest.get("/").status_code for _ in range(2)] == [200, 200]
    assert sent_again() == 0


def test_a_page_during_which_something_was_committed_is_not_kept(guest, app, question, cast, now, rules, monkeypatch):
    """Some of it may be older than the rest."""
    cache = app.extensions["page_cache"]
    made = cache.program

    def program(environ, start):
        response = made(environ, start)
        reply(question, actor=cast.neighbour, now=now, city=rules, text="隔壁也是这样，已经三天了。")
        return response

    monkeypatch.setattr(cache, "program", program)
    assert "隔壁也是这样" not in guest.get(f"/threads/{question.id}").text
    monkeypatch.setattr(cache, "program", made)
    assert "隔壁也是这样" in guest.get(f"/threads/{question.id}").text


def test_no_view_that_writes_is_cached(app):
    views = {rule.endpoint: rule for rule in app.url_map.iter_rules() if cached(app.view_functions[rule.endpoint])}
    assert "threads.show" in views
    assert [name for name, rule in views.items() if rule.methods - {"GET", "HEAD", "OPTIONS"}] == []


class Unknown:
    def current(self):
        return None
