"""Saved searches: the holder is told once of what is found anew, as he may see it."""

from types import SimpleNamespace

import pytest

from boards.actions.cases import transfers
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.notifications import Notification
from boards.queries.parts.current_city import CurrentCity
from forum.accounts.models import Account
from forum.problems import Conflict, Invalid, NotFound, Unauthorized
from search.engines import engine_of
from search.query.request import SearchRequest
from search.reader import SearchReader
from search.saved import actions
from search.saved.checking import AGAIN, MOST, SavedSearches
from search.saved.models import SavedSearch


@pytest.fixture
def checking(settings, rules, clock, database):
    """`check()`: the index catches up and the saved searches are asked when they are due again."""
    engine = engine_of(settings)
    upkeep, reader = SavedSearches(CurrentCity(rules), engine), SearchReader(engine)

    def check():
        reader.catch_up(clock.now())
        clock.advance(AGAIN)
        return upkeep.work(clock.now())

    return SimpleNamespace(check=check)


@pytest.fixture
def asks(places, cast, rules, clock):
    def asked(title="东门外路灯不亮", city=rules, actor=cast.asker):
        return ask(
            places.housing_board,
            actor=actor,
            now=clock.now(),
            city=city,
            title=title,
            text="路灯三盏都不亮。",
            kind="complaint",
        )

    return asked


@pytest.fixture
def saved(cast, now):
    actions.save(SearchRequest(q="路灯"), actor=cast.neighbour, now=now)


def told(actor):
    rows = Notification.select().where(Notification.account == actor.account, Notification.event == "saved_search")
    return [(row.thread_id, row.floor) for row in rows.order_by(Notification.id)]


def test_what_was_there_when_it_was_saved_is_not_new_and_what_comes_is_told_once(saved, asks, cast, checking):
    asks()
    checking.check()
    assert told(cast.neighbour) == []
    new = asks("西门路灯也不亮")
    asks("这里没有别的", actor=cast.asker)
    for _ in range(3):
        checking.check()
    assert (new.id, 1) in told(cast.neighbour) and len(told(cast.neighbour)) == len(set(told(cast.neighbour)))
    assert Account.get_by_id(cast.neighbour.account).unread == len(told(cast.neighbour))


def test_a_question_that_was_screened_is_told_when_it_is_public(saved, asks, screened, cast, checking, clock):
    checking.check()
    waiting = asks(city=screened)
    checking.check()
    assert told(cast.neighbour) == []
    transfers.publish(waiting, actor=cast.moderator, now=clock.now(), city=screened)
    checking.check()
    assert told(cast.neighbour) == [(waiting.id, 1)]


def test_a_reply_is_found_too_and_what_one_wrote_is_not_told(saved, asks, cast, rules, checking, clock):
    thread = asks("别的事情", actor=cast.asker)
    checking.check()
    posts.reply(thread, actor=cast.neighbour, now=clock.now(), city=rules, text="我家门口的路灯坏了。")
    checking.check()
    assert told(cast.neighbour) == []
    posts.reply(thread, actor=cast.asker, now=clock.now(), city=rules, text="那边的路灯也坏了。")
    checking.check()
    assert told(cast.neighbour) == [(thread.id, 3)]


def test_a_flood_is_told_of_five_threads_at_a_time(saved, asks, cast, checking):
    checking.check()
    for number in range(MOST + 3):
        asks(f"第{number}处路灯不亮")
    checking.check()
    assert len(told(cast.neighbour)) == MOST
    checking.check()
    assert len(told(cast.neighbour)) == MOST + 3


def test_each_is_asked_again_after_a_quarter_of_an_hour(saved, checking, clock):
    assert checking.check() == 1
    assert SavedSearch.get().due_at == clock.now() + AGAIN


def test_twenty_are_enough_and_the_same_is_saved_once(cast, now):
    for number in [*range(actions.MOST), 3]:
        actions.save(SearchRequest(q=f"路灯{number}", sort="date"), actor=cast.neighbour, now=now)
    with pytest.raises(Conflict):
        actions.save(SearchRequest(q="井盖"), actor=cast.neighbour, now=now)
    assert SavedSearch.select().count() == actions.MOST


@pytest.mark.parametrize("asked", [SearchRequest(), SearchRequest(q="长" * 201), SearchRequest(q="  ")])
def test_nothing_and_too_much_are_refused(cast, now, asked):
    with pytest.raises(Invalid):
        actions.save(asked, actor=cast.neighbour, now=now)


def test_only_its_holder_removes_it_and_a_guest_saves_none(saved, cast, now):
    number = SavedSearch.get().id
    with pytest.raises(NotFound):
        actions.remove(number, actor=cast.asker)
    with pytest.raises(Unauthorized):
        actions.save(SearchRequest(q="路灯"), actor=cast.guest, now=now)
    actions.remove(number, actor=cast.neighbour)
    assert SavedSearch.select().count() == 0


def test_it_is_saved_on_the_page_of_the_search_and_listed(client_of, cast):
    browser = client_of(cast.neighbour)
    assert 'action="/search/saved"' in browser.get("/search?q=路灯&kind=complaint").text
    assert "/search/saved" not in client_of(cast.guest).get("/search?q=路灯").text
    assert browser.post("/search/saved", data={"q": "路灯", "kind": "complaint"}).status_code == 303
    listed = browser.get("/search/saved").text
    assert "路灯 complaint" in listed and "/search?q=" in listed
    assert browser.post(f"/search/saved/{SavedSearch.get().id}/removal").status_code == 303
    assert SavedSearch.select().count() == 0
