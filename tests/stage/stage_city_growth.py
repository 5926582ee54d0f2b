"""A city many times as large, for what a statement costs: cases and what hangs on them, copied by SQL under numbers of their own."""

import re
from collections import Counter
from contextlib import closing, contextmanager

from peewee import sqlite3  # the library that the program has open: two in one process lose each other's locks

from forum.store import db

GROWN = (
    "callback case_figures clock draft entry extension held_post hot_activity hot_words hotline_call location notice notification own_question "
    "placement post press_report press_thread press_version promise rating reading_position recorded_row report revision sanction "
    "seal_order support thread thread_views watch"
).split()
UNDECLARED = {"thread_id", "post_id", "entry_id", "place_thread", "seal_order_id", "thread", "post", "entry", "row_id"}
NUMBERED = {("notice", "number")}
VALUE = re.compile(r"'(?:[^']|'')*'|(?<![\w\"])\d+(?:\.\d+)?\b(?:, \d+)*")
EACH = 100  # steps of SQLite's virtual machine between two counts


def grow_city(path, times, apart):
    """Copy the rows of the GROWN tables of a SQLite database `times` times, their numbers k * `apart` later; boards, departments and accounts stay as they are."""
    db.database.close_all()  # what is still being read would keep on reading the city as it was
    with closing(sqlite3.connect(path)) as upkeep:
        guards = upkeep.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            upkeep.execute(f'DROP TRIGGER "{name}"')
        for table in GROWN:
            upkeep.execute(_copying(upkeep, table, times, apart))
        for _, statement in guards:
            upkeep.execute(statement)
        upkeep.commit()
    db.database.connect()


def _copying(upkeep, table, times, apart):
    columns = upkeep.execute(f"PRAGMA table_info({table})").fetchall()
    references = {row[3] for row in upkeep.execute(f"PRAGMA foreign_key_list({table})") if row[2] in GROWN}
    moved = (
        references | UNDECLARED | {row[1] for row in columns if row[5]} | {name for of, name in NUMBERED if of == table}
    )
    names = [row[1] for row in columns]
    values = [_copied(name, moved, apart) for name in names]
    many = f"WITH RECURSIVE copy (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k < {times})"
    listed = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({listed}) {many} SELECT {', '.join(values)} FROM {table}, copy"


def _copied(name, moved, apart):
    if name == "external_ref":
        return f"\"{name}\" || '-' || k"
    if name == "object":
        number = "substr(object, instr(object, '/') + 1)"
        return f"substr(object, 1, instr(object, '/')) || ({number} + k * {apart})"
    return f'"{name}" + k * {apart}' if name in moved else f'"{name}"'


@contextmanager
def steps():
    """{statement: how many steps of SQLite's virtual machine it took, in hundreds} of what is run meanwhile; values stand as ?."""
    taken, running = Counter(), [""]

    def starts(statement):
        running[0] = VALUE.sub("?", statement)

    def counts():
        taken[running[0]] += 1

    connection = db.database.connection()
    connection.set_trace_callback(starts)
    connection.set_progress_handler(counts, EACH)
    try:
        yield taken
    finally:
        connection.set_progress_handler(None, EACH)
        connection.set_trace_callback(None)
