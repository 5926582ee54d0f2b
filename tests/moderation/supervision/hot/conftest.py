"""Eight quiet weeks on the housing board, and a week in which the water fails."""

from datetime import timedelta

import pytest

from boards.actions.posts.threads import ask
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from moderation.supervision.hot.counting import NOW, count
from moderation.supervision.hot.keeping import keep_hot_topics
from moderation.supervision.hot.models import HotCount
from moderation.supervision.hot.reading import reader
from search.query.topic_words import could_be_a_name, topic_words

QUIET = "路灯不亮 垃圾清运 噪音扰民 电梯故障 违章停车 道路破损 物业收费 绿化养护".split()
DRY = "停水两天了", "又停水了怎么办", "为什么总是停水", "停水没有通知"


@pytest.fixture
def citizens(places, cast, now):
    """Six netizens."""
    opened = [accounts.open_account(f"citizen{n}", f"市民{n}号", None, now=now) for n in range(6)]
    return [actor_of_account(account, now) for account in opened]


@pytest.fixture
def asks(places, rules):
    """asks(actor, title, at): a question on the housing board at that time."""

    def start(actor, title, at, board=None, text="请看一看。", **given):
        board = board or places.housing_board
        return ask(board, actor=actor, now=at, city=rules, title=title, text=text, kind="complaint", **given)

    return start


@pytest.fixture
def quiet(citizens, asks, now):
    """Four questions in each of eight weeks, about this and that."""
    for n in range(32):
        asks(citizens[n % 6], QUIET[n % 8], now - timedelta(days=8 + n * 7 // 4))


@pytest.fixture
def dry(quiet, citizens, asks, now):
    """Four questions of four citizens about the water, in the last days."""
    return [
        asks(who, title, now - timedelta(days=n)) for n, (who, title) in enumerate(zip(citizens, DRY, strict=False))
    ]


@pytest.fixture
def counted(rules, clock):
    """counted(): the HotCount of the public page, made now."""

    def made():
        reader(rules, topic_words).catch_up(clock.now())
        keep_hot_topics(rules, clock.now(), could_be_a_name)
        return HotCount.get(HotCount.kind == NOW)

    return made


@pytest.fixture
def recounted(rules, clock):
    """recounted(span): that span counted now, whatever was counted before."""

    def made(span):
        reader(rules, topic_words).catch_up(clock.now())
        return count(NOW, span, clock.now(), could_be_a_name)

    return made
