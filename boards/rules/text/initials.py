"""The initials of a Chinese name as they are typed on a keyboard: 住建局 is zjj. Pure.

GB 2312 orders its 3,755 common characters by pinyin, so the first letter of one follows from its code. The standard orders the
rarer ones by radical: those have no initial here, nor has a character with several readings more than one.
"""

from bisect import bisect_right

# The first character of each letter in GB 2312's first level (rows 16 to 55); no syllable begins with i, u or v.
_FIRST = "啊a 芭b 擦c 搭d 蛾e 发f 噶g 哈h 击j 喀k 垃l 妈m 拿n 哦o 啪p 期q 然r 撒s 塌t 挖w 昔x 压y 匝z".split()
_STARTS = [each[0].encode("gb2312") for each in _FIRST]
_LETTERS = [each[1] for each in _FIRST]
_END = "座".encode("gb2312")  # the last character of that level


def initials(name: str) -> str:
    """The initials of a name: letters and digits in lower case stay, other characters without an initial are left out."""
    return "".join(map(_initial, name.casefold()))


def _initial(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    return _LETTERS[bisect_right(_STARTS, code) - 1] if _STARTS[0] <= code <= _END else ""
