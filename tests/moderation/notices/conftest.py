"""A case whose answer clock turns yellow and red while the worker looks on."""

from datetime import timedelta

import pytest

from boards.clocks.policy import NoticeKind
from boards.models.threads import Clock
from moderation.notices.actions import issue
from moderation.notices.keeping import keep_notices


@pytest.fixture
def answer_clock(question):
    return Clock.get(Clock.thread == question.id, Clock.kind == "answer")


@pytest.fixture
def late(answer_clock):
    """A minute after the answer was due."""
    return answer_clock.due_at + timedelta(minutes=1)


@pytest.fixture
def circular(answer_clock, late, cast, rules):
    """The 抄告单 about the question."""
    return issue(NoticeKind.CIRCULAR, answer_clock.id, actor=cast.supervisor, now=late, city=rules)


@pytest.fixture
def keep(rules):
    """keep(now): the worker's step until there is nothing to do; returns how much it did."""

    def until_done(now):
        done = 0
        while step := keep_notices(rules, now):
            done += step
        return done

    return until_done
