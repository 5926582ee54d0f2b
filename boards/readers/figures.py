"""Keeps the public figures: a reader of the log that reckons again what each changed thread adds to them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, product
from typing import Any, NamedTuple

import peewee

from boards.clocks.city import City
from boards.models.figures import KEY, CaseFigures, FiguresVersion, MinuteFigures, PeriodFigures
from boards.models.threads import Post
from boards.readers.case_facts import among, case_facts
from boards.rules.deeds.record import Group
from boards.rules.deeds.table import deeds_in
from boards.rules.figures.choice import MONTH, YEAR, period_of
from boards.rules.figures.measures import CITY, Measure, measures_of, shares
from boards.rules.figures.minutes import class_of
from forum.store.log import Deed, Entry
from forum.store.readers import Reader

# The deeds that change what a case adds to the figures; each entry names its thread, and that of sealing only the post.
CHANGING = frozenset({*deeds_in(Group.CASE), *deeds_in(Group.TOOL), Deed.SEAL})
# Those after which departments are called otherwise, or are others.
RENAMING = frozenset({Deed.DEPARTMENT_CREATE, Deed.DEPARTMENT_RENAME, Deed.DEPARTMENT_CLOSE, Deed.CATEGORY_CREATE})
MOST_ROWS = 50  # that are deleted by one statement
PERIODS = (MONTH, YEAR)


class Cell(NamedTuple):
    """The key of a PeriodFigures row."""

    department: int
    months: int
    begins: date
    category: int
    kind: str
    channel: str


class MinuteCell(NamedTuple):
    """The key of a MinuteFigures row."""

    department: int
    months: int
    begins: date
    clock: str
    least: int


ADDING = "ON CONFLICT ({}) DO UPDATE SET {}".format(
    ", ".join(column.column_name for column in KEY),
    ", ".join(f'"{name}" = period_figures."{name}" + excluded."{name}"' for name in Measure),
)
ADDING_MINUTES = f"""ON CONFLICT ({", ".join(MinuteCell._fields)})
    DO UPDATE SET cases = minute_figures.cases + excluded.cases"""

Rows = dict[tuple[int, int], dict[str, Any]]  # what CaseFigures has by (thread, department)
Change = tuple[tuple[int, int], dict[str, Any], int]  # (thread, department), its row, 1 or -1


def reader(city: City) -> Reader:
    """The Reader that keeps the figures by the city's days."""
    return Reader("figures", lambda entries, now: take(entries, city), deeds=CHANGING | RENAMING)


def take(entries: Sequence[Entry], city: City) -> None:
    """Reckon the threads of `entries` again; inside a write transaction."""
    named = {entry.thread_id for entry in entries if entry.thread_id}
    reckon(sorted(named | _written_in([entry.post_id for entry in entries if entry.deed == Deed.SEAL])), city)
    if any(entry.deed in RENAMING for entry in entries):
        note_change()


def reckon(threads: Sequence[int], city: City) -> int:
    """Bring the figures of `threads` up to date, inside a write transaction; returns how many rows of CaseFigures differed."""
    kept, made = kept_and_made(threads, city)
    changed = {key for key in kept.keys() | made.keys() if kept.get(key) != made.get(key)}
    _replace(changed & kept.keys(), [_key(key) | made[key] for key in sorted(changed & made.keys())])
    changes = [(key, kept[key], -1) for key in changed & kept.keys()]
    changes += [(key, made[key], 1) for key in changed & made.keys()]
    add_to_periods(sums_of(changes))
    add_to_minutes(minutes_of(changes))
    if changed:
        note_change()
    return len(changed)


def note_change() -> None:
    """Count that the figures have changed, inside the write transaction: pages made of them before are made anew."""
    FiguresVersion.update(changes=FiguresVersion.changes + 1).execute()


def kept_and_made(threads: Sequence[int], city: City) -> tuple[Rows, Rows]:
    """The rows of CaseFigures of `threads` as they are stored, and as they are reckoned from the other tables."""
    if not threads:
        return {}, {}
    kept = {(row.pop("thread"), row.pop("department")): row for row in _stored(threads)}
    made = {
        (facts.thread, department): _row(facts, share)
        for facts in case_facts(threads, city)
        for department, share in shares(facts).items()
    }
    return kept, made


def sums_of(rows: Iterable[Change]) -> dict[Cell, Counter[Measure]]:
    """{Cell: count of each measure}."""
    alike: Counter[Any] = Counter()
    for (_, department), row, sign in rows:
        month = period_of(row["day"], MONTH)
        alike[(department, month, row["category"], row["kind"], row["channel"]), row["measures"]] += sign
    sums: dict[Cell, Counter[Measure]] = {}
    for ((department, month, *of), bits), number in alike.items():
        counted = dict.fromkeys(measures_of(bits), number)
        for cell in chain.from_iterable(cells(department, months, month, *of) for months in PERIODS):
            sums.setdefault(cell, Counter()).update(counted)
    return sums


def minutes_of(rows: Iterable[Change]) -> Counter[MinuteCell]:
    """{MinuteCell: number of cases}."""
    found: Counter[MinuteCell] = Counter()
    for (_, department), row, sign in rows:
        for clock, months in product(("accept", "answer"), PERIODS):
            minutes = row[f"{clock}_minutes"]
            if minutes is not None:
                begins = period_of(row["day"], months)
                found[MinuteCell(department, months, begins, clock, class_of(minutes))] += sign
    return found


def add_to_minutes(found: Counter[MinuteCell]) -> None:
    """Add to the rows of MinuteFigures."""
    rows = [cell._asdict() | {"cases": number} for cell, number in sorted(found.items()) if number]
    MinuteFigures.insert_all(rows, ADDING_MINUTES)


def add_to_periods(sums: dict[Cell, Counter[Measure]]) -> None:
    """Add to the rows of PeriodFigures; cells without a change are left out."""
    rows = [
        cell._asdict() | {measure.value: counted[measure] for measure in Measure}
        for cell, counted in sorted(sums.items())
        if any(counted.values())
    ]
    PeriodFigures.insert_all(rows, ADDING)


def _written_in(posts):
    """The threads in which `posts` were written."""
    rows = Post.select(Post.thread).where(Post.id.in_(posts)).tuples() if posts else ()
    return {thread for (thread,) in rows}


def cells(department: int, months: int, day: date, category: int, kind: str, channel: str) -> list[Cell]:
    """The Cells of the period around `day` in which a case of that day is counted."""
    begins = period_of(day, months)
    return [
        Cell(department, months, begins, *of)
        for of in product({0, category if department == CITY else 0}, {"", kind}, {"", channel})
    ]


def _stored(threads):
    return (
        CaseFigures.select(*(field for field in CaseFigures._meta.sorted_fields if field.name != "id"))
        .where(among(CaseFigures.thread, threads))
        .dicts()
    )


def _row(facts, share):
    return {
        "category": facts.category,
        "day": facts.day,
        "kind": facts.kind,
        "channel": facts.channel,
        "measures": share.bits,
        "accept_minutes": share.accept_minutes,
        "answer_minutes": share.answer_minutes,
        "open_until": share.open_until,
        "accept_until": share.accept_until,
        "first_reply_until": share.first_reply_until,
        "answer_until": share.answer_until,
    }


def _replace(gone, rows):
    key = peewee.Tuple(CaseFigures.thread, CaseFigures.department)
    for some in peewee.chunked(sorted(gone), MOST_ROWS):
        CaseFigures.delete().where(key.in_([peewee.Tuple(*each) for each in some])).execute()
    CaseFigures.insert_all(rows)


def _key(key):
    return dict(zip(("thread", "department"), key, strict=True))
