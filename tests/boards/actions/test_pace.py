"""How fast a netizen may ask and post: threads and posts are counted where they are written, so that nobody gets ahead of the count."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread as Worker

import pytest

from boards.actions.posts import posts, threads
from boards.models.threads import Post, Thread
from forum.accounts.limits import LIMITS
from forum.problems import TooMany
from forum.store import db

CROWD = 40


@pytest.fixture
def paced(rules):
    return replace(rules, pacing=True)


def asked(places, actor, now, city):
    return threads.ask(
        places.housing_board,
        actor=actor,
        now=now,
        city=city,
        title="水亭街路灯不亮",
        text="请修一修。",
        kind="complaint",
    )


def refused(write, now):
    """How many of CROWD threads, with a connection each and a `now` a little later than the one before, write(now) refuses."""
    start, refusals, others = Barrier(CROWD), [], []

    def act(number):
        with db.connection():
            start.wait(30)
            try:
                write(now + timedelta(milliseconds=number))
            except TooMany as problem:
                refusals.append(problem)
            except Exception as problem:
                others.append(problem)

    crowd = [Worker(target=act, args=(number,)) for number in range(CROWD)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert others == []
    return len(refusals)


def test_of_forty_questions_at_once_ten_are_asked(places, cast, now, paced):
    assert refused(lambda at: asked(places, cast.asker, at, paced), now) == CROWD - 10
    assert Thread.select().where(Thread.author == cast.asker.account).count() == 10


def test_of_forty_replies_at_once_thirty_are_posted(question, cast, now, paced):
    assert (
        refused(lambda at: posts.reply(question, actor=cast.neighbour, now=at, city=paced, text="我也看到了。"), now)
        == CROWD - 30
    )
    assert Post.select().where(Post.author == cast.neighbour.account).count() == 30


def test_who_asks_too_fast_is_told_how_long_to_wait(places, cast, now, paced):
    most, within = LIMITS["question"]
    for number in range(most):
        asked(places, cast.asker, now + timedelta(minutes=number), paced)
    with pytest.raises(TooMany) as refusal:
        asked(places, cast.asker, now + timedelta(minutes=most), paced)
    assert refusal.value.retry_after == (within - timedelta(minutes=most)).total_seconds()
    assert asked(places, cast.asker, now + within, paced)
    assert asked(places, cast.neighbour, now + timedelta(minutes=most), paced)


def test_an_official_and_a_city_without_limits_are_not_held_up(question, cast, now, rules, paced):
    for actor, city in ((cast.moderator, paced), (cast.neighbour, rules)):
        for _ in range(LIMITS["post"][0] + 1):
            posts.reply(question, actor=actor, now=now, city=city, text="收到。")
