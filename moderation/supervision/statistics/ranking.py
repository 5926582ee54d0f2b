"""Places in a league table: equal rates share a place, and who has too few cases has none. Pure."""

from collections.abc import Iterable, Mapping

MINIMUM = 10  # cases; one quick case can't lead (docs/statistics.md)


def places(rates: Mapping[int, tuple[float | None, int]], minimum: int = MINIMUM) -> dict[int, int | None]:
    """{key: place} of {key: (rate, cases)}: 1 for the highest, 1 2 2 4 for a tie; None without a rate or below `minimum` cases."""
    ranked = {key: rate for key, (rate, cases) in rates.items() if rate is not None and cases >= minimum}
    return {key: _place(ranked[key], ranked.values()) if key in ranked else None for key in rates}


def _place(rate: float, rates: Iterable[float]) -> int:
    return 1 + sum(other > rate for other in rates)
