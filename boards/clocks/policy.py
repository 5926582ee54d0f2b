"""A city's policy: office hours, clocks, limits. Read from a TOML file (docs/policies.md)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from boards.clocks.newness import Newness, read_newness
from boards.clocks.policy_table import PolicyError, Table
from forum.messages import M

__all__ = ["ClockKind", "Ends", "Kind", "Policy", "PolicyError", "Rule", "Starts", "Unit", "built_in", "load"]

BUILT_IN = Path(__file__).with_name("policies")
OFFICE_HOURS = ((time(8, 30), time(12)), (time(14), time(17, 30)))

ClockKey = tuple[str | None, str | None]  # (ClockKind, Kind or None for every kind of question)


class ClockKind(StrEnum):
    """The clocks of a case; docs/policies.md says what each counts."""

    ACCEPT = "accept"
    FIRST_REPLY = "first_reply"
    ANSWER = "answer"


class Kind(StrEnum):
    """The kind of a question: consultation (咨询), complaint (投诉) or suggestion (建议)."""

    CONSULTATION = "consultation"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"


class Unit(StrEnum):
    """The unit in which a Rule counts."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


class Starts(StrEnum):
    """From when a clock counts."""

    QUESTION = "question"
    ACCEPTANCE = "acceptance"


class Ends(StrEnum):
    """When the last day of a count ends."""

    END_OF_DAY = "end_of_day"
    SAME_TIME = "same_time"


class NoticeKind(StrEnum):
    """The kinds of notices (督办), each with a series of numbers of its own in a year. Values are stored and never change."""

    WARNING = "warning"
    CIRCULAR = "circular"
    URGING = "urging"


class Issuing(StrEnum):
    """Who issues a notice: the program by itself, a supervisor who confirms its proposal, or nobody."""

    AUTOMATIC = "automatic"
    PROPOSED = "proposed"
    NEVER = "never"


NOTICES = {
    NoticeKind.WARNING: Issuing.AUTOMATIC,
    NoticeKind.CIRCULAR: Issuing.PROPOSED,
    NoticeKind.URGING: Issuing.PROPOSED,
}


@dataclass(frozen=True)
class Rule:
    """A time limit.

    `length` is in `unit`; `out_of_hours` (hours) replaces it when counting begins outside
    office hours; `warning_before` is None where the policy's own applies.
    """

    unit: Unit
    length: int
    out_of_hours: int | None = None
    starts: Starts = Starts.QUESTION
    ends: Ends = Ends.END_OF_DAY
    warning_before: timedelta | None = None


@dataclass(frozen=True)
class Policy:
    """One city's rules."""

    name: str
    title: str
    title_en: str = ""
    office_hours: tuple[tuple[time, time], ...] = OFFICE_HOURS
    screening: bool = False
    clocks: Mapping[ClockKey, Rule] = field(default_factory=dict, hash=False)
    warning_before: timedelta = timedelta(hours=1)
    transfer_explanation_min_length: int = 10
    ping_pong_hop: int = 3
    ping_pong_on_return: bool = True
    league_minimum_cases: int = 10
    notice_feedback: Rule = Rule(Unit.WORKING_DAYS, 3)
    notices: Mapping[NoticeKind, Issuing] = field(default_factory=lambda: NOTICES, hash=False)
    callback: Rule = Rule(Unit.WORKING_DAYS, 1)
    cohandling: Rule = Rule(Unit.WORKING_DAYS, 2)
    newness: Newness = Newness()

    def titled(self, language: str) -> str:
        """The title in a language."""
        return self.title_en if language == "en" else self.title

    def rule(self, kind: str | None, question_kind: str | None = None) -> Rule | None:
        """The Rule of a clock for a kind of question, or None when the city has no such clock."""
        general = self.clocks.get((kind, None))
        return self.clocks.get((kind, question_kind), general)

    @property
    def warnings(self) -> frozenset[timedelta]:
        """How long before a due time a clock of some kind changes to WARNING."""
        return frozenset(
            {self.warning_before, *(rule.warning_before for rule in self.clocks.values() if rule.warning_before)}
        )

    def warning_for(self, kind: str | None = None, question_kind: str | None = None) -> timedelta:
        """How long before its due time a clock of this kind changes to WARNING."""
        rule = self.rule(kind, question_kind)
        return rule.warning_before if rule and rule.warning_before else self.warning_before


def load(name_or_path: str | Path) -> Policy:
    """The policy of a built-in name (`quzhou`) or of a TOML file. Raises PolicyError."""
    path = BUILT_IN / f"{name_or_path}.toml" if name_or_path in built_in() else Path(name_or_path)
    with Table(str(path), _toml(path)) as table:
        return _policy(table, path.stem)


def built_in() -> list[str]:
    """The names of the policies that come with the program."""
    return sorted(path.stem for path in BUILT_IN.glob("*.toml"))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError:
        message = M(
            "规则文件 %(file)s 无法读取；也可以填内置规则的名称：%(known)s", file=str(path), known=", ".join(built_in())
        )
    except ValueError as problem:
        message = M(
            "规则文件 %(file)s 不是有效的 UTF-8 编码 TOML 文件：%(problem)s", file=str(path), problem=str(problem)
        )
    raise PolicyError(message, str(path))


def _policy(table: Table, stem: str) -> Policy:
    name = table.text("name", stem)
    title = table.text("title", name)
    return Policy(
        name=name,
        title=title,
        title_en=table.text("title_en", title),
        screening=table.flag("screening", False),
        clocks=_clocks(table),
        **_office(table),
        **_warnings(table),
        **_transfers(table),
        **_league(table),
        **_notices(table),
        **_limits(table),
        newness=read_newness(table),
    )


def _office(table: Table) -> dict[str, Any]:
    with table.table("office") as office:
        return {"office_hours": office.periods("hours", OFFICE_HOURS)}


def _warnings(table: Table) -> dict[str, Any]:
    with table.table("warnings") as warnings:
        return {"warning_before": timedelta(minutes=warnings.whole("minutes_before_due", 60, most=43200))}


def _transfers(table: Table) -> dict[str, Any]:
    with table.table("transfers") as transfers:
        return {
            "transfer_explanation_min_length": transfers.whole("explanation_min_length", 10),
            "ping_pong_hop": transfers.whole("alarm_at_hop", 3, least=2),
            "ping_pong_on_return": transfers.flag("alarm_on_return", True),
        }


def _league(table: Table) -> dict[str, Any]:
    with table.table("league") as league:
        return {"league_minimum_cases": league.whole("minimum_cases", 10)}


def _notices(table: Table) -> dict[str, Any]:
    with table.table("notices") as notices:
        return {"notices": {kind: notices.choice(kind, Issuing, usual) for kind, usual in NOTICES.items()}}


def _limits(table: Table) -> dict[str, Any]:
    with table.table("limits") as limits:
        names = {"notice_feedback": 3, "callback": 1, "cohandling": 2}
        return {name: _limit(limits, name, days) for name, days in names.items()}


def _limit(limits: Table, name: str, days: int) -> Rule:
    with limits.table(name) as table:
        return _rule(table, Rule(Unit.WORKING_DAYS, days)) if table.data else Rule(Unit.WORKING_DAYS, days)


def _clocks(table: Table) -> dict[ClockKey, Rule]:
    with table.table("clocks") as clocks:
        return {key: rule for kind in ClockKind for key, rule in _clock(clocks, kind)}


def _clock(clocks: Table, kind: ClockKind) -> Iterator[tuple[ClockKey, Rule]]:
    with clocks.table(kind) as table:
        if not table.data:
            return
        general = _clock_rule(table, kind, None)
        yield (kind, None), general
        for question_kind in Kind:
            with table.table(question_kind) as own:
                if own.data:
                    yield (kind, question_kind), _clock_rule(own, kind, general)


def _clock_rule(table: Table, kind: ClockKind, general: Rule | None) -> Rule:
    starts = table.choice("starts", Starts, general.starts if general else Starts.QUESTION)
    if kind is ClockKind.ACCEPT and starts is Starts.ACCEPTANCE:
        raise table.wrong("starts", M("规则文件 %(file)s 的 %(key)s：受理时限不能从受理算起"))
    return _rule(table, general, starts)


def _rule(table: Table, general: Rule | None, starts: Starts = Starts.QUESTION) -> Rule:
    unit = _unit(table)
    length = table.whole(unit, 0)  # it is there, and 0 is refused
    out_of_hours = _out_of_hours(table, length) if unit is Unit.HOURS else None
    ends = general.ends if general else Ends.END_OF_DAY
    if unit is not Unit.HOURS:
        ends = table.choice("ends", Ends, ends)
    return Rule(unit, length, out_of_hours, starts, ends, _warning(table, general))


def _unit(table: Table) -> Unit:
    given = [unit for unit in Unit if unit in table]
    if len(given) == 1:
        return given[0]
    message = M(
        "规则文件 %(file)s 的 %(key)s 必须且只能给出 %(known)s 之一",
        file=table.file,
        key=table.path,
        known=", ".join(Unit),
    )
    raise PolicyError(message, table.file, table.path)


def _out_of_hours(table: Table, hours: int) -> int | None:
    longer = table.whole("out_of_hours")
    if longer is None or longer >= hours:
        return longer
    # Otherwise a due time could move forward because of a day of rest.
    message = M("规则文件 %(file)s 的 %(key)s 为 %(found)s 小时，不能短于办公时间内的 %(hours)s 小时")
    raise table.wrong("out_of_hours", message, hours=hours)


def _warning(table: Table, general: Rule | None) -> timedelta | None:
    minutes = table.whole("warning_minutes", most=43200)
    return timedelta(minutes=minutes) if minutes else general.warning_before if general else None
