"""What is typed for a topic: its place in the address, and the numbers of threads. Pure."""

import re

from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Invalid
from forum.text.slugs import check_slug

INTRODUCTION = 2000  # characters
MOST = 50  # threads added at once
RESERVED = frozenset({"new"})  # addresses below /topics/ that are pages of their own

_BETWEEN = re.compile(r"[\s,，、;；]+")
_PREFIXES = ("#", "主题")


def check_topic_slug(raw: str) -> str:
    """The slug as it is stored; raises Invalid for what is no slug, or is reserved."""
    slug = check_slug(raw.strip())
    if slug in RESERVED:
        raise Invalid(slug=M("这个地址留作别用，请换一个。"))
    return slug


def thread_numbers(raw: str) -> list[int]:
    """The numbers of threads in a text, each once, in their order: 12, #12, 主题12 or the address of the thread.

    They are parted by spaces, line ends, commas or semicolons. Raises Invalid, naming what is no number, for none and for more than MOST.
    """
    pieces = [piece for piece in _BETWEEN.split(raw) if piece]
    found = {piece: _number(piece) for piece in pieces}
    wrong = [piece for piece, number in found.items() if number is None]
    if wrong:
        raise Invalid(threads=M("不是主题的编号：%(pieces)s。", pieces="、".join(piece[:40] for piece in wrong[:10])))
    numbers = list(dict.fromkeys(number for number in found.values() if number is not None))
    if not 1 <= len(numbers) <= MOST:
        raise Invalid(threads=M("请填写 1 到 %(n)s 个主题的编号。", n=MOST))
    return numbers


def _number(piece: str) -> int | None:
    _, address, rest = piece.rpartition("/threads/")
    digits = re.split("[/?#]", rest)[0] if address else piece
    for prefix in _PREFIXES:
        digits = digits.removeprefix(prefix)
    number = whole_number(digits, ID_DIGITS)
    return number if number else None
