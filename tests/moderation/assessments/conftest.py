"""A small city with questions in every state, and an assessment of the week in which they were asked."""

from datetime import timedelta

import pytest

from boards.actions.cases import handling, ratings, transfers
from moderation.assessments.actions import freeze

HOUR = timedelta(hours=1)
WHY = "这个路段的站牌由住建局管理，请住建局研究办理。"


@pytest.fixture
def city(places, cast, rules, screened, asked, clock):
    """{name: thread}; the clock stands four days after the questions."""
    made = {name: asked(name) for name in ("answered", "late", "open")}
    made["roads"] = asked("roads", board=places.roads_board, kind="suggestion")
    made["waiting"] = asked("qzwaiting", city=screened)
    now, by = clock.now(), {"actor": cast.spokesperson}
    for name in ("answered", "late"):
        handling.accept(made[name], now=now + (HOUR if name == "answered" else 30 * HOUR), **by)
    handling.give_result(made["answered"], city=rules, text="修好了。", now=now + HOUR, **by)
    ratings.rate(made["answered"], actor=cast.asker, city=rules, grade=5, solved=True, now=now + HOUR)
    transfers.transfer(
        made["roads"], actor=cast.outsider, now=now + HOUR, city=rules, to=places.housing, explanation=WHY
    )
    clock.advance(timedelta(days=4))
    return made


@pytest.fixture
def period(city, clock, rules):
    """(first, last) of the days in which the questions were asked."""
    asked_on = rules.day(clock.now() - timedelta(days=4))
    return asked_on - timedelta(days=3), asked_on + timedelta(days=2)


@pytest.fixture
def assessment(period, cast, clock, rules):
    return freeze(*period, actor=cast.supervisor, now=clock.now(), city=rules)
