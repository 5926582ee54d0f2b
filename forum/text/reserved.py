"""Names that are reserved for the site, the city and its offices, and the check whether a name resembles one. Pure.

The words are in `reserved.toml`. Names are compared by `forum.text.name_keys.name_key`, and also with the characters
replaced that resemble another one inside an office's name, with characters joined that were written as two halves, and
by digits of every script.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from forum.site_settings import Site
from forum.text.name_keys import name_key

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
WORDS, NUMBERS = tuple(_TABLE["words"]), tuple(_TABLE["numbers"])
_SHAPES = {ord(other): shape[0] for shape in _TABLE["shapes"] for other in shape[1:]}
_HALVES = tuple((pair[:2], pair[2]) for pair in _TABLE["halves"])
_ENDING = re.compile(f"(?:{'|'.join(_TABLE['endings'])})$")
_PLACE = re.compile(r"^(?:中共)?([^市县区]{1,5}[市县区])")
_NUMERALS = dict(zip("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖", "00123456789123456789", strict=True))
_BETWEEN = " _-.·"
OWN_FILE = "reserved-names.txt"  # in the data folder
SHORTEST_STEM = 2  # characters; one alone is in too many names


@dataclass(frozen=True)
class Reserved:
    """Words that no name may contain, words that no name may equal, and numbers, besides WORDS and NUMBERS."""

    contained: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


NOTHING = Reserved()


def reserved_by(offices: Iterable[tuple[str, str]], words: Iterable[str] = (), site: Site | None = None) -> Reserved:
    """The Reserved of offices, each as (name, short name), of further `words` of the city, and of its name and hotline.

    A stem, the short name without its ending, also occurs in ordinary names (住建路口), so it is refused only alone, after the
    name of the city, and before one of the additions of reserved.toml.
    """
    known = [tuple(office) for office in offices]
    stems = {_ENDING.sub("", short) for _, short in known if _ENDING.search(short)}
    stems = {stem for stem in stems if len(stem) >= SHORTEST_STEM}
    city = {site.city, site.city.rstrip("市县区")} if site and site.city else _city(name for name, _ in known)
    before = {place + stem for place in city for stem in stems}
    behind = {stem + addition for stem in stems for addition in _TABLE["additions"]}
    names = {name for office in known for name in office}
    return Reserved(
        tuple(sorted(names | before | behind | set(words))), tuple(sorted(stems)), site.numbers if site else ()
    )


def passes_for_an_office(name: str, reserved: Reserved) -> bool:
    """Whether `name` contains or resembles what is reserved."""
    keys = _keys(name)
    numbers = (*NUMBERS, *reserved.numbers)
    if any(number in digits for number in numbers for digits in _digits(name)):
        return True
    if any(word in key for key in keys for word in _keys_of((*WORDS, *numbers, *reserved.contained))):
        return True
    return bool(keys & _keys_of(reserved.exact))


def _city(names: Iterable[str]) -> set[str]:
    """The place that most of the offices' names begin with, with and without 市, 县 or 区."""
    found = Counter(match[1] for name in names if (match := _PLACE.match(name)))
    return {place for full, _ in found.most_common(1) for place in (full, full[:-1])}


def _keys(name: str) -> frozenset[str]:
    """The keys of a name: unchanged, and with shapes and halves replaced by the characters that they resemble."""
    key = name_key(name)
    joined = key
    for halves, whole in _HALVES:
        joined = joined.replace(halves, whole)
    return frozenset((key, joined.translate(_SHAPES))) - {""}


def own_words(folder: Path) -> tuple[str, ...]:
    """The words of the city's own file in the data folder, one a line; none without the file."""
    file = folder / OWN_FILE
    return tuple(filter(None, map(str.strip, file.read_text("utf-8-sig").splitlines()))) if file.exists() else ()


@lru_cache(maxsize=8)
def _keys_of(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for word in words for key in _keys(word))


def _digits(name: str) -> list[str]:
    """The runs of digits in a name, in ASCII; separators between digits are dropped."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", name) if each not in _BETWEEN)
    return "".join(_digit(each) for each in plain).split()


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return str(value) if value is not None else _NUMERALS.get(character, " ")
