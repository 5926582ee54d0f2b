"""Names people choose, and the key by which two names count as the same. Pure.

A verified name must not be imitated. Unicode's own list of confusables caught 4 of 20 look-alike
pairs tried (not 巿/市, 已/己, 髙/高), so names are folded with OpenCC and the table here.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from opencc import OpenCC

from forum.messages import M, Message
from forum.problems import Invalid
from forum.text.checks import INVISIBLE, check_text, longest_mark_run

SHORTEST, LONGEST = 2, 20
MOST_MARKS = 2
PUNCTUATION = " _-.·་"

# Words that no citizen's name may contain, besides the names of the departments.
RESERVED = (
    "官方 管理员 版主 发言人 联络员 话务员 督办 签批 系统 客服 站长 记者 96811 12345 政府 市委 县委 区委 "
    "党委 纪委 宣传部 效能办 委员会 办事处 派出所 公安 警察 交警 城管 法院 检察院 信访局 住建局 建设局 "
    "教育局 财政局 民政局 税务局 人社局 卫健委 管理局 admin moderator official spokesperson system"
).split()

# The characters of one group look alike and are compared as its first.
LOOK_ALIKES = (
    "市巿 已己巳 高髙 户戸戶 日曰 未末 士土 人入 千干 天夭 治冶 住往 官宫 管菅 理埋 版板 系糸 "
    "口囗ロ 二ニ 力カ 工エ 夕タ 卜ト 八ハ 三ミ 才オ 一ー 税稅 局侷 "
    "1lіιiı丨ⅼ oо0οօ〇 aаα bвβ cс dԁ eеε hһн kкκ mмμ nη pрρ sѕ tтτ uυ vνѵ xхχ yуγ jј wѡ"
)


def check_display_name(raw: object, departments: Iterable[str] = ()) -> str:
    """A citizen's name to show beside posts; raises Invalid.

    It may neither contain nor resemble a word of RESERVED or one of `departments`.
    """
    name = check_official_name(raw)
    if resembles(name, (*RESERVED, *departments)):
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


def resembles(name: str, reserved: Iterable[str]) -> bool:
    """Whether the key of `name` contains the key of one of `reserved`."""
    key = name_key(name)
    return any(word and word in key for word in map(name_key, reserved))


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """The key by which names are compared: its letters and digits, simplified, look-alikes as one character."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    simplified = map(_simplified, unicodedata.normalize("NFKD", folded))
    letters = "".join(character for character in simplified if unicodedata.category(character)[0] in "LN")
    return letters.translate(_SHAPES).replace("rn", "m").replace("vv", "w")


def _check(field: str, raw: object) -> str:
    name = unicodedata.normalize("NFKC", check_text(field, raw, 10 * LONGEST)).strip()
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


def _shapes() -> dict[int, str]:
    table: dict[int, str] = {}
    for shape in LOOK_ALIKES.split():
        table |= dict.fromkeys(map(ord, shape[1:]), shape[0])
    return table


@lru_cache(maxsize=8192)
def _simplified(character: str) -> str:
    """One character at a time, since OpenCC converts a character differently in different words."""
    return _to_simplified(character)


_SHAPES = _shapes()
_to_simplified: Callable[[str], str] = OpenCC("t2s").convert
