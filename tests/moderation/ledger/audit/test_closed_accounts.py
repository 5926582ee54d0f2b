"""After an account was closed nothing is missing, from inside or outside, and an altered row is still found."""

from boards.mine.closing import AccountCloser
from forum.personal.closing import GRACE, ask_to_close
from moderation.ledger.signing import Signer


def test_a_closed_account_is_no_finding_from_inside_or_outside(story, cast, settings, verified, audited, clock):
    assert verified() == []
    for actor in (cast.asker, cast.neighbour, cast.spokesperson):
        ask_to_close(actor, now=story.now)
    assert AccountCloser().work(clock.advance(GRACE)) == 3
    Signer(settings).catch_up(clock.now())
    assert verified() == []
    assert audited() == []
