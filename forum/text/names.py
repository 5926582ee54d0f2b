"""Checks of the names that people choose; they must not imitate a verified one (`forum.text.reserved`). Pure."""

import unicodedata

from forum.messages import M, Message
from forum.problems import Invalid
from forum.text.checks import INVISIBLE, check_text, longest_mark_run
from forum.text.name_keys import name_key
from forum.text.reserved import NOTHING, Reserved, passes_for_an_office

SHORTEST, LONGEST = 2, 20
MOST_MARKS = 2
PUNCTUATION = " _-.·་"
# What people type between the parts of a name (古丽•艾合买提); stored as the middle dot of GB/T 15834.
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅●｡･", "·"))


def check_display_name(raw: object, reserved: Reserved = NOTHING) -> str:
    """A citizen's name to show beside posts; raises Invalid for one that resembles the site, the city or an office."""
    name = check_official_name(raw)
    if passes_for_an_office(name, reserved):
        raise Invalid(display_name=M("这个名字容易被当作部门或工作人员，请换一个。"))
    return name


def check_official_name(raw: object) -> str:
    """A name for an account that the city creates, which may contain its office; raises Invalid."""
    return _check("display_name", raw)


def check_username(raw: object) -> str:
    """A name to log in with, without spaces; raises Invalid."""
    name = _check("username", raw)
    if " " in name:
        raise Invalid(username=M("登录名里不能有空格。"))
    return login_name(name)


def login_name(raw: object) -> str:
    """A username as it is stored and compared, in lower case and half width; empty when no account can have it."""
    name = unicodedata.normalize("NFKC", raw).strip().lower() if isinstance(raw, str) else ""
    return name if name.isprintable() else ""


def _check(field: str, raw: object) -> str:
    name = unicodedata.normalize("NFKC", check_text(field, raw, 10 * LONGEST).translate(_DOTS)).strip()
    for message in (_wrong_character(name), _wrong_length(name)):
        if message:
            raise Invalid({field: message})
    return name


def _wrong_character(name: str) -> Message | None:
    for character in name:
        if unicodedata.category(character)[0] not in "LNM" and character not in PUNCTUATION:
            return M("名字里只能有文字、数字、空格和 _ - . · 。")
    if INVISIBLE.search(name) or "  " in name or longest_mark_run(name) > MOST_MARKS:
        return M("名字里不能有看不见的字符、连续的空格或叠加的符号。")
    return None


def _wrong_length(name: str) -> Message | None:
    if not name_key(name):
        return M("名字里至少要有一个文字或数字。")
    if not SHORTEST <= len(name) <= LONGEST:
        return M(
            "名字要有 %(least)s 到 %(most)s 个字，现在是 %(count)s 个。",
            least=SHORTEST,
            most=LONGEST,
            count=len(name),
        )
    return None
