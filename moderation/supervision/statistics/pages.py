"""Page objects of the statistics; shaped as in boards/pages/parts.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from boards.pages.lists import ThreadRow
from boards.pages.parts import Filter, Link
from boards.rules.figures.steps import Step
from forum.messages import Message
from moderation.supervision.statistics.charts import Chart


@dataclass(frozen=True)
class FigureRow:
    """One figure; `url` is the list of exactly the threads that it counts."""

    key: str
    label: Message
    definition: Message
    number: int
    url: str


@dataclass(frozen=True)
class RateRow:
    """One rate in percent, None where nothing is due, with the two figures it is computed from."""

    key: str
    label: Message
    percent: float | None
    part: FigureRow
    whole: FigureRow


@dataclass(frozen=True)
class Closed:
    """When a department was closed, and the one into which it was merged, None where nobody took over."""

    at: datetime
    successor: Link | None


@dataclass(frozen=True)
class LeagueRow:
    """A department in the league table; `place` is None below the minimum. `numbers` and `rates` by key.

    `closed` is None for a department in use.
    """

    place: int | None
    department: Link
    numbers: Mapping[str, int]
    rates: Mapping[str, float | None]
    url: str
    closed: Closed | None = None


@dataclass(frozen=True)
class LeagueGroup:
    """The departments of one kind of body, best first."""

    label: Message
    rows: tuple[LeagueRow, ...]


@dataclass(frozen=True)
class PeriodRow:
    """A day, month, quarter or year of the chart, as far as it is in the period that was chosen."""

    name: str
    received: FigureRow
    answered: FigureRow


@dataclass(frozen=True)
class StatisticsPage:
    """`/statistics`. `median_hours` by "accept" and "answer"; `asked` are the parameters as typed, `options` their choices.

    `closed` is that of the chosen department; `cut` says that the chart leaves out the oldest `periods`, `steps` by what it can go.
    """

    asked: Mapping[str, str]
    narrowed: bool
    options: Mapping[str, tuple[tuple[str, Message | str], ...]]
    figures: Mapping[str, FigureRow]
    rates: tuple[RateRow, ...]
    median_hours: Mapping[str, float | None]
    step: Step
    steps: tuple[Filter, ...]
    periods: tuple[PeriodRow, ...]
    cut: bool
    chart: Chart
    league: tuple[LeagueGroup, ...]
    orders: tuple[Filter, ...]
    minimum: int
    exports: tuple[Link, ...]
    closed: Closed | None = None


@dataclass(frozen=True)
class CountedThread:
    """A thread behind a figure, asked on `day`; `row` is None for one that waits for screening, which nobody may read here."""

    day: date
    row: ThreadRow | None


@dataclass(frozen=True)
class CountedPage:
    """`/statistics/threads`: the threads that one figure counts, newest first; `number` is the figure."""

    figure: FigureRow
    back: Link
    chosen: tuple[Message | str, ...]
    rows: tuple[CountedThread, ...]
    older: str | None
    newest: str | None
