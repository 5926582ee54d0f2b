"""A city with a hot topic, an overdue case and an unsatisfied asker, a minute after midnight."""

from datetime import timedelta

import pytest

from boards.actions.cases import handling, ratings
from boards.actions.posts.threads import ask
from boards.readers.figures import reader as figures
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from forum.clock import midnight
from moderation.supervision.briefs.keeping import keep_briefs
from moderation.supervision.hot.models import HotCount
from moderation.supervision.hot.reading import reader
from search.query.topic_words import could_be_a_name, topic_words

QUIET = "路灯不亮 垃圾清运 噪音扰民 电梯故障 违章停车 道路破损 物业收费 绿化养护".split()


@pytest.fixture
def story(places, cast, rules, now):
    """{name: thread}: eight quiet weeks, then on Monday four questions about the water, and a bad rating of another."""
    people = [actor_of_account(accounts.open_account(f"c{n}", f"市民{n}号", None, now=now), now) for n in range(6)]

    def asked(actor, title, at):
        given = {"actor": actor, "now": at, "city": rules, "title": title, "text": "请看一看。", "kind": "complaint"}
        return ask(places.housing_board, **given)

    for n in range(32):
        asked(people[n % 6], QUIET[n % 8], now - timedelta(days=8 + n * 7 // 4))
    made = {f"dry{n}": asked(people[n], f"停水第{n}户", now) for n in range(4)}
    made["rated"] = asked(cast.asker, "电话13812341234打不通", now)
    handling.accept(made["rated"], actor=cast.spokesperson, now=now)
    handling.give_result(made["rated"], actor=cast.spokesperson, now=now, city=rules, text="已修。")
    ratings.rate(made["rated"], actor=cast.asker, city=rules, grade=1, solved=False, now=now)
    return made


@pytest.fixture
def keep(rules, clock):
    """keep(days): the worker's step a minute after the midnight so many days later; returns how many briefs it made."""

    def made(days=1):
        at = midnight(rules.day(clock.now()) + timedelta(days=days), rules.timezone) + timedelta(minutes=1)
        clock.set(at)
        figures(rules).catch_up(clock.now())
        reader(rules, topic_words).catch_up(clock.now())
        return keep_briefs(rules, clock.now(), could_be_a_name)

    return made


@pytest.fixture
def daily(story, keep):
    """The brief of that Monday."""
    keep()
    return HotCount.get(HotCount.kind == "day")
