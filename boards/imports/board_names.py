"""Which boards a file of questions names: known ones, new ones, and names so like a known one that somebody must say. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from forum.messages import M, Message
from forum.text.name_keys import common_prefix_length, name_key, one_apart

MOST_SUGGESTED = 3
SHORTEST = 2  # characters of a name that may be found inside another

_SEVERAL = re.compile(r"[/\\、,;+&|]|(?<=.)[和与及](?=.)|\s+")
# Units of one kind are told apart by these: 东街社区 and 西街社区 are two.
_TELL_APART = frozenset("东西南北中上下前后左右内外新老大小甲乙丙丁一二三四五六七八九十0123456789")


@dataclass(frozen=True)
class BoardChoices:
    """What the operator says of names: `answers` maps a name to a board's or department's, `new` are to be opened."""

    answers: Mapping[str, str] = field(default_factory=dict)
    new: frozenset[str] = frozenset()


class SuggestedName(NamedTuple):
    """A known name that another is like, with its place in the order of likeness (0 is nearest)."""

    distance: int
    name: str


def plain(name: str) -> str:
    """`name` without differences of width and without blanks: names that are equal so are the same."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def like_known(name: str, known: Iterable[str]) -> list[str]:
    """The known names that `name` looks like, contains, is part of, or lists beside others; the nearest first."""
    key, parts = (
        name_key(name),
        [name_key(part) for part in _SEVERAL.split(unicodedata.normalize("NFKC", name)) if part],
    )
    found = [SuggestedName(_distance(key, parts, name_key(other)), other) for other in dict.fromkeys(known)]
    return [each.name for each in sorted(found) if each.distance < _FAR][:MOST_SUGGESTED]


def alike_in_file(counts: Mapping[str, int]) -> dict[str, str]:
    """For each name of a file that is one character beside a commoner one of the same file, that one; `counts` are their lines."""
    names = sorted(counts, key=lambda name: -counts[name])
    return {
        name: other
        for at, name in enumerate(names)
        if (other := next((each for each in names[:at] if _mistyped(name_key(name), name_key(each))), None))
    }


def question_about(name: str, likes: Iterable[str]) -> Message:
    """The Message that asks whether `name` is one of `likes`, and says how to answer."""
    likes = list(likes)
    return M(
        "没有“%(name)s”这个部门或版块，但它和“%(likes)s”很像，所以没有新开。是它就加上 --board %(name)s=%(first)s，"
        "确实要新开就加上 --new %(name)s。",
        name=name,
        likes="”“".join(likes),
        first=likes[0],
    )


_SAME, _ONE_APART, _LISTED, _INSIDE, _FAR = range(5)


def _distance(key: str, parts: list[str], other: str) -> int:
    if key == other:
        return _SAME
    if one_apart(key, other):
        return _ONE_APART
    if any(part == other or one_apart(part, other) for part in parts):
        return _LISTED
    inside = len(min(key, other, key=len)) >= SHORTEST and (key in other or other in key)
    return _INSIDE if inside else _FAR


def _mistyped(one: str, other: str) -> bool:
    if one == other:
        return True
    head = common_prefix_length(one, other)
    return one_apart(one, other) and not {*one[head : head + 1], *other[head : head + 1]} <= _TELL_APART
