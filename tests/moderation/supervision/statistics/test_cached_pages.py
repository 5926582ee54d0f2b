"""The page of the statistics is rendered once for guests while nothing happens, and never shown as it was."""

from datetime import timedelta

import pytest

from boards.actions.cases import handling
from boards.readers.figures import reader
from moderation.supervision.statistics import views


@pytest.fixture
def rendered(monkeypatch):
    """The times at which the page was rendered."""
    times, shown = [], views._shown
    monkeypatch.setattr(views, "_shown", lambda now, *known: times.append(now) or shown(now, *known))
    return times


def test_guests_are_sent_one_page_and_who_is_signed_in_their_own(city, client_of, cast, rendered):
    guest, other = client_of(cast.guest), client_of(cast.guest)
    assert guest.get("/statistics").text == other.get("/statistics").text and len(rendered) == 1
    assert cast.asker.name in client_of(cast.asker).get("/statistics").text and len(rendered) == 2
    assert cast.asker.name not in guest.get("/statistics").text and len(rendered) == 2


@pytest.mark.parametrize("address", ["/statistics", "/search?q=灯"])
def test_each_language_and_size_of_type_has_a_page_of_its_own(city, client_of, cast, address):
    guest = client_of(cast.guest)
    usual = guest.get(address).text
    for name, value, marked in (("type", "large", 'class="large"'), ("lang", "en", '<html lang="en"')):
        guest.set_cookie(name, value)
        assert marked not in usual and marked in guest.get(address).text
        guest.delete_cookie(name)
    assert guest.get(address).text == usual


def test_a_new_deed_a_reading_of_the_log_and_the_next_minute_make_a_new_page(
    city, client_of, cast, rules, clock, rendered
):
    guest = client_of(cast.guest)
    guest.get("/statistics")
    clock.advance(timedelta(seconds=59 - clock.now().second))
    guest.get("/statistics")
    assert len(rendered) == 1
    handling.accept(city["open"], actor=cast.spokesperson, now=clock.now(), city=rules)
    guest.get("/statistics")
    reader(rules).catch_up(clock.now())
    guest.get("/statistics")
    clock.advance(timedelta(seconds=1))
    guest.get("/statistics")
    assert len(rendered) == 4


def test_a_refusal_stays_one(city, client_of, cast):
    guest = client_of(cast.guest)
    assert [guest.get("/statistics?from=x").status_code for _ in range(2)] == [422, 422]
