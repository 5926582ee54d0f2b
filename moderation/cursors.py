"""Where a page of a queue that is read in order of time begins: a moment and a number, as an address carries them. Pure."""

from datetime import datetime

from forum.messages import M
from forum.problems import Malformed

FORM = "%Y%m%dT%H%M%S%f"
MOST_DIGITS = 18


def cursor(moment, number):
    """The cursor after the row of that moment (UTC) and number."""
    return f"{moment:{FORM}}_{number}"


def read_cursor(text):
    """(moment, number) of a cursor; raises Malformed."""
    try:
        at, number = text.split("_")
        moment = datetime.strptime(f"{at}+0000", f"{FORM}%z")
        if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
            raise ValueError(text)
    except ValueError:
        raise Malformed(M("翻页的位置不对，请从第一页开始。")) from None
    return moment, int(number)
