"""What an action costs doesn't depend on how many cases a city has: the demo's stories happen again in larger ones."""

import pytest
from stage_city_growth import grow_city, steps

from boards.channels.hotline.demo import verbs as operators_part
from boards.demo import city as demo_city
from boards.demo.story import events, play
from forum.app import load_city
from forum.private import Encryptor
from forum.store import db
from moderation.demo.story import DO as moderators_part

FEW = 5  # hundreds of steps
ONCE = {"words", "topic", "pin"}  # what a city has once, or a board a few times


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_statement_of_an_action_takes_more_steps_in_a_city_of_four_times_the_cases(settings, database, clock):
    told = [story for story in demo_city.threads() if not ONCE & _verbs(story)]
    happen = _city(settings, clock.now())
    happen([story for turn, story in enumerate(told) if turn % 8 == 0 or story["title"] in _named(told)])
    chosen = list(_with_each_verb(told))
    grow_city(db.database.database, 24, apart=10**5)
    with steps() as before:
        happen(chosen)
    grow_city(db.database.database, 3, apart=10**8)
    with steps() as after:
        happen(chosen)
    assert sum(after.values()) > FEW * 100
    assert {doing: (before[doing], taken) for doing, taken in after.items() if taken > 1.5 * before[doing] + FEW} == {}


def _city(settings, now):
    """happen(stories): they happen in the demo city."""
    city = load_city(settings).without_limits()
    more = moderators_part | operators_part(Encryptor(settings.secret_key))
    with db.write():
        cast = demo_city.settle(now - demo_city.FOUNDED)

    def happen(stories):
        with db.write():
            for event in events(stories, now, demo_city.netizens(cast), city.timezone):
                play(event, cast, city, more)

    return happen


def _named(told):
    """The titles of threads that steps of others name."""
    return {step.get("into", step.get("of")) for story in told for step in story.get("step", ())}


def _verbs(story):
    return {step["do"] for step in story.get("step", ())} | {story.get("do", "ask")}


def _with_each_verb(told):
    seen = set()
    for story in sorted(told, key=lambda story: len(_verbs(story)), reverse=True):
        if _verbs(story) - seen:
            seen |= _verbs(story)
            yield story
