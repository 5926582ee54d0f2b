"""Rules for text that people type: what is kept, what is refused, and why.

Text is measured in characters (code points) after tidying. Nothing is dropped silently: what
cannot be kept is refused with a reason. Bidirectional controls are refused in titles, which
stand among other people's words; a body keeps them as typed and loses them only where it is
shown (`without_bidi`), so that nobody can turn the words around it.
"""

import re
import unicodedata

from forum.messages import M
from forum.problems import Invalid

TITLE_LIMIT = 80
BODY_LIMIT = 20_000
# Unicode's stream-safe text (UAX #15 section 13) has at most this many marks on one character;
# more only serves to draw over other posts and to slow down normalisation.
MOST_MARKS = 30

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BIDI = re.compile(f"[{BIDI}]")
_SPACES = " \t\u00a0\u3000"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef%s]" % "".join(chr(plane << 16 | 0xFFFE | e) for plane in range(17) for e in (0, 1))
)
_LINE = re.compile(r"[\n\t\u2028\u2029]")
# Letters and marks by category, yet drawn as nothing (Unicode's Default_Ignorable, and U+2800).
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f"
    "\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)


def normalize(text):
    """The text as it is kept: NFC, lines end in LF, no blanks at line ends or blank lines around."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = unicodedata.normalize("NFC", text).split("\n")
    return "\n".join(line.rstrip(_SPACES) for line in lines).strip("\n")


def check_title(raw, field="title"):
    """A tidy title of one line and at most TITLE_LIMIT characters; raises Invalid."""
    title = check_text(field, raw, TITLE_LIMIT).strip(_SPACES)
    if _LINE.search(title):
        raise Invalid({field: M("只能写一行，不能换行，也不能有制表符。")})
    if title != without_bidi(title):
        raise Invalid({field: M("不能有改变文字方向的控制字符。")})
    return title


def check_body(raw, field="text"):
    """A tidy body of at most BODY_LIMIT characters; raises Invalid."""
    return check_text(field, raw, BODY_LIMIT)


def check_text(field, raw, limit, minimum=1):
    """`raw` tidied, with `minimum` visible and at most `limit` characters; raises Invalid."""
    _refuse(field, _broken(raw))
    text = normalize(raw)
    _refuse(field, _wrong_size(text, limit, minimum))
    return text


def _refuse(field, message):
    if message:
        raise Invalid({field: message})


def _broken(raw):
    """Why `raw` is no text that can be kept, or None."""
    if not isinstance(raw, str):
        return M("应当是一段文字。")
    if _SURROGATE.search(raw):
        return M("含有残缺的字符（半个代理对），请重新输入。")
    if found := _CONTROL.search(raw.replace("\r", "\n")):
        return M("含有不能显示的控制字符 U+%(code)s，请删去。", code=f"{ord(found[0]):04X}")
    if found := _NONCHARACTER.search(raw):
        return M("含有不是文字的字符 U+%(code)s，请删去。", code=f"{ord(found[0]):04X}")
    if longest_mark_run(raw) > MOST_MARKS:
        return M("一个字上叠加的符号不能超过 %(limit)s 个。", limit=MOST_MARKS)
    return None


def _wrong_size(text, limit, minimum):
    seen = count_visible(text)
    if minimum and not seen:
        return M("不能为空，也不能只有空白。")
    if seen < minimum:
        return M("至少要有 %(minimum)s 个字，现在是 %(count)s 个。", minimum=minimum, count=seen)
    if len(text) > limit:
        return M("不能超过 %(limit)s 个字，现在是 %(count)s 个。", limit=limit, count=len(text))
    return None


def count_visible(text):
    """How many characters of `text` draw something of their own."""
    drawn = map(unicodedata.category, INVISIBLE.sub("", text))
    return sum(category[0] in "LNPS" or category in ("Co", "Cn") for category in drawn)


def longest_mark_run(text):
    """The length of the longest run of combining marks."""
    longest = run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest


def without_bidi(text):
    """`text` without the characters that turn the direction of what follows them."""
    return _BIDI.sub("", text)


def excerpt(plain, length):
    """At most `length` characters of `plain` on one line, "…" at the end when cut."""
    line = " ".join(without_bidi(plain).split())
    if len(line) <= length:
        return line
    end = length - 1
    while end > 0 and _joins(line[end - 1], line[end]):
        end -= 1
    return line[:end].rstrip() + "…"


def _joins(before, after):
    return before == "\u200d" or after == "\u200d" or unicodedata.category(after) in ("Mn", "Me")
