"""Reads word lists: tables with the headings word, tier and reason, plain lists, and lists in the form of Discuz!."""

import re
import unicodedata
from dataclasses import dataclass, field

from boards.rules.text.word_list import Tier
from forum.messages import M, Message, N
from forum.problems import Invalid
from forum.tables.columns import Column
from forum.tables.reader import Row, Table, read_list
from forum.text.folding import bare
from moderation.words.actions import WordToAdd, checked_reason, checked_tier, checked_words

COLUMNS = (
    Column("word", ("词", "词语", "敏感词", "屏蔽词", "关键词", "违禁词", "过滤词", "不良词语"), required=True),
    Column("tier", ("处理", "处理方式", "怎样处理", "级别", "替换为")),
    Column("reason", ("理由", "原因", "说明")),
)
# What a file may call the tiers; {MOD} and {BANNED} are those of Discuz!, which shows a word as ** otherwise.
TIERS = {
    Tier.MASK: "mask ** 显示为* 屏蔽 替换 打码",
    Tier.HOLD: "hold {mod} 先审核 审核 人工审核",
    Tier.REFUSE: "refuse {banned} 不能发表 禁止 禁止发表 拒绝",
    Tier.EXCEPT: "except 例外 白名单",
}
_TIER_OF = {name: tier for tier, names in TIERS.items() for name in names.split()}
_EQUALS = re.compile("[=＝]")
_STARS = re.compile(r"\*+")
_WILDCARD = re.compile(r"\{\d+\}")
COMMENT = "#"
MOST_NAMED = 20  # wrong lines that a form names


@dataclass
class WordFile:
    """The words of a file, each once, and by line what is wrong."""

    rows: list[WordToAdd] = field(default_factory=list)
    wrong: dict[int, Message] = field(default_factory=dict)

    def refusal(self) -> Invalid:
        """The Invalid that names the wrong lines, for a form with the field `words`."""
        told = [
            M("第 %(number)s 行：%(reason)s", number=line, reason=self.wrong[line])
            for line in sorted(self.wrong)[:MOST_NAMED]
        ]
        if len(self.wrong) > MOST_NAMED:
            told.append(N("还有 %(n)s 行有错，没有一一列出。", n=len(self.wrong) - MOST_NAMED))
        joined = told.pop()
        while told:
            joined = M("%(first)s %(more)s", first=told.pop(), more=joined)
        return Invalid(words=joined)


def read_words(raw: bytes, tier: str | None = None, reason: str = "") -> WordFile:
    """The WordFile in the bytes of a table or a list; a word without a tier or reason of its own gets `tier` and `reason`.

    In a list in the form of Discuz! such a word is masked, as there, unless `tier` is given. Raises Malformed for what is
    neither.
    """
    table = read_list(raw, COLUMNS)
    file, seen = WordFile(wrong=table.wrong), dict[str, tuple[int, WordToAdd]]()
    usual = tier or (Tier.MASK.value if _is_discuz(table) else "")
    for row in table.rows:
        if table.listed and row.values["word"].startswith(COMMENT):
            continue
        try:
            _take(row.line, _read(row, usual, reason), seen, file)
        except Invalid as problem:
            file.wrong[row.line] = next(iter(problem.errors.values()))
    return file


def _is_discuz(table: Table) -> bool:
    """Whether a list has a line with an action of Discuz!."""
    actions = (_split(row.values["word"])[1] for row in table.rows)
    return table.listed and any(action is not None and _tier_named(action) for action in actions)


def _read(row: Row, tier: str, reason: str) -> WordToAdd:
    word, action = row.values["word"], row.values["tier"] or None
    if action is None:
        word, action = _split(word)
    named = checked_tier(tier) if action is None else _tier(action)
    if not word:
        raise Invalid(word=M("这一行没有词。"))
    _refuse_pattern(word)
    (checked,) = checked_words([word])
    return checked, named, checked_reason(row.values["reason"] or reason)


def _split(line: str) -> tuple[str, str | None]:
    """The word and the action of `word=action`; None for a line without one."""
    if not _EQUALS.search(line):
        return line, None
    word, action = _EQUALS.split(line, maxsplit=1)
    return word.strip(), action.strip()


def _tier(action: str) -> Tier:
    named = _tier_named(action)
    if named is None:
        known = " / ".join([tier.value for tier in Tier] + ["{MOD}", "{BANNED}", "**"])
        raise Invalid(tier=M("“%(found)s”应当是 %(known)s 之一；不能换成别的字。", found=action[:40], known=known))
    return named


def _tier_named(action: str) -> Tier | None:
    plain = unicodedata.normalize("NFKC", action).casefold().strip()
    return Tier.MASK if _STARS.fullmatch(plain) else _TIER_OF.get(plain)


def _refuse_pattern(word: str) -> None:
    if _WILDCARD.search(word):
        raise Invalid(word=M("“%(word)s”：不能用 {2} 这样的通配符；字间的空格和符号本来就不算。", word=word[:40]))
    if len(word) > 1 and word.startswith("/") and word.rstrip("imsuxU").endswith("/"):
        raise Invalid(word=M("“%(word)s”：不能用正则表达式，请写出词来。", word=word[:40]))


def _take(line: int, row: WordToAdd, seen: dict[str, tuple[int, WordToAdd]], file: WordFile) -> None:
    """Put a word among the file's, once; raises Invalid when an earlier line says otherwise."""
    earlier, known = seen.setdefault(bare(row[0]), (line, row))
    if earlier == line:
        file.rows.append(row)
    elif known[1:] != row[1:]:
        raise Invalid(word=M("“%(word)s”与第 %(line)s 行矛盾：同一个词，处理或理由不一样。", word=row[0], line=earlier))
