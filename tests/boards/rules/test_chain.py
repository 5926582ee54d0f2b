import pytest
from hypothesis import given, strategies as st

from boards.rules.chain import Alarm, hops, ping_pong

CHAINS = st.lists(st.integers(1, 6), max_size=8)


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ([], None),
        ([1], None),
        ([1, 2], None),
        ([1, 2, 3], None),
        ([1, 2, 3, 4], Alarm.TOO_MANY_HOPS),
        ([1, 2, 3, 4, 5], Alarm.TOO_MANY_HOPS),
        ([1, 2, 1], Alarm.RETURNED),
        ([1, 2, 3, 2], Alarm.RETURNED),
        ([1, 2, 1, 3], Alarm.TOO_MANY_HOPS),
        ([1, 1], Alarm.RETURNED),
    ],
)
def test_the_last_step_of_a_chain_raises_an_alarm_when_it_is_one_too_many_or_leads_back(chain, expected):
    assert ping_pong(chain, 3) == expected


def test_a_city_may_allow_more_hops_and_ways_back():
    assert ping_pong([1, 2, 3, 4], 5) is None
    assert ping_pong([1, 2, 1], 5, on_return=False) is None


@given(CHAINS)
def test_a_chain_has_one_hop_less_than_departments(chain):
    assert hops(chain) == max(0, len(chain) - 1)


@given(CHAINS, st.integers(2, 5))
def test_a_chain_of_different_departments_raises_an_alarm_by_its_length_alone(chain, most):
    different = list(dict.fromkeys(chain))
    assert (ping_pong(different, most) is None) == (len(different) <= most)
