"""Vague words in an official answer, which promise without a date (近期、尽快、有关部门 ...). Pure.

A hint for the writer, never a refusal. Words in a sentence that names a time are not vague;
quoted lines (beginning with >) are not checked.
"""

import re
import unicodedata

VAGUE = (
    r"近期(?!已)", r"近日(?!已)", r"尽快", r"尽早", r"早日", r"即将", r"有关部门", r"相关部门", r"有关方面", r"相关单位", r"有关单位",
    r"适时", r"择期", r"择机", r"抓紧", r"下一步(?!骤)", r"不久(?!前)", r"稍后", r"日后", r"逐步", r"条件成熟", r"第一时间",
)  # fmt: skip

_N = "[0-9一二两三四五六七八九十百]"
DATES = (
    r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?",
    r"(?<!\d)\d{1,2}[/.]\d{1,2}日?前",
    rf"{_N}{{1,8}}年",
    rf"{_N}{{1,3}}月([份底初]|[上中下]旬|{_N}{{1,3}}[日号])?",
    rf"{_N}{{1,3}}日",
    rf"{_N}{{1,3}}号(?=[前后之以上下内晚早中]|$|[,、])",
    rf"{_N}{{1,8}}个?(工作日|自然日|小时|钟头|星期|月|季度)",
    rf"{_N}{{1,8}}(天|周|分钟)",
    rf"第?{_N}季度",
    r"(今|明|后|当)[天日晚]",
    r"[本这下][个]?(周|星期|月|季度|旬)",
    r"(周|星期|礼拜)[一二三四五六日天末]",
    r"[今明本]年",
    r"[年月]底",
    r"[上下]半年",
    r"(元旦|春节|清明|五一|劳动节|端午|中秋|国庆)节?(期间|前|后|假期)",
)

_VAGUE = re.compile("|".join(VAGUE))
_DATE = re.compile("|".join(DATES))
_END = re.compile(r"[。!?;…\n]+")


def vague_words(text: str) -> tuple[str, ...]:
    """The vague words of `text` in sentences without a date, each once, in order of first occurrence."""
    found = (
        match[0] for sentence in _sentences(text) if not _DATE.search(sentence) for match in _VAGUE.finditer(sentence)
    )
    return tuple(dict.fromkeys(found))


def _sentences(text: str) -> list[str]:
    own = (line for line in text.splitlines() if not line.lstrip().startswith((">", "＞")))
    return _END.split(unicodedata.normalize("NFKC", "\n".join(own)))
