"""A small city with questions in every state, its figures reckoned."""

from datetime import timedelta

import pytest

from boards.actions.cases import declining, handling, ratings
from boards.models.threads import Post
from boards.readers.figures import reader
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from moderation.hiding import actions as hiding

HOUR = timedelta(hours=1)


@pytest.fixture
def second(cast, now):
    """Another administrator, who confirms orders."""
    account = accounts.open_account("second", "机房二号", "-", now=now)
    accounts.grant(account, "administrator", now=now)
    return actor_of_account(account, now)


@pytest.fixture
def city(places, cast, rules, screened, asked, clock):
    """{name: thread}; the clock stands four days after the questions."""
    made = {name: asked(name) for name in ("answered", "late", "open", "declined", "hidden")}
    made["roads"] = asked("roads", board=places.roads_board, kind="suggestion")
    made["waiting"] = asked("qzwaiting", city=screened)
    now, by = clock.now(), {"actor": cast.spokesperson}
    for name in ("answered", "late"):
        handling.accept(made[name], now=now + (HOUR if name == "answered" else 30 * HOUR), **by)
    handling.give_result(made["answered"], city=rules, text="修好了。", now=now + HOUR, **by)
    ratings.rate(made["answered"], actor=cast.asker, city=rules, grade=5, solved=True, now=now + HOUR)
    declining.decline(made["declined"], city=rules, code="privacy", text="请去法院办理。", now=now, **by)
    post = Post.get(Post.thread == made["hidden"].id)
    hiding.hide(post, actor=cast.moderator, now=now, reason="写了电话", code="personal")
    clock.advance(timedelta(days=4))
    reader(rules).catch_up(clock.now())
    return made
