"""Guests' pages from the cache are those that would be made now, whatever happens and however time passes."""

from datetime import timedelta

from werkzeug.test import Client

from boards.channels.hotline.demo import verbs as operators_part
from boards.demo import city as demo_city
from boards.demo.story import events, play
from boards.models.threads import Thread
from boards.viewing.turns import next_turn
from forum.private import Encryptor
from forum.store import db
from moderation.demo.story import DO as moderators_part

EACH = 75  # events from one look at the pages to the next
AGENT = {"User-Agent": "python"}  # a robot's, which views nothing
LANGUAGES = ("zh", "en")


def test_the_cache_sends_what_would_be_made_now(app, clock):
    """The demo's stories happen; before and after a deed, and before and after a clock's turn, each page is asked for."""
    now, city = clock.now(), app.extensions["wenqu"].city.without_limits()
    more = moderators_part | operators_part(Encryptor(app.extensions["wenqu"].settings.secret_key))
    with db.write():
        cast = demo_city.settle(now - demo_city.FOUNDED)
    looked = 0
    for number, event in enumerate(
        events(list(demo_city.threads())[::12], now, demo_city.netizens(cast), city.timezone)
    ):
        clock.set(event.at)
        chosen = event.story.thread and number % EACH == 0
        looked += _look(app, event) if chosen else 0
        with db.write():
            play(event, cast, city, more)
        if chosen:
            looked += _look(app, event)
            looked += sum(_look(app, event) for _ in _around(next_turn(city, event.at), clock))
    assert looked > 100
    assert app.extensions["page_cache"].sent_again > looked / 2


def _around(turn, clock):
    """The clock stands at one moment after the other."""
    for passed in (-1, 0, 1):
        clock.set(turn + timedelta(seconds=passed))
        yield


def _look(app, event):
    """The pages on which the event's thread stands, asked for twice; returns how many are as the program makes them."""
    thread = Thread.get_by_id(event.story.thread)
    pages = [
        "/",
        "/boards",
        "/threads",
        f"/boards/{thread.board.slug}",
        f"/threads/{thread.id}",
        "/departments",
        "/statistics",
    ]
    pages += [f"/departments/{thread.department.slug}"] if thread.department_id else []
    cache = app.extensions["page_cache"]
    cached, made = Client(cache), Client(cache.program)
    for page in pages:
        for language in LANGUAGES:
            headers = AGENT | {"Accept-Language": language, "Accept-Encoding": "br" if language == "en" else ""}
            assert _answer(cached, page, headers) == _answer(made, page, headers) == _answer(cached, page, headers)
    return len(pages) * len(LANGUAGES)


def _answer(client, page, headers):
    response = client.get(page, headers=headers)
    headers = sorted((name, value) for name, value in response.headers if name != "Date")
    return response.status_code, headers, response.data
