"""The list of what a member has read: only while he wants it, his alone, cleared at once."""

from datetime import timedelta

import pytest

from boards.mine.history import KEPT_FOR, clear_history, keep_history
from boards.models.notifications import ThreadVisit
from forum.problems import Unauthorized

PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"}


@pytest.fixture
def read(app, client_of):
    """read(actor, thread): a browser opens the thread, and the notes are written."""

    def open_thread(actor, thread, **headers):
        client_of(actor).get(f"/threads/{thread.id}", headers={**PERSON, **headers})
        app.extensions["wenqu"].visits.flush()

    return open_thread


def test_nothing_is_kept_of_who_has_not_asked_for_it(read, see, cast, question):
    read(cast.neighbour, question)
    assert ThreadVisit.select().count() == 0 and question.title not in see(cast.neighbour, "/my/history")


def test_what_is_opened_is_listed_newest_first_for_its_reader_alone(read, see, cast, client_of, question, asked, clock):
    client_of(cast.neighbour).post("/my/history/keeping", data={"wanted": "yes"})
    other = asked("另一个问题")
    for thread in (question, other, question):
        clock.advance(timedelta(minutes=1))
        read(cast.neighbour, thread)
    page = see(cast.neighbour, "/my/history")
    assert page.index(question.title) < page.index(other.title) and page.count(question.title) == 1
    assert question.title not in see(cast.asker, "/my/history")


def test_a_prefetch_and_a_robot_read_nothing(read, cast, question, now):
    keep_history(True, actor=cast.neighbour, now=now)
    read(cast.neighbour, question, **{"Sec-Purpose": "prefetch"})
    read(cast.neighbour, question, **{"User-Agent": "somebot"})
    assert ThreadVisit.select().count() == 0


def test_it_is_cleared_at_once_and_goes_on_or_stops(read, see, cast, client_of, question, clock):
    browser = client_of(cast.neighbour)
    browser.post("/my/history/keeping", data={"wanted": "yes"})
    read(cast.neighbour, question)
    browser.post("/my/history/clearing")
    assert question.title not in see(cast.neighbour, "/my/history")
    read(cast.neighbour, question)
    assert question.title in see(cast.neighbour, "/my/history")
    browser.post("/my/history/keeping", data={"wanted": "no"})
    assert ThreadVisit.select().count() == 0
    read(cast.neighbour, question)
    assert ThreadVisit.select().count() == 0


def test_old_visits_are_forgotten(read, cast, question, asked, clock, now):
    keep_history(True, actor=cast.neighbour, now=now)
    read(cast.neighbour, question)
    clock.advance(KEPT_FOR + timedelta(days=1))
    other = asked("另一个问题")
    read(cast.neighbour, other)
    assert [visit.thread_id for visit in ThreadVisit.select()] == [other.id]


def test_a_thread_that_is_taken_from_view_is_no_longer_listed(read, see, cast, asked, screened, client_of, now):
    keep_history(True, actor=cast.moderator, now=now)
    waiting = asked("等待审核的", city=screened)
    read(cast.moderator, waiting)
    assert waiting.title not in see(cast.moderator, "/my/history")


def test_a_guest_keeps_nothing(cast, now):
    for act in (lambda: keep_history(True, actor=cast.guest, now=now), lambda: clear_history(actor=cast.guest)):
        with pytest.raises(Unauthorized):
            act()
