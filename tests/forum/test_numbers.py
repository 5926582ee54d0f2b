"""A whole number is read in one way, within the limits of who asks."""

import pytest

from forum.numbers import FORM_DIGITS, ID_DIGITS, whole_number


@pytest.mark.parametrize(("raw", "number"), [
    ("0", 0), ("7", 7), ("007", 7), ("9" * FORM_DIGITS, 10**FORM_DIGITS - 1),
    ("", None), (" 7", None), ("+7", None), ("-7", None), ("7.0", None), ("1_0", None), ("1e3", None), ("七", None), ("²", None),
    ("１２", None), ("٣", None), ("9" * (FORM_DIGITS + 1), None), ("9" * 5000, None),
])  # fmt: skip
def test_a_number_is_ascii_digits_within_the_length(raw, number):
    assert whole_number(raw) == number


def test_a_rows_number_fits_64_bits():
    assert whole_number("9" * ID_DIGITS, ID_DIGITS) == 10**ID_DIGITS - 1 < 2**63
    assert whole_number("1" * (ID_DIGITS + 1), ID_DIGITS) is None


@pytest.mark.parametrize(("raw", "number"), [("0", 0), ("8", 8), ("9", None), ("08", 8), ("008", None)])
def test_a_number_may_have_a_highest_value(raw, number):
    assert whole_number(raw, 2, most=8) == number


@pytest.mark.parametrize(("raw", "number"), [("１２", 12), ("٣", 3), ("²", None), ("十", None)])
def test_digits_of_other_scripts_are_taken_where_they_are_asked_for(raw, number):
    assert whole_number(raw, ascii_only=False) == number
