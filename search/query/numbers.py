"""The numbers of a query: houses, plates and routes, which are searched for exactly. Pure."""

import re
from collections.abc import Sequence

from search.query.language import parse
from search.query.terms import Groups, SearchTerm
from search.query.vocabulary import FIELDS

_NUMBER = re.compile(
    r"""[\u4e00-\u9fff]?[A-Z][·・ ]?(?=[A-Z]{0,5}\d)[A-Z\d]{5,6}(?![A-Z\d])  # a plate
    |[A-Z]?\d+(?:[-－—.]\d+)*[A-Z]?                                           # a number
     (?:号线|号楼|号院|单元|[号弄幢栋座室层楼路线]|\#)?                            # and what it counts
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOTHING = re.compile(r"""["“”„＂]\s*["“”„＂]|「\s*」""")


def names_a_number(groups: Groups) -> bool:
    """Whether one of the words is or has a number: only a post with the same number is found by it."""
    return any(is_numbered(group) for group in groups)


def is_numbered(group: Sequence[SearchTerm]) -> bool:
    """Whether one of the words of a group is or has a number."""
    return any(unit.isdigit() for each in group for unit in each.row.units)


def without_numbers(raw: str) -> str:
    """A query without its numbers, what they count, and plates; its filters stay. Empty when no word is left."""
    parts = (part if _is_filter(part) else _NUMBER.sub(" ", part) for part in raw.split())
    left = " ".join(_NOTHING.sub(" ", " ".join(parts)).split())
    return left if parse(left).groups else ""


def _is_filter(part: str) -> bool:
    name, colon, _ = part.lstrip("-－−").replace("：", ":").partition(":")
    return bool(colon) and FIELDS.get(name.lower(), "title") != "title"
