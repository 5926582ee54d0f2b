"""Keeps the public figures: a reader of the log that reckons again what each changed thread adds to them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from typing import Any, NamedTuple

import peewee

from boards.clocks.city import City
from boards.models.figures import KEY, CaseFigures, MonthFigures
from boards.models.threads import Post
from boards.readers.case_facts import among, case_facts
from boards.rules.deeds.record import Group
from boards.rules.deeds.table import deeds_in
from boards.rules.figures.measures import CITY, Measure, measures_of, shares
from forum.store.log import Deed, Entry
from forum.store.readers import Reader

# The deeds that change what a case adds to the figures; each entry names its thread, and that of sealing only the post.
CHANGING = frozenset({*deeds_in(Group.CASE), *deeds_in(Group.TOOL), Deed.SEAL})
MOST_ROWS = 50  # that are deleted by one statement

ADDING = "ON CONFLICT ({}) DO UPDATE SET {}".format(
    ", ".join(column.column_name for column in KEY),
    ", ".join(f'"{name}" = month_figures."{name}" + excluded."{name}"' for name in Measure),
)

Rows = dict[tuple[int, int], dict[str, Any]]  # what CaseFigures has by (thread, department)


class Cell(NamedTuple):
    """The key of a MonthFigures row."""

    department: int
    month: date
    category: int
    kind: str
    channel: str


def reader(city: City) -> Reader:
    """The Reader that keeps the figures by the city's days."""
    return Reader("figures", lambda entries, now: take(entries, city), deeds=CHANGING)


def take(entries: Sequence[Entry], city: City) -> None:
    """Reckon the threads of `entries` again; inside a write transaction."""
    named = {entry.thread_id for entry in entries if entry.thread_id}
    reckon(sorted(named | _written_in([entry.post_id for entry in entries if entry.deed == Deed.SEAL])), city)


def reckon(threads: Sequence[int], city: City) -> int:
    """Bring the figures of `threads` up to date, inside a write transaction; returns how many rows of CaseFigures differed."""
    kept, made = kept_and_made(threads, city)
    changed = {key for key in kept.keys() | made.keys() if kept.get(key) != made.get(key)}
    _replace(changed & kept.keys(), [_key(key) | made[key] for key in sorted(changed & made.keys())])
    add_to_months(
        sums_of(
            [(key, kept[key], -1) for key in changed & kept.keys()]
            + [(key, made[key], 1) for key in changed & made.keys()]
        )
    )
    return len(changed)


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


def sums_of(rows: Iterable[tuple[tuple[int, int], dict[str, Any], int]]) -> dict[Cell, Counter[Measure]]:
    """{Cell: count of each measure} of ((thread, department), row, 1 or -1)."""
    alike: Counter[Any] = Counter()
    for (_, department), row, sign in rows:
        month = row["day"].replace(day=1)
        alike[(department, month, row["category"], row["kind"], row["channel"]), row["measures"]] += sign
    sums: dict[Cell, Counter[Measure]] = {}
    for (key, bits), number in alike.items():
        counted = dict.fromkeys(measures_of(bits), number)
        for cell in cells(*key):
            sums.setdefault(cell, Counter()).update(counted)
    return sums


def add_to_months(sums: dict[Cell, Counter[Measure]]) -> None:
    """Add to the rows of MonthFigures; cells without a change are left out."""
    rows = [
        cell._asdict() | {measure.value: counted[measure] for measure in Measure}
        for cell, counted in sorted(sums.items())
        if any(counted.values())
    ]
    MonthFigures.insert_all(rows, ADDING)


def _written_in(posts):
    """The threads in which `posts` were written."""
    rows = Post.select(Post.thread).where(Post.id.in_(posts)).tuples() if posts else ()
    return {thread for (thread,) in rows}


def cells(department: int, month: date, category: int, kind: str, channel: str) -> list[Cell]:
    """The Cells in which a case of that month is counted."""
    return [
        Cell(department, month, *of)
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
