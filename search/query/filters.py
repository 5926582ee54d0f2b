"""The filters of the results page: the form is merged into the query, and each choice is counted among the results."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus

import peewee

from boards.models.threads import Board, Department
from boards.pages.parts import Filter
from boards.rules.labels import KIND_LABELS, STATUS_LABELS
from boards.rules.status import Status
from forum.messages import M, Message
from search.query import language, vocabulary
from search.query.language import Query
from search.query.request import SearchRequest
from search.query.results import Found, FoundPost
from search.query.terms import fold

SORTS = {"relevance": M("最相关"), "date": M("最新")}
OVERDUE = "overdue"
NAMES = {"first": "from", "last": "to"}
DEFAULTS = vars(SearchRequest())
MOST_BOARDS = 8
STATUS_NAMES = {status.value: label for status, label in STATUS_LABELS.items() if status is not Status.PENDING} | {
    OVERDUE: M("逾期")
}
Test = Callable[[FoundPost], bool]
KIND_NAMES = {kind.value: label for kind, label in KIND_LABELS.items()}


@dataclass(frozen=True)
class Place:
    """A board and its department."""

    id: int
    slug: str
    name: str
    department: int | None
    names: frozenset[str]


class Places:
    """Every board with its department, read once, when first needed."""

    @cached_property
    def by_id(self) -> dict[int, Place]:
        rows = Board.select(
            Board.id, Board.slug, Board.name, Board.department, Department.slug, Department.name, Department.short
        ).join(Department, peewee.JOIN.LEFT_OUTER)
        return {
            number: Place(
                number, slug, name, department, frozenset(fold(each) for each in (slug, name, *names) if each)
            )
            for number, slug, name, department, *names in rows.tuples()
        }

    def boards(self, named: Iterable[str]) -> tuple[int, ...]:
        """The ids of the boards with one of these names, or else of those whose names contain one."""
        return tuple(place.id for place in self._called(named))

    def departments(self, named: Iterable[str]) -> set[int]:
        """The ids of the departments that have such a name themselves, or whose board has."""
        return {place.department for place in self._called(named) if place.department is not None}

    def _called(self, named: Iterable[str]) -> list[Place]:
        wanted = {fold(name) for name in named}
        exact = [place for place in self.by_id.values() if place.names & wanted]
        return exact or [
            place for place in self.by_id.values() if any(part in name for part in wanted for name in place.names)
        ]


def merge_form(query: Query, asked: SearchRequest) -> Query:
    """The query with the choices of the form; a choice replaces the same filter typed into the query."""
    notes = list(query.notes)
    typed = {"board": asked.board, "status": asked.status, "kind": asked.kind, "author": asked.author}
    chosen = {name: _known(name, value, notes) for name, value in typed.items() if value}
    days = _days(asked, notes)
    return replace(
        query,
        filters={name: values for name, values in query.filters.items() if name not in chosen}
        | {name: (value,) for name, value in chosen.items() if value is not None},
        notes=tuple(notes),
        **days,
    )


def _days(asked: SearchRequest, notes: list[Message]) -> dict[str, Any]:
    """The days of the form as a query's `after` and `before`; the form's last day is included."""
    first, last = (_day(value, notes) if value else None for value in (asked.first, asked.last))
    day = timedelta(days=1)
    return ({"after": first - day} if first else {}) | ({"before": last + day} if last else {})


def _known(name: str, value: str, notes: list[Message]) -> str | None:
    table = {"status": vocabulary.STATUSES, "kind": vocabulary.KINDS}.get(name)
    found = value if table is None else table.get(value.lower())
    if found is None:
        notes.append(M("看不懂“%(said)s”，没有按它筛选。", said=value[:20]))
    return found


def _day(value: str, notes: list[Message]) -> date | None:
    day = language.read_day(value)
    if day is None:
        notes.append(M("“%(said)s”不是日期，没有按它筛选；请写成 2014-09-13。", said=value[:20]))
    return day


def filter_candidates(
    candidates: Sequence[Found], filters: Mapping[str, tuple[str, ...]], places: Places, besides: str | None = None
) -> Sequence[Found]:
    """The results that pass the filters that the database decides, except the one named `besides`."""
    tests = [test(filters[name], places) for name, test in TESTS.items() if name in filters and name != besides]
    return [candidate for candidate in candidates if all(test(candidate) for test in tests)] if tests else candidates


def unknown_names(filters: Mapping[str, tuple[str, ...]], places: Places) -> list[Message]:
    """A note for each department and board of the filters of which there is none."""
    told = {"dept": M("没有找到叫“%(said)s”的部门。"), "board": M("没有找到叫“%(said)s”的版块。")}
    return [
        replace(message, values={"said": name[:20]})
        for field, message in told.items()
        for name in filters.get(field, ())
        if not (places.departments([name]) if field == "dept" else places.boards([name]))
    ]


# Names are looked up once for all candidates, not for each of them.
def _has_status(wanted: tuple[str, ...], places: Places) -> Test:
    return lambda candidate: candidate.status in wanted or (OVERDUE in wanted and candidate.overdue)


def _of_department(wanted: tuple[str, ...], places: Places) -> Test:
    departments = places.departments(wanted)
    return lambda candidate: not departments.isdisjoint(candidate.departments)


def _answered(wanted: tuple[str, ...], places: Places) -> Test:
    if vocabulary.NO_ANSWER in wanted:
        return lambda candidate: candidate.status is not None and not candidate.answered
    return lambda candidate: candidate.answered


def _on_board(wanted: tuple[str, ...], places: Places) -> Test:
    boards = frozenset(places.boards(wanted))
    return lambda candidate: candidate.board in boards


def _of_kind(wanted: tuple[str, ...], places: Places) -> Test:
    return lambda candidate: candidate.kind in wanted


TESTS: dict[str, Callable[[tuple[str, ...], Places], Test]] = {
    "status": _has_status,
    "dept": _of_department,
    "has": _answered,
    "board": _on_board,
    "kind": _of_kind,
}


def url(asked: SearchRequest, **changed: object) -> str:
    """The address of the first page of the same search with these fields changed."""
    fields = vars(asked) | {"at": ""} | changed
    return f"/search?{'&'.join(_pairs(fields, fields))}"


def _pairs(fields: Mapping[str, object], names: Iterable[str]) -> list[str]:
    """Of an address, the fields of these names that are not as by default."""
    return [
        f"{NAMES.get(name, name)}={_quoted(value)}"
        for name in names
        if (value := fields[name]) and value != DEFAULTS[name]
    ]


@lru_cache(maxsize=64)
def _quoted(value: object) -> str:
    """Cached, since a page of results repeats its query in twenty addresses."""
    return quote_plus(str(value))


def form(asked: SearchRequest) -> dict[str, Any]:
    """The fields of a SearchPage that the form needs, whether anything was found or not."""
    return {"unfiltered": url(SearchRequest(q=asked.q, sort=asked.sort))}


def sorts(asked: SearchRequest) -> tuple[Filter, ...]:
    return tuple(Filter(label, url(asked, sort=name), asked.sort == name) for name, label in SORTS.items())


def counted(asked: SearchRequest, query: Query, seen: Sequence[FoundPost], places: Places) -> dict[str, Any]:
    """The fields `statuses`, `kinds` and `boards` (those with the most threads) of a SearchPage, each choice with its number of threads."""
    by_status, by_kind, by_board = (_threads(seen, query, places, name) for name in ("status", "kind", "board"))
    statuses = Counter([each.status for each in by_status]) | Counter([OVERDUE for each in by_status if each.overdue])
    kinds = Counter([each.kind for each in by_kind])
    most = Counter([each.board for each in by_board]).most_common(MOST_BOARDS)
    found = [(places.by_id[board], number) for board, number in most]
    return {
        "statuses": _filters("status", asked, STATUS_NAMES, statuses),
        "kinds": _filters("kind", asked, KIND_NAMES, kinds),
        "boards": _filters(
            "board",
            asked,
            {place.slug: place.name for place, _ in found},
            {place.slug: number for place, number in found},
        ),
    }


def _threads(seen: Sequence[FoundPost], query: Query, places: Places, besides: str) -> Collection[FoundPost]:
    """One result of each thread that passes all filters but one."""
    passing = filter_candidates(seen, query.filters, places, besides)
    return {candidate.thread: candidate for candidate in passing}.values()


def _filters(
    name: str, asked: SearchRequest, labels: Mapping[str, Message | str], counted: Mapping[Any, int]
) -> tuple[Filter, ...]:
    chosen = getattr(asked, name)
    there = [value for value in labels if counted.get(value) or value == chosen]
    if not there:
        return ()
    address = _addresses(asked, name)
    choices = [Filter(labels[value], address(value), chosen == value, counted.get(value, 0)) for value in there]
    return Filter(M("全部"), url(asked, **{name: ""}), not chosen), *choices


def _addresses(asked: SearchRequest, name: str) -> Callable[[str], str]:
    """The function that gives `url` for each value of one field."""
    fields = vars(asked) | {"at": ""}
    names = list(fields)
    place = names.index(name)
    before, behind = _pairs(fields, names[:place]), _pairs(fields, names[place + 1 :])
    return lambda value: f"/search?{'&'.join((*before, f'{NAMES.get(name, name)}={_quoted(value)}', *behind))}"
