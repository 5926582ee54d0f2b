"""Rules for text that people type: normalization, limits and refused characters. Pure.

Text is measured in characters (code points) after normalization. Nothing is dropped silently: what
cannot be stored is refused with a reason. Bidirectional controls are refused in titles, which
are shown among other people's text; a body is stored with them, and they are removed when it is
shown (`without_bidi`), so that they cannot change the direction of the text around it.
"""

import re
import unicodedata

from forum.messages import M, Message
from forum.problems import Invalid

TITLE_LIMIT = 80
BODY_LIMIT = 20_000
# Unicode's stream-safe text (UAX #15 section 13) has at most this many marks on one character;
# more only serves to draw over other posts and to slow down normalisation.
MOST_MARKS = 30
AROUND = 8  # characters shown on either side of what cannot be seen

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BIDI = re.compile(f"[{BIDI}]")
_SPACES = " \t\u00a0\u3000"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# What ends a line elsewhere (UAX #14, class BK and NL): Word pastes U+000B for a line, U+000C for a page.
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LAST_OF_PLANES = "".join(chr(plane << 16 | 0xFFFE | last) for plane in range(17) for last in (0, 1))
_NONCHARACTER = re.compile(f"[\ufdd0-\ufdef{_LAST_OF_PLANES}]")
_LINE = re.compile(r"[\n\t\u2028\u2029]")
# What XML 1.0 cannot hold, not even escaped (W3C XML 1.0, 2.2 Characters).
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Letters and marks by category, yet invisible (Unicode's Default_Ignorable_Code_Point, and U+2800).
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f"
    "\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)


def normalize(text: str) -> str:
    """The text as it is stored: NFC, LF line ends, without spaces at line ends and blank lines at the start and end."""
    text = _LINE_ENDS.sub("\n", text)
    lines = unicodedata.normalize("NFC", text).split("\n")
    return "\n".join(line.rstrip(_SPACES) for line in lines).strip("\n")


def check_title(raw: object, field: str = "title") -> str:
    """A normalized title of one line and at most TITLE_LIMIT characters; raises Invalid."""
    title = check_text(field, raw, TITLE_LIMIT).strip(_SPACES)
    if _LINE.search(title):
        raise Invalid({field: M("只能写一行，不能换行，也不能有制表符。")})
    if title != without_bidi(title):
        raise Invalid({field: M("不能有改变文字方向的控制字符。")})
    return title


def check_body(raw: object, field: str = "text") -> str:
    """A normalized body of at most BODY_LIMIT characters; raises Invalid."""
    return check_text(field, raw, BODY_LIMIT)


def check_text(field: str, raw: object, limit: int, minimum: int = 1) -> str:
    """`raw` normalized, with `minimum` visible and at most `limit` characters; raises Invalid, also for what is no str."""
    if not isinstance(raw, str):
        raise Invalid({field: M("应当是一段文字。")})
    _refuse(field, _broken(raw))
    text = normalize(raw)
    _refuse(field, _wrong_size(text, limit, minimum))
    return text


def _refuse(field: str, message: Message | None) -> None:
    if message:
        raise Invalid({field: message})


def _broken(raw: str) -> Message | None:
    """Why `raw` cannot be stored, or None."""
    if _SURROGATE.search(raw):
        return M("含有残缺的字符（半个代理对），请重新输入。")
    lines = _LINE_ENDS.sub("\n", raw)
    if found := _CONTROL.search(lines):
        around = _CONTROL.sub("", lines[max(0, found.start() - AROUND) : found.end() + AROUND])
        where = " ".join(without_bidi(around).split())
        return M("在“%(where)s”附近有看不见的控制字符 U+%(code)s，请删去。", where=where, code=f"{ord(found[0]):04X}")
    if found := _NONCHARACTER.search(raw):
        return M("含有不是文字的字符 U+%(code)s，请删去。", code=f"{ord(found[0]):04X}")
    if longest_mark_run(raw) > MOST_MARKS:
        return M("一个字上叠加的符号不能超过 %(limit)s 个。", limit=MOST_MARKS)
    return None


def _wrong_size(text: str, limit: int, minimum: int) -> Message | None:
    visible = count_visible(text)
    if minimum and not visible:
        return M("不能为空，也不能只有空白。")
    if visible < minimum:
        return M("至少要有 %(minimum)s 个字，现在是 %(count)s 个。", minimum=minimum, count=visible)
    if len(text) > limit:
        return M("不能超过 %(limit)s 个字，现在是 %(count)s 个。", limit=limit, count=len(text))
    return None


def count_visible(text: str) -> int:
    """How many characters of `text` are visible."""
    categories = map(unicodedata.category, INVISIBLE.sub("", text))
    return sum(category[0] in "LNPS" or category in ("Co", "Cn") for category in categories)


def longest_mark_run(text: str) -> int:
    """The length of the longest run of combining marks."""
    longest = run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest


def without_bidi(text: str) -> str:
    """`text` without bidirectional control characters."""
    return _BIDI.sub("", text)


def excerpt(plain: str, length: int) -> str:
    """At most `length` characters of `plain` on one line, "…" at the end when cut."""
    line = " ".join(without_bidi(plain).split())
    if len(line) <= length:
        return line
    end = length - 1
    while end > 0 and _joins(line[end - 1], line[end]):
        end -= 1
    return line[:end].rstrip() + "…"


def _joins(before: str, after: str) -> bool:
    return before == "\u200d" or after == "\u200d" or unicodedata.category(after) in ("Mn", "Me")


def without_characters_xml_lacks(text: str) -> str:
    """`text` without the characters that no XML 1.0 document can hold."""
    return _NOT_IN_XML.sub("", text)
