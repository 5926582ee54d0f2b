"""Classes of minutes by which medians are found: at least 32 of them between a number and its double. Pure."""

FINE = 6  # binary digits that a class keeps
LONGEST = 40  # binary digits of the longest time


def class_of(minutes: int) -> int:
    """The lower bound of the class of `minutes`, which ends before this plus `width_of` it; minutes below 64 are classes of their own."""
    return minutes - minutes % width_of(minutes)


def width_of(minutes: int) -> int:
    """How many numbers of minutes are in the class of `minutes`: a power of two."""
    return 1 << max(minutes.bit_length() - FINE, 0)


def width_in_sql(column: str) -> str:
    """The `width_of` a column in SQL."""
    steps = (f"WHEN {column} < {1 << FINE + more} THEN {1 << more}" for more in range(LONGEST - FINE))
    return f"CASE {' '.join(steps)} ELSE {1 << LONGEST - FINE} END"
