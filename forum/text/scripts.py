"""The script and the language of a text: which one it is written in, and simplified Chinese put into traditional. Pure.

The conversion is OpenCC's s2tw: the characters of Taiwan's standard, phrase by phrase (头发 to 頭髮, 发展 to 發展), no other words.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
TAGS = re.compile(r"(<[^<>]*>)")
# What must stay as it was typed: addresses and code. Text between other tags is words.
KEPT = re.compile(r"</?(?:a|pre|code)\b")
# 签批, 签发: OpenCC knows 签 alone as a slip of bamboo.
SLIP = re.compile("(?<![標書抽求竹])籤")


@lru_cache(maxsize=8192)
def traditional(sentence: str) -> str:
    """A sentence of the program in traditional Chinese; its placeholders and everything that is not Han stay."""
    return _converted(sentence)


@lru_cache(maxsize=256)
def traditional_html(html: str) -> str:
    """The words of a post's sanitised HTML in traditional Chinese; tags, links and code stay as they are."""
    made, kept = [], 0
    for piece in TAGS.split(html):
        if KEPT.match(piece):
            kept += -1 if piece.startswith("</") else 1
        made.append(piece if kept or piece.startswith("<") else _converted(piece))
    return "".join(made)


def _converted(text: str) -> str:
    return SLIP.sub("簽", _opencc()(text))


@cache
def _opencc() -> Callable[[str], str]:
    from opencc import OpenCC  # its dictionaries take 11 MB, and few readers want traditional characters

    convert: Callable[[str], str] = OpenCC("s2tw").convert
    return convert


def language_of(html: str) -> str:
    """The BCP 47 tag of what somebody wrote: zh-CN where a character is Han, else en where a letter is Latin, else empty (unknown)."""
    if HAN.search(html):
        return "zh-CN"
    return "en" if LATIN.search(TAGS.sub("", html)) else ""
