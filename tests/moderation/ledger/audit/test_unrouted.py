"""A question that was asked without a department and moved to the board of the one that got it: every row is proved."""

import pytest

from boards.actions.cases import transfers
from boards.actions.city.structure import unrouted_board
from boards.actions.posts.threads import ask
from moderation.ledger.signing import Signer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def routed(story, places, cast, rules, now, settings):
    given = {"title": "大树要倒了", "text": "不知道该找谁。", "kind": "consultation"}
    thread = ask(unrouted_board(now), actor=cast.asker, now=now, city=rules, **given)
    transfers.route(thread, actor=cast.moderator, now=now, city=rules, to=places.roads)
    ask(unrouted_board(now), actor=cast.asker, now=now, city=rules, **{**given, "title": "还在等分派"})
    Signer(settings).catch_up(now)
    return thread


def test_the_audit_finds_nothing_from_inside_or_outside(routed, audited, verified):
    assert audited() == []
    assert verified() == []
