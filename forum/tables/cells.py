"""The text of one cell, without what spreadsheets put around it. Pure."""

import re
import unicodedata

from forum.messages import M
from forum.problems import Invalid

# Beyond what str.strip takes (NBSP and U+3000 among it): characters without width that come along when text is copied.
_EDGES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_WHOLE = re.compile(r"([+-]?\d+)\.0+", re.ASCII)
_SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+\d+", re.ASCII)


def clean(raw: str) -> str:
    """`raw` without blanks around it, without the apostrophe or `="…"` that marks text, with LF line ends."""
    text = trim(raw.replace("\r\n", "\n").replace("\r", "\n"))
    if formula := _TEXT_FORMULA.fullmatch(text):
        text = trim(formula[1].replace('""', '"'))
    return trim(text[1:]) if text.startswith("'") and "'" not in text[1:] else text


def trim(text: str) -> str:
    """`text` without blanks and characters without width at both ends."""
    return text.strip(_EDGES)


def whole(text: str, name: str) -> str:
    """17 for 17.0 or １７, other text as it is. Raises Invalid for the field `name` where a spreadsheet has shortened a number."""
    plain = unicodedata.normalize("NFKC", text)
    if _SHORTENED.fullmatch(plain):
        raise Invalid({name: M("“%(found)s”是电子表格缩写的数字，后几位已经丢了；请把这一列设为文本。", found=text)})
    match = _WHOLE.fullmatch(plain)
    return match[1] if match else plain
