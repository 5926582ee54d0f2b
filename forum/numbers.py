"""Parses whole numbers from forms, addresses and settings. Pure."""

FORM_DIGITS = 9  # of a count or a floor in a form
ID_DIGITS = 18  # of a row's number: every such number fits a column of 64 bits


def whole_number(raw: str, digits: int = FORM_DIGITS, most: int | None = None, ascii_only: bool = True) -> int | None:
    """The number written in `raw`; None unless it is 1 to `digits` decimal digits and at most `most`.

    With `ascii_only` off, decimal digits of every script are accepted, as １２.
    """
    if not raw.isdecimal() or len(raw) > digits or (ascii_only and not raw.isascii()):
        return None
    number = int(raw)
    return number if most is None or number <= most else None
