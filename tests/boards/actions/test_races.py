"""Fifty accept at the same moment: one succeeds, and the others are told who."""

import threading
from types import SimpleNamespace

import pytest

from boards.actions.cases import handling, ratings
from boards.models.cases import Callback, Rating
from boards.models.threads import Clock, Thread
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from forum.problems import Conflict
from forum.store import db
from forum.store.log import Deed, Entry

CROWD = 50


@pytest.fixture
def crowd(places, now, password_hash):
    """Fifty spokespersons of the housing department."""

    def voice(number):
        account = accounts.open_account(f"voice{number}", f"发言人{number}", password_hash, now=now)
        accounts.grant(account, "spokesperson", places.housing.id, now=now)
        return actor_of_account(account, now)

    return [voice(number) for number in range(CROWD)]


def together(actors, deed):
    """Every actor does `deed` on a thread and a connection of its own, all at once; returns what came of each."""
    start, outcomes = threading.Barrier(len(actors)), [None] * len(actors)

    def act(number, actor):
        with db.connection():
            start.wait(30)
            try:
                outcomes[number] = deed(actor)
            except Exception as problem:
                outcomes[number] = problem

    threads = [threading.Thread(target=act, args=pair) for pair in enumerate(actors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    return SimpleNamespace(done=[outcome for outcome in outcomes if outcome not in refused], refused=refused)


@pytest.mark.parametrize("round", range(2))
def test_of_fifty_who_accept_at_once_exactly_one_does(question, rules, now, crowd, round):
    result = together(crowd, lambda actor: handling.accept(question, actor=actor, now=now, city=rules))
    case = Thread.get_by_id(question.id)
    who = next(actor for actor in crowd if actor.account == case.accepted_by_id)
    assert (len(result.done), len(result.refused), case.status) == (1, CROWD - 1, "accepted")
    assert {(type(problem), who.name in str(problem)) for problem in result.refused} == {(Conflict, True)}
    assert Entry.select().where(Entry.deed == Deed.ACCEPT.value).count() == 1
    assert [(clock.kind, clock.met_by) for clock in Clock.select().order_by(Clock.id)] == [
        ("accept", "case.accept"),
        ("answer", None),
    ]


def test_a_rating_that_is_sent_many_times_at_once_counts_twice_at_most(question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    result = together(
        [cast.asker] * 12, lambda actor: ratings.rate(question, actor=actor, now=now, city=rules, grade=1)
    )
    assert (len(result.done), {type(problem) for problem in result.refused}) == (2, {Conflict})
    assert [row.number for row in Rating.select().order_by(Rating.number)] == [1, 2]
    assert Callback.select().count() == 1


def test_the_log_has_no_gap_after_a_race(question, rules, now, crowd):
    together(crowd, lambda actor: handling.accept(question, actor=actor, now=now, city=rules))
    numbers = [number for (number,) in Entry.select(Entry.id).order_by(Entry.id).tuples()]
    assert numbers == list(range(1, len(numbers) + 1))
