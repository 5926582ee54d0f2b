"""The key by which names are compared, in which look-alike characters are equal. Pure.

Unicode's own list of confusables caught 4 of 20 look-alike pairs tried (not 巿/市, 已/己, 髙/高), so names are folded with OpenCC and the
table here.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from opencc import OpenCC

# The characters of one group look alike and are compared as its first.
LOOK_ALIKES = (
    "市巿 已己巳 高髙 户戸戶 日曰 未末 士土 人入 千干 天夭 治冶 住往 官宫 管菅 理埋 版板 系糸 "
    "口囗ロ 二ニ 力カ 工エ 夕タ 卜ト 八ハ 三ミ 才オ 一ー 税稅 局侷 "
    "1lіιiı丨ⅼ oо0οօ〇 aаα bвβ cс dԁ eеε hһн kкκ mмμ nη pрρ sѕ tтτ uυ vνѵ xхχ yуγ jј wѡ"
)

COMPARABLE = 3  # characters of a name of which one may be mistyped


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """The key by which names are compared: its letters and digits, simplified, look-alikes as one character."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    simplified = map(_simplified, unicodedata.normalize("NFKD", folded))
    letters = "".join(character for character in simplified if unicodedata.category(character)[0] in "LN")
    return letters.translate(_SHAPES).replace("rn", "m").replace("vv", "w")


def one_apart(one: str, other: str) -> bool:
    """Whether one character more, less or otherwise makes the two the same; names of one or two characters are too short."""
    if one == other or abs(len(one) - len(other)) > 1 or max(len(one), len(other)) < COMPARABLE:
        return False
    head = common_prefix_length(one, other)
    tail = common_prefix_length(one[head:][::-1], other[head:][::-1])
    return max(len(one), len(other)) - head - tail <= 1


def common_prefix_length(one: str, other: str) -> int:
    """How many characters the two begin with in common."""
    return next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def _shapes() -> dict[int, str]:
    table: dict[int, str] = {}
    for shape in LOOK_ALIKES.split():
        table |= dict.fromkeys(map(ord, shape[1:]), shape[0])
    return table


@lru_cache(maxsize=8192)
def _simplified(character: str) -> str:
    """A character simplified alone, since OpenCC converts a character differently in different words."""
    return _to_simplified(character)


_SHAPES = _shapes()


_to_simplified: Callable[[str], str] = OpenCC("t2s").convert
