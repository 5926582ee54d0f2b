"""The classes of minutes."""

import sqlite3

from boards.rules.figures.minutes import class_of, width_in_sql, width_of

NUMBERS = [*range(70), *(2**power + more for power in range(6, 30) for more in (-1, 0, 1, 37))]


def test_classes_touch_and_none_is_wider_than_a_32nd_of_its_numbers():
    assert all(class_of(n) <= n < class_of(n) + width_of(class_of(n)) for n in NUMBERS)
    assert all(width_of(n) == 1 or width_of(n) * 32 <= n for n in NUMBERS)
    begins = sorted({class_of(n) for n in range(5000)})
    assert all(begin + width_of(begin) == following for begin, following in zip(begins, begins[1:], strict=False))


def test_the_database_has_the_same_classes():
    database = sqlite3.connect(":memory:")
    found = [database.execute(f"SELECT {width_in_sql('?1')}", (n,)).fetchone()[0] for n in NUMBERS]
    assert found == [width_of(n) for n in NUMBERS]
