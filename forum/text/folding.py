"""Text as it is compared: NFKC, case, traditional to simplified, one character at a time. Pure.

Each character is folded alone, so that a place in the folded text can be found in the original.
"""

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{HAN}]")


class _Folding(dict):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code):
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = "".join(map(_simplified, unicodedata.normalize("NFKC", folded)))
        return self[code]


class _Bare(dict):
    """What is left of each character when only letters and digits count."""

    def __missing__(self, code):
        self[code] = "".join(each for each in _folding[code] if unicodedata.category(each)[0] in "LN")
        return self[code]


_folding, _bare = _Folding(), _Bare()


def fold(text):
    """`text` as it is compared, character by character."""
    return text.translate(_folding)


def offsets(text):
    """For each character of `fold(text)`, and for its end, the place in `text` it comes from."""
    return _places(text, _folding)


def bare(text):
    """The letters and digits of `fold(text)`: whatever separates or decorates them, seen or not, is left out."""
    return text.translate(_bare)


def bare_offsets(text):
    """For each character of `bare(text)`, and for its end, the place in `text` it comes from."""
    return _places(text, _bare)


def _places(text, table):
    found = [place for place, character in enumerate(text) for _ in table[ord(character)]]
    return [*found, len(text)]


@lru_cache(maxsize=1)
def _to_simplified():
    return OpenCC("t2s").convert


@cache
def _simplified(character):
    return _to_simplified()(character) if _IS_HAN.match(character) else character
