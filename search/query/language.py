"""The language of the search box: words, "phrases", -not, OR, and name:value, in Chinese or English.

Nothing raises: what is understood is searched for, and a note names the rest. Pure.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from forum.messages import M, Message
from search.query import terms
from search.query.stop_words import without_common
from search.query.terms import Groups, SearchTerm
from search.query.vocabulary import ANSWERS, FIELDS, KINDS, NO_ANSWER, NO_FILTER, OR, STATUSES, UNANSWERED

LONGEST = 10_000  # characters of a query that are read
MOST_WANTS = 32  # words and phrases
LONGEST_ROW = 60  # units of a phrase

_ITEM = re.compile(
    r"""(?P<not>[-－−](?=[^\s\-－−]))?
    (?:(?P<name>[A-Za-z]{2,12}|[\u4e00-\u9fff]{1,2})[:：](?=\S))?
    (?:["“”„＂](?P<phrase>[^"“”„＂]*)["“”„＂]|「(?P<corner>[^「」]*)」|(?P<word>[^\s"“”„＂「]+)|(?P<stray>["“”„＂「]))""",
    re.VERBOSE,
)


T = TypeVar("T")
Cut = Callable[[str], list[terms.Row]]


@dataclass(frozen=True)
class Query:
    """A parsed query. Of each group one term must be found; `filters` maps a name to values, one of which must match.

    `near` holds pairs of neighbouring characters, which make a result better; `notes` name what was not understood.
    """

    groups: Groups = ()
    without: tuple[SearchTerm, ...] = ()
    near: tuple[str, ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    before: date | None = None
    after: date | None = None
    notes: tuple[Message, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not (self.groups or self.filters or self.before or self.after)


def parse(raw: str, cut: Cut = terms.words) -> Query:
    """The Query that `raw` means; `cut` makes the rows of a part that is neither quoted nor refused."""
    parser = _Parser(cut)
    if len(raw) > LONGEST:
        parser.note(M("查询太长，只读了前 %(n)s 个字。", n=LONGEST))
    for found in _ITEM.finditer(_visible(raw[:LONGEST])):
        parser.take(found)
    return parser.query(bool(raw.strip()))


def _visible(raw: str) -> str:
    """`raw` without characters that cannot be seen (Unicode's category Cf), which come along when a word is copied."""
    return "".join(each for each in raw if unicodedata.category(each) != "Cf")


class _Parser:
    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        self.groups: list[list[SearchTerm]] = []
        self.without: list[SearchTerm] = []
        self.near: list[str] = []
        self.filters: dict[str, tuple[str, ...]] = {}
        self.notes: list[Message] = []
        self.days: dict[str, date] = {}
        self.taken, self.either = 0, False
        self.asked: set[tuple[str, bool, bool, bool, bool]] = set()
        self.joined: set[SearchTerm] = set()

    def note(self, message: Message) -> None:
        if message not in self.notes:
            self.notes.append(message)

    def take(self, found: re.Match[str]) -> None:
        quoted = found["phrase"] if found["phrase"] is not None else found["corner"]
        text = quoted if quoted is not None else found["word"]
        name = FIELDS.get((found["name"] or "").lower())
        if found["stray"]:
            self.note(M("引号没有成对，当作普通的词。"))
        elif found["word"] in OR and not name:
            self.either = bool(self.groups)
        elif name and name != "title":
            self._filter(name, text.strip(), bool(found["not"]))
        else:
            whole = text if name or not found["name"] else found[0].lstrip("-－−")
            self._explain(found, whole, bool(name) or quoted is not None)
            self._wants(whole, quoted is not None, bool(found["not"]), name == "title")

    def _explain(self, found: re.Match[str], whole: str, meant: bool) -> None:
        """Note what looks like a rule of search that there is not: name:value with another name, and wildcards."""
        if meant:
            return
        if _names_no_filter(found, whole):
            self.note(M("不认识“%(said)s”这个条件，当作普通的词。", said=found["name"]))
        if any(sign in whole for sign in "*＊") and any(map(str.isalnum, whole)):
            self.note(M("“*”不代表别的字，“%(said)s”按其余的字找。", said=_short(whole)))

    def _wants(self, text: str, exact: bool, refused: bool, title: bool) -> None:
        either, self.either = self.either, False
        asked = text, exact, refused, title, either
        if asked in self.asked or self.taken >= MOST_WANTS:  # thousands of words would take long to cut
            self._note_limit()
            return
        self.asked.add(asked)
        found = [terms.row(text)] if exact or refused or either else self.cut(text)
        rows = [_cut(row, self) for row in found if row]
        if not rows:
            self.note(M("“%(said)s”里没有可以搜索的字。", said=_short(text)))
            return
        wants = [SearchTerm(row, title) for row in rows[: 1 if refused or exact or either else None]]
        self.joined.update(want for want in wants if len(wants) > 1 and want.row.units[0].isascii())
        if either and self.groups:
            self._take(self.groups[-1], wants[0])
        else:
            for want in wants:
                if refused:
                    self._take(self.without, want)
                else:
                    self._take(self.groups, [want])
            self.near += [] if exact or refused or title else terms.neighbours(text)

    def _take(self, wants: list[T], one: T) -> None:
        if self.taken >= MOST_WANTS:
            self._note_limit()
        elif one not in wants:
            wants.append(one)
            self.taken += 1

    def _note_limit(self) -> None:
        if self.taken >= MOST_WANTS:
            self.note(M("只用了前 %(n)s 个词。", n=MOST_WANTS))

    def _filter(self, name: str, typed: str, refused: bool) -> None:
        if refused:
            self.note(M("“-”只能用在词和短语前面，“%(said)s”没有当作排除。", said=_short(typed)))
        if name in ("before", "after"):
            self._day(name, typed)
        else:
            self._value(*(("has", NO_ANSWER) if name == "status" and typed.lower() in UNANSWERED else (name, typed)))

    def _value(self, name: str, typed: str) -> None:
        known: Mapping[str, str] | None = {
            "status": STATUSES,
            "kind": KINDS,
            "has": {**dict.fromkeys(ANSWERS, "answer"), **dict.fromkeys((NO_ANSWER, *UNANSWERED), NO_ANSWER)},
        }.get(name)
        value = typed if known is None else known.get(typed.lower())
        if not value:
            self.note(M("看不懂“%(said)s”，没有按它筛选。", said=_short(typed)))
        else:
            self.filters[name] = tuple(dict.fromkeys((*self.filters.get(name, ()), value)))[:MOST_WANTS]

    def _day(self, name: str, typed: str) -> None:
        day = read_day(typed)
        if day is None:
            self.note(M("“%(said)s”不是日期，没有按它筛选；请写成 2014-09-13。", said=_short(typed)))
        else:
            self.days[name] = day

    def query(self, anything_typed: bool) -> Query:
        if anything_typed and not (self.groups or self.filters or self.days) and not self.notes:
            self.note(M("“%(said)s”里没有可以搜索的字。", said="-"))
        if self.without and not (self.groups or self.filters or self.days):
            self.note(M("只有要排除的词，请再加上要找的词。"))
        return Query(
            groups=tuple(map(tuple, without_common(self.groups, self.joined))),
            without=tuple(self.without),
            near=tuple(dict.fromkeys(self.near))[:MOST_WANTS],
            filters=self.filters,
            before=self.days.get("before"),
            after=self.days.get("after"),
            notes=tuple(self.notes),
        )


_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")


def read_day(typed: str) -> date | None:
    """The date that 2014-09-13, 2014/9/13, 2014年9月13日, 2014-09 or 2014 means (the first day of a month or year), or None."""
    found = _DAY.fullmatch(typed)
    if found is None:
        return None
    try:
        day = date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return None
    return day if 1900 <= day.year < 2200 else None


def _names_no_filter(found: re.Match[str], whole: str) -> bool:
    """Whether an item has a name as filters have, which is none: in letters unless an address follows, of NO_FILTER before a number."""
    name, word = found["name"] or "", found["word"] or ""
    if name in NO_FILTER:
        return word.isdecimal()
    return bool(name) and name.isascii() and not whole.partition(name)[2][1:].startswith("//")


def _cut(row: terms.Row, parser: _Parser) -> terms.Row:
    if len(row.units) <= LONGEST_ROW:
        return row
    parser.note(M("短语太长，只用了前 %(n)s 个字。", n=LONGEST_ROW))
    return terms.Row(row.units[:LONGEST_ROW], row.joints[: LONGEST_ROW - 1])


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"
