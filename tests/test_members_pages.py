"""Members are sent what would be made for them alone, whatever others do and have been sent, and however time passes."""

import re
from contextlib import contextmanager
from datetime import timedelta
from itertools import product

import pytest

from boards.actions.posts.reading import mark_read
from boards.channels.hotline.demo import verbs as operators_part
from boards.demo import city as demo_city
from boards.demo.story import events, play
from boards.mine.actions import watch_place
from boards.models.threads import Thread
from boards.viewing.turns import next_turn
from forum.private import Encryptor
from forum.store import db
from forum.web.members import pages
from moderation.demo.story import DO as moderators_part

EACH = 150  # events from one look at the pages to the next
LANGUAGES = ("zh", "en")
NEW_EACH_TIME = re.compile(r'(name="(?:csrf_token|once)" value=)"[^"]{20,}"')
STAFF = ("banzhu", "zhujian", "admin")


@pytest.fixture
def alone(monkeypatch):
    """Pages are made for their reader alone inside `with alone():`."""

    @contextmanager
    def within():
        with monkeypatch.context() as patched:
            patched.setattr(pages, "_is_plain_request", lambda: False)
            yield

    return within


def test_members_are_sent_what_would_be_made_for_them_alone(app, clock, client_of, alone):
    """The demo's stories happen; before and after a deed, and around a clock's turn, each page is asked for by several in turns."""
    now, city = clock.now(), app.extensions["wenqu"].city.without_limits()
    more = moderators_part | operators_part(Encryptor(app.extensions["wenqu"].settings.secret_key))
    with db.write():
        cast = demo_city.settle(now - demo_city.FOUNDED)
    readers = {name: client_of(actor) for name, actor in cast.actors.items()}
    members, looked = demo_city.netizens(cast), 0
    for number, event in enumerate(events(list(demo_city.threads())[::12], now, members, city.timezone)):
        clock.set(event.at)
        chosen = event.story.thread and number % EACH == 0
        look = _look(app, readers, _who(event, members, number), alone) if chosen else None
        if chosen:
            looked += look(event)
        with db.write():
            play(event, cast, city, more)
        if chosen:
            reader, thread = cast.actors[members[number % 7]], Thread.get_by_id(event.story.thread)
            mark_read(thread, 1, actor=reader, now=event.at)
            if thread.department:
                watch_place(thread.department, actor=reader, now=event.at)
            looked += look(event)
            for passed in (-1, 1):
                clock.set(next_turn(city, event.at) + timedelta(seconds=passed))
                looked += look(event)
    assert looked > 200


def _who(event, members, number):
    """Who looks: the asker, two others who are netizens, and staff."""
    asker = Thread.get_by_id(event.story.thread).author.username if event.story.thread else members[0]
    others = [members[(number + step) % len(members)] for step in (0, 1, 5)]
    return list(dict.fromkeys((members[number % 7], asker, *others, *STAFF)))


def _look(app, readers, who, alone):
    def look(event):
        thread = Thread.get_by_id(event.story.thread)
        addresses = ["/", f"/boards/{thread.board.slug}", f"/threads/{thread.id}", "/threads", "/statistics"]
        addresses += [f"/departments/{thread.department.slug}"] if thread.department else []
        count = 0
        for address, language in product(addresses, LANGUAGES):
            headers = {"Accept-Language": language}
            shared = [[_answer(readers[name], address, headers) for name in who] for _ in range(2)]
            guests = _answer(app.test_client(), address, headers)
            with alone():
                made = [_answer(readers[name], address, headers) for name in who]
                assert guests == _answer(
                    app.test_client(use_cookies=False), address, headers | {"Cookie": "wenqu=none"}
                )
            for name, first, second, own in zip(who, *shared, made, strict=True):
                assert (name, first) == (name, own) == (name, second)
            count += len(who)
        return count

    return look


def _answer(client, address, headers):
    response = client.get(address, headers=headers)
    assert response.status_code in (200, 301, 404)
    return response.status_code, NEW_EACH_TIME.sub(r"\1", response.get_data(as_text=True)).splitlines()
