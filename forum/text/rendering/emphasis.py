"""Emphasis of version 2: stars and underscores that mask a name or a number, or make a face, stay as they were typed.

Chinese has no spaces, so two stars may stand inside a sentence and beside any of its punctuation (**“…”**, **（…）**), where
CommonMark's rule of flanking refuses them. They also mask what shall not be read: 张**和李**说, 138**1234, **镇**村.
"""

import re

from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.token import Token

# Surnames, the commonest first, without those that are mostly other words (于, 向, 方, 高, 和 ...).
SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖蕭萧田董袁潘蒋蔡杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾韦付邹孟熊秦邱尹薛"
    "闫侯龙陶黎顾毛郝龚邵钱覃武戴莫孔汤某張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧葉蘇呂盧鍾譚陸範賈鄒閻龍顧龔錢戴湯"
)
# What follows a masked number or name: 投资**亿元, **镇**村, **路**号.
UNITS = frozenset(
    "万亿千百元年月日号时分栋幢室楼层单岁米吨路街道巷弄镇乡村组社县市区省州盟旗小大公司局厂店院校条款项章次名户人辆台件套平亩斤里"
)
LONGEST_MASKED = 2  # characters between the stars of **镇**村
TITLES = ("先生", "女士", "小姐", "同志")
OPENING = frozenset("（「“《【‘『〈〔([{")
CLOSING = frozenset("，。、；：！？）」”》】〉』〕’…—～,.;:!?)]}~")

Waiting = dict[str, list[Token]]  # delimiters that may still be closed, by their signs

_RUN = re.compile(r"\*+|_+")
_CODE = re.compile(r"(`{1,3})(?![`\s)）\]】])([^`\n]+)\1(?!`)")
_TICKS = re.compile("`+")


def delimiters(state: StateInline, silent: bool) -> bool:
    """Take a run of stars or underscores as text, and say in its `meta` whether it may open or close emphasis."""
    run = _RUN.match(state.src, state.pos, state.posMax)
    if run is None:
        return False
    if not silent:
        token = state.push("text", "", 0)
        token.content = run[0]
        token.meta = _read(state.src, run, state.posMax)
    state.pos = run.end()
    return True


def code(state: StateInline, silent: bool) -> bool:
    """Code between backticks of one line; backticks inside a word or a face are text."""
    ticks = _TICKS.match(state.src, state.pos, state.posMax)
    if ticks is None:
        return False
    found = _CODE.match(state.src, state.pos, state.posMax)
    inside = _is_word(state.src[state.pos - 1 : state.pos]) and found and _is_word(found[2][:1])
    if not silent:
        token = state.push("code_inline", "code", 0) if found and not inside else state.push("text", "", 0)
        token.content = found[2] if found and not inside else ticks[0]
    state.pos = found.end() if found and not inside else ticks.end()
    return True


def pair(state: StateInline) -> None:
    """Make emphasis of the delimiters that belong together; what remains is text. One asterisk works within a line only."""
    levels: list[Waiting] = [{}]
    for token in state.tokens:
        if token.type == "link_open":
            levels.append({})
        elif token.type == "link_close":
            levels.pop()
        elif token.type in ("softbreak", "hardbreak"):
            levels[-1] = {"**": levels[-1].get("**", [])}
        elif token.meta.get("opens") or token.meta.get("closes"):
            _take(token, levels[-1])


def _take(token: Token, waiting: Waiting) -> None:
    """Close the nearest delimiter of the same signs in `waiting` by `token`, or let it wait for its end."""
    same = waiting.setdefault(token.content, [])
    if token.meta["closes"] and same:
        opened = same.pop()
        for others in waiting.values():
            while others and others[-1].meta["start"] > opened.meta["start"]:
                others.pop()
        if not _masks(opened, token):
            _emphasize(opened, token)
    elif token.meta["opens"]:
        same.append(token)


def _emphasize(opened: Token, closed: Token) -> None:
    kind = "strong" if opened.content == "**" else "em"
    opened.type, opened.nesting = f"{kind}_open", 1
    closed.type, closed.nesting = f"{kind}_close", -1
    for token in (opened, closed):
        token.tag, token.markup, token.content = kind, token.content, ""


def _masks(opened: Token, closed: Token) -> bool:
    """Whether two delimiters stand for letters that were left out, since both stand behind a name or before a unit."""
    near = opened.meta["inside"] or closed.meta["start"] - opened.meta["end"] <= LONGEST_MASKED
    named = opened.meta["named"] and closed.meta["named"]
    return bool(named or (near and opened.meta["counted"] and closed.meta["counted"]))


def _read(source: str, run: re.Match[str], end: int) -> dict[str, object]:
    before = source[run.start() - 1] if run.start() else " "
    after = source[run.end()] if run.end() < end else " "
    facts: dict[str, object] = {"start": run.start(), "end": run.end()}
    if run[0] == "**":
        dead = _is_mask(source, run, before, after)
        facts["opens"] = not dead and not after.isspace() and after not in CLOSING
        facts["closes"] = not dead and not before.isspace() and before not in OPENING
        facts["inside"] = before.isalnum()
        facts["named"] = before in SURNAMES or _is_word(before)
        facts["counted"] = after in UNITS or after.isdigit()
    elif len(run[0]) == 1:
        facts["opens"] = before.isspace() and after.isalnum()
        facts["closes"] = after.isspace() and before.isalnum()
        facts["named"] = facts["counted"] = facts["inside"] = False
    return facts


def _is_mask(source: str, run: re.Match[str], before: str, after: str) -> bool:
    """Whether two stars by themselves stand for a name or digits: 王**, 138**1234, **先生."""
    alone = before in SURNAMES and not source[max(0, run.start() - 2) : run.start() - 1].isalnum()
    number = _is_word(before) and _is_word(after) and (before.isdigit() or after.isdigit())
    return alone or before == "某" or number or source.startswith(TITLES, run.end())


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
