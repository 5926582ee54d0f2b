"""The filters of the results page: the form joins the query, and each choice is counted over what was found."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property, lru_cache
from urllib.parse import quote_plus

import peewee

from boards.models.threads import Board, Department
from boards.pages.parts import Filter
from boards.rules.labels import KIND_LABELS, STATUS_LABELS
from boards.rules.status import Status
from forum.messages import M
from search.query import language
from search.query.request import SearchRequest
from search.query.terms import fold

SORTS = {"relevance": M("最相关"), "date": M("最新")}
OVERDUE = "overdue"
NAMES = {"first": "from", "last": "to"}
USUAL = vars(SearchRequest())
MOST_BOARDS = 8
STATUS_NAMES = {status.value: label for status, label in STATUS_LABELS.items() if status is not Status.PENDING} | {
    OVERDUE: M("逾期")
}
KIND_NAMES = {kind.value: label for kind, label in KIND_LABELS.items()}


@dataclass(frozen=True)
class Place:
    """A board and its department."""

    id: int
    slug: str
    name: str
    department: int | None
    names: frozenset


class Places:
    """Every board with its department, read once and only when somebody asks."""

    @cached_property
    def by_id(self):
        rows = Board.select(
            Board.id, Board.slug, Board.name, Board.department, Department.slug, Department.name, Department.short
        ).join(Department, peewee.JOIN.LEFT_OUTER)
        return {
            row[0]: Place(*row[:4], frozenset(fold(name) for name in (row[1], row[2], *row[4:]) if name))
            for row in rows.tuples()
        }

    def boards(self, named):
        """The ids of the boards that are called so, or partly so."""
        return tuple(place.id for place in self._called(named))

    def departments(self, named):
        """The ids of the departments whose board or name is called so."""
        return {place.department for place in self._called(named)} - {None}

    def _called(self, named):
        wanted = {fold(name) for name in named}
        exact = [place for place in self.by_id.values() if place.names & wanted]
        return exact or [
            place for place in self.by_id.values() if any(part in name for part in wanted for name in place.names)
        ]


def merge_form(query, asked):
    """The query with what was chosen in the form beside it."""
    filters, notes = dict(query.filters), list(query.notes)
    typed = {"board": asked.board, "status": asked.status, "kind": asked.kind, "author": asked.author}
    for name, value in typed.items():
        if value:
            filters[name] = (_known(name, value, notes),)
    days = _days(asked, notes)
    return replace(
        query,
        filters={name: values for name, values in filters.items() if values != (None,)},
        notes=tuple(notes),
        **days,
    )


def _days(asked, notes):
    """The days of the form, the last one included."""
    first, last = (_day(value, notes) if value else None for value in (asked.first, asked.last))
    day = timedelta(days=1)
    return ({"after": first - day} if first else {}) | ({"before": last + day} if last else {})


def _known(name, value, notes):
    table = {"status": language.STATUSES, "kind": language.KINDS}.get(name)
    found = value if table is None else table.get(value.lower())
    if found is None:
        notes.append(M("看不懂“%(said)s”，没有按它筛选。", said=value[:20]))
    return found


def _day(value, notes):
    day = language.read_day(value)
    if day is None:
        notes.append(M("“%(said)s”不是日期，没有按它筛选；请写成 2014-09-13。", said=value[:20]))
    return day


def filter_candidates(candidates, filters, places, besides=None):
    """The Candidates that pass the filters that the database decides, leaving out the one named `besides`."""
    tests = [(test, filters[name]) for name, test in TESTS.items() if name in filters and name != besides]
    return (
        [candidate for candidate in candidates if all(test(candidate, wanted, places) for test, wanted in tests)]
        if tests
        else candidates
    )


def _has_status(candidate, wanted, places):
    return candidate.status in wanted or (OVERDUE in wanted and candidate.overdue)


def _of_department(candidate, wanted, places):
    return not places.departments(wanted).isdisjoint(candidate.departments)


def _answered(candidate, wanted, places):
    return candidate.answered


def _on_board(candidate, wanted, places):
    return candidate.board in places.boards(wanted)


def _of_kind(candidate, wanted, places):
    return candidate.kind in wanted


TESTS = {"status": _has_status, "dept": _of_department, "has": _answered, "board": _on_board, "kind": _of_kind}


def url(asked, **changed):
    """The address of the same search with something changed, from its beginning."""
    kept = vars(asked) | {"at": ""} | changed
    said = (
        f"{NAMES.get(name, name)}={_quoted(value)}" for name, value in kept.items() if value and value != USUAL[name]
    )
    return f"/search?{'&'.join(said)}"


@lru_cache(maxsize=64)
def _quoted(value):
    """Kept, since a page of results names its query in twenty addresses."""
    return quote_plus(str(value))


def form(asked):
    """What the form needs on every page, whatever was found."""
    return {
        "status_names": tuple(STATUS_NAMES.items()),
        "kind_names": tuple(KIND_NAMES.items()),
        "unfiltered": url(SearchRequest(q=asked.q, sort=asked.sort)),
    }


def sorts(asked):
    return tuple(Filter(label, url(asked, sort=name), asked.sort == name) for name, label in SORTS.items())


def statuses(asked, query, seen, places):
    """The statuses with how many threads each has among what was found."""
    counted = _counted(seen, query, places, "status", lambda candidate: candidate.status)
    late = _counted(seen, query, places, "status", lambda candidate: OVERDUE if candidate.overdue else None)
    return _filters("status", asked, STATUS_NAMES, counted | late)


def kinds(asked, query, seen, places):
    """The kinds of question, counted."""
    return _filters("kind", asked, KIND_NAMES, _counted(seen, query, places, "kind", lambda candidate: candidate.kind))


def boards(asked, query, seen, places):
    """The boards with the most threads among what was found, counted."""
    counted = _counted(seen, query, places, "board", lambda candidate: candidate.board)
    found = {places.by_id[board]: number for board, number in counted.most_common(MOST_BOARDS)}
    return _filters(
        "board",
        asked,
        {place.slug: place.name for place in found},
        {place.slug: number for place, number in found.items()},
    )


def _counted(seen, query, places, name, value):
    threads = {candidate.thread: candidate for candidate in filter_candidates(seen, query.filters, places, name)}
    counted = Counter(map(value, threads.values()))
    counted.pop(None, None)
    return counted


def _filters(name, asked, labels, counted):
    chosen = getattr(asked, name)
    there = [value for value in labels if counted.get(value) or value == chosen]
    if not there:
        return ()
    everything = Filter(M("全部"), url(asked, **{name: ""}), not chosen)
    return (
        everything,
        *(
            Filter(labels[value], url(asked, **{name: value}), chosen == value, counted.get(value, 0))
            for value in there
        ),
    )
