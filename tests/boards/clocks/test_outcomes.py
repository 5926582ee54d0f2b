"""A clock is met only by what it asks for; what runs out first is missed; everything else stops it."""

from datetime import UTC, datetime, timedelta

import pytest

from boards.clocks.outcomes import meets, outcome_of
from forum.deeds import Deed

DUE = datetime(2014, 9, 28, 8, tzinfo=UTC)
MET = {
    Deed.ACCEPT: {"accept"},
    Deed.FIRST_REPLY: {"accept", "first_reply"},
    Deed.RESULT: {"accept", "first_reply", "answer"},
    Deed.INPUT: {"cohandling"},
}


@pytest.mark.parametrize("deed", list(Deed))
@pytest.mark.parametrize("kind", ["accept", "first_reply", "answer", "cohandling"])
def test_of_all_deeds_four_meet_clocks_and_each_its_own(deed, kind):
    met = kind in MET.get(deed, ())
    assert meets(deed, kind) is meets(deed.value, kind) is met
    assert outcome_of(kind, deed, DUE, DUE) == ("met" if met else "stopped")
    assert outcome_of(kind, deed, DUE, DUE + timedelta(microseconds=1)) == "missed"


def test_nothing_meets_a_clock_without_a_deed():
    assert not meets(None, "answer")
