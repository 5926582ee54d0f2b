"""Places in a league table."""

import pytest

from moderation.supervision.statistics.ranking import MINIMUM, places

ENOUGH = MINIMUM


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ({}, {}),
        ({1: (99.0, ENOUGH), 2: (98.0, ENOUGH)}, {1: 1, 2: 2}),
        ({1: (98.0, ENOUGH), 2: (99.0, ENOUGH), 3: (98.0, ENOUGH), 4: (97.0, ENOUGH)}, {1: 2, 2: 1, 3: 2, 4: 4}),
        ({1: (100.0, ENOUGH - 1), 2: (50.0, ENOUGH)}, {1: None, 2: 1}),
        ({1: (None, ENOUGH), 2: (0.0, ENOUGH)}, {1: None, 2: 1}),
    ],
)
def test_places(rates, expected):
    assert places(rates) == expected


def test_one_quick_case_does_not_lead():
    assert places({1: (100.0, 1), 2: (99.19, 9562)}) == {1: None, 2: 1}
