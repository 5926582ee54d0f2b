"""Folds text for comparison: NFKC, case folding, traditional to simplified, one character at a time. Pure.

Each character is folded alone, so that a position in the folded text leads back to one in the original.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from opencc import OpenCC

HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{HAN}]")


class _Folding(dict[int, str]):
    """A table for str.translate that folds each character, filled at a character's first use."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = "".join(map(_simplified, unicodedata.normalize("NFKC", folded)))
        return self[code]


class _Bare(dict[int, str]):
    """A table for str.translate that folds letters and digits and drops all other characters."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(each for each in _folding[code] if unicodedata.category(each)[0] in "LN")
        return self[code]


_folding, _bare = _Folding(), _Bare()


def fold(text: str) -> str:
    """`text` folded for comparison, character by character."""
    return text.translate(_folding)


def offsets(text: str) -> list[int]:
    """For each character of `fold(text)`, and for its end, the index in `text` that it comes from."""
    return _places(text, _folding)


def bare(text: str) -> str:
    """The letters and digits of `fold(text)`, without spaces, punctuation, marks and invisible characters."""
    return text.translate(_bare)


def bare_offsets(text: str) -> list[int]:
    """For each character of `bare(text)`, and for its end, the index in `text` that it comes from."""
    return _places(text, _bare)


def _places(text: str, table: dict[int, str]) -> list[int]:
    origins = [index for index, character in enumerate(text) for _ in table[ord(character)]]
    return [*origins, len(text)]


@lru_cache(maxsize=1)
def _to_simplified() -> Callable[[str], str]:
    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@cache
def _simplified(character: str) -> str:
    return _to_simplified()(character) if _IS_HAN.match(character) else character
