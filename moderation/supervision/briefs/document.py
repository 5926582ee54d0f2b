"""The text of a brief, for the page and the PDF alike, in Chinese whatever the language of its reader. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from boards.rules.figures.published import FIGURES, RATES, rate_of
from moderation.supervision.hot.rules import Span

TITLES = {"day": "网络舆情日报", "week": "网络舆情周报"}
FIRST_FIGURES = ("received", "waiting", "forwarded", "platform", "duplicate", "declined", "discussion", "answered")
MOMENT = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Row:
    """A line of a table; `url` is where its first cell leads, '' nowhere."""

    cells: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True)
class Part:
    """A numbered part: its paragraphs, then a table where it has `rows`."""

    heading: str
    texts: tuple[str, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Brief:
    """A brief as it is printed; `number` is its period, `day` when it was made."""

    body: str
    title: str
    number: str
    parts: tuple[Part, ...]
    day: str


@dataclass(frozen=True)
class Facts:
    """What a brief says. `counts` are the figures of the questions of the period, `pending` and `overdue` of all open cases.

    Rows are ready to be shown, with the threads that everybody may read now; the numbers beside them are those of then.
    """

    kind: str
    body: str
    span: Span
    made_at: datetime
    counts: Mapping[str, int]
    pending: int
    overdue: int
    threads: int
    words: Sequence[Row]
    risen: Sequence[Row]
    offices: Sequence[Row]
    late: Sequence[Row]
    unsatisfied_number: int
    unsatisfied: Sequence[Row]


def brief_of(facts: Facts) -> Brief:
    """The Brief of these Facts."""
    parts = (_overall(facts), _hot(facts), _risen(facts), _offices(facts), _late(facts), _unsatisfied(facts))
    numbered = zip("一二三四五六", parts, strict=True)
    return Brief(
        body=facts.body,
        title=TITLES[facts.kind],
        number=period_of(facts.span),
        parts=tuple(Part(f"{n}、{part.heading}", part.texts, part.columns, part.rows) for n, part in numbered),
        day=_day(facts.made_at.date()),
    )


def period_of(span: Span) -> str:
    """The days of a brief: one, or from the first to the last."""
    return _day(span.first) if span.first == span.last else f"{_day(span.first)}至{_day(span.last)}"


def _overall(facts: Facts) -> Part:
    counted = "，".join(f"{FIGURES[key].label} {facts.counts.get(key, 0)} 件" for key in FIRST_FIGURES)
    known = {key: facts.counts.get(key, 0) for key in FIGURES}
    rates = {key: rate_of(key, known) for key in RATES}
    shown = "，".join(f"{RATES[key].label} {rate:.2f}%" for key, rate in rates.items() if rate is not None)
    still = f"全市在办 {facts.pending + facts.overdue} 件，其中时限以内 {facts.pending} 件，逾期 {facts.overdue} 件。"
    still = f"截至 {facts.made_at:{MOMENT}}，{still}"
    texts = (f"这段时间提出的问题：{counted}。", f"其中{shown}。" if shown else "", still)
    return Part("总体情况", tuple(text for text in texts if text))


def _hot(facts: Facts) -> Part:
    told = f"市民公开提出的 {facts.threads} 个问题里，与之前八周相比明显变多的词："
    return _table("热点词", told, "没有明显变多的词。", ("词", "问题", "平时", "主要部门"), facts.words)


def _risen(facts: Facts) -> Part:
    columns = ("主题", "部门", "参与人数", "平时")
    return _table("升温的主题", "回复或支持的人明显变多的主题：", "没有明显升温的主题。", columns, facts.risen)


def _offices(facts: Facts) -> Part:
    return _table("逾期较多的部门", "按当时逾期的件数：", "没有部门逾期。", ("部门", "逾期", "在办"), facts.offices)


def _late(facts: Facts) -> Part:
    told = f"当时逾期 {facts.overdue} 件，逾期最久的："
    return _table("逾期未办", told, "没有逾期的问题。", ("主题", "部门", "时限"), facts.late, facts.overdue)


def _unsatisfied(facts: Facts) -> Part:
    told = f"这段时间评为不满意或非常不满意的 {facts.unsatisfied_number} 件："
    columns = ("主题", "部门", "评价", "是否解决")
    return _table("评价不满意", told, "没有不满意的评价。", columns, facts.unsatisfied, facts.unsatisfied_number)


def _table(
    heading: str, told: str, none: str, columns: tuple[str, ...], rows: Sequence[Row], number: int | None = None
) -> Part:
    """A Part with a table; `number` counts more than the rows where some are not shown (any more)."""
    if not rows and not number:
        return Part(heading, (none,))
    return Part(heading, (told,), columns if rows else (), tuple(rows))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
