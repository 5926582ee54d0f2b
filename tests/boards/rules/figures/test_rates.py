"""Rates in percent, as the cities publish them."""

import pytest

from boards.rules.figures.rates import percent


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [
        (9485, 9562, 99.19),  # Ruian on 2014-09-13: answered of forwarded
        (9562, 14301, 66.86),  # forwarded of received
        (1, 3, 33.33),
        (2, 3, 66.67),
        (1, 800, 0.13),  # 0.125 goes up
        (0, 5, 0.0),
        (5, 5, 100.0),
        (99_999, 100_000, 100.0),
        (0, 0, None),
    ],
)
def test_a_rate_has_two_decimals_and_is_nothing_of_nothing(part, whole, rate):
    assert percent(part, whole) == rate
