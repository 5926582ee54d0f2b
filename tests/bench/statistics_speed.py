"""The statistics of a large city: what a rebuild from zero takes, and `/statistics` as a multiple of a bare Flask view.

    PYTHONPATH=. python tests/bench/statistics_speed.py [--cases 1000000] [--folder FOLDER] [--rounds 100]

The city has 100 departments and ten years of cases, written past the actions; FOLDER keeps it, and a second run measures only.
A rebuild runs as a process of its own, `wenqu stats --rebuild`: printed are its time, CPU and highest resident memory. Both views are
served by the program's own server in turns, as in search_page.py, the page by a guest: whole, of one department, and of a period.
The page is kept for guests until something happens or a minute has passed, so what it takes the first time is printed as well.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from search_page import _bare, _serving

from boards.models.cases import Rating
from boards.models.threads import Board, Category, Clock, Department, Post, Thread
from forum.accounts.models import Account
from forum.app import create_app
from forum.commands.progress import progress
from forum.config import from_environ
from forum.deeds import Deed
from forum.store import db, schema

DEPARTMENTS, CHUNK, TURN = 100, 5000, 20
BEGIN, YEARS = datetime(2010, 1, 4, 2, tzinfo=UTC), 10
KINDS, CHANNELS = ("consultation", "complaint", "suggestion"), ("web", "web", "hotline")
DISPOSED = ("platform", "duplicate", "declined", "discussion")
PAGES = {
    "whole": "/statistics",
    "a department": "/statistics?department=d7",
    "a period": "/statistics?from=2013-03-05&to=2018-09-17",
    "a period, kind and channel": "/statistics?from=2013-03-05&to=2018-09-17&kind=complaint&channel=hotline",
}


@click.command()
@click.option("--cases", default=1_000_000, show_default=True)
@click.option("--rounds", default=100, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Keep the city here, and use it again.")
@click.option(
    "--rebuild/--no-rebuild", default=True, help="Whether to measure a rebuild that finds no difference, too."
)
def main(cases, rounds, folder, rebuild):
    settings = from_environ({"WENQU_DATA": str(folder.absolute()), "WENQU_RATE_LIMITS": "off"})
    if not (folder / "made").exists():
        _make(settings, cases)
        click.echo(f"from zero: {_rebuild(folder)}")
        (folder / "made").touch()
    if rebuild:
        click.echo(f"again, without a difference: {_rebuild(folder)}")
    with _serving(lambda: create_app(settings)) as pages:
        for name, path in PAGES.items():
            first = pages.spent([path])
            size = len(pages.get(path))
            with _serving(lambda size=size: _bare(size)) as simple:
                simple.get("/")
                turns = [_turn(pages, simple, path) for _ in range(rounds // TURN)]
            page, bare = (statistics.median(spent) for spent in zip(*turns, strict=True))
            times = statistics.median(page / bare for page, bare in turns)
            click.echo(
                f"{name}: {page:.2f} ms CPU = {times:.1f}x a bare view of {size / 1000:.0f} kB ({bare:.2f} ms); the first time {first:.0f} ms"
            )


def _turn(pages, simple, path):
    """Milliseconds of CPU of the page, and of the bare view."""
    pages.get(path)
    return pages.spent([path] * TURN), simple.spent(["/"] * TURN)


def _rebuild(folder):
    """Seconds, CPU seconds and highest memory of `wenqu stats --rebuild`, and its last line."""
    command = [Path(sys.executable).with_name("wenqu"), "stats", "--rebuild"]
    began = time.monotonic()
    with subprocess.Popen(
        command, env=os.environ | {"WENQU_DATA": str(folder.absolute())}, stdout=subprocess.PIPE, text=True
    ) as running:
        said = running.stdout.read().strip()
        _, _, used = os.wait4(running.pid, 0)
        running.returncode = 0
    took, cpu = time.monotonic() - began, used.ru_utime + used.ru_stime
    return f"{took:.0f} s, CPU {cpu:.0f} s, at most {used.ru_maxrss / 1024:.0f} MB: {said}"


def _make(settings, cases):
    schema.upgrade(settings.database)
    db.SQLITE_PRAGMAS["synchronous"] = "off"
    db.connect(settings.database, upkeep=True)
    with db.connection():
        for (name,) in db.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.database.execute_sql(f'DROP TRIGGER "{name}"')
        with db.database.atomic():
            _city()
        made = _cases(cases)
        for _ in progress(range(0, cases, CHUNK), f"{CHUNK} cases"):
            with db.database.atomic():
                _write([next(made) for _ in range(CHUNK)])
    db.database.close_all()
    schema.upgrade(settings.database)


def _city():
    Account.create(username="netizen", display_name="市民", name_key="市民", public_id="1", created_at=BEGIN)
    levels = ("municipal", "county", "township")
    categories = [Category.create(name=f"分类{number}", section="department") for number in range(3)]
    for number in range(DEPARTMENTS):
        named = {"slug": f"d{number}", "name": f"第{number}局"}
        unit = Department.create(short=f"{number}局", level=levels[number % 3], **named)
        Board.create(section="department", category=categories[number % 3], department=unit, **named)


def _cases(count):
    """The rows of one case after the other: (Thread, Clocks, Ratings, Posts)."""
    draw = random.Random(7)
    apart = timedelta(days=365 * YEARS) / count
    for number in range(1, count + 1):
        yield _case(draw, number, BEGIN + number * apart, number > count * 0.995)


def _case(draw, number, at, recent):
    fate = draw.random()
    department = min(int(draw.paretovariate(0.6)), DEPARTMENTS)
    running = recent and fate < 0.5 or fate < 0.0005
    disposition = draw.choice(DISPOSED) if 0.7 < fate < 0.8 else "forwarded"
    status = {"declined": "declined", "duplicate": "closed", "discussion": None}.get(disposition, "answered")
    accepted = at + timedelta(minutes=draw.lognormvariate(6, 1))
    answered = accepted + timedelta(minutes=draw.lognormvariate(8, 1))
    due = {"accept": at + timedelta(days=1), "answer": at + timedelta(days=10)}
    met = {} if running else {"accept": (accepted, Deed.ACCEPT.value), "answer": (answered, Deed.RESULT.value)}
    clocks = [_clock(number, department, kind, at, due[kind], *met.get(kind, (None, None))) for kind in due]
    if draw.random() < 0.1:
        other = department % DEPARTMENTS + 1
        clocks += [_clock(number, other, kind, at, due[kind], at, Deed.TRANSFER.value, "stopped") for kind in due]
    return (
        _row(
            Thread, id=number, board=department, title=f"第{number}个问题", kind=draw.choice(KINDS), author=1,
            channel=draw.choice(CHANNELS), status="accepted" if running else status, disposition=disposition,
            department=department, author_name="市民", role="netizen", created_at=at, last_at=answered,
            last_name="市民", answers=0 if running else 1, next_due_at=due["answer"] if running else None,
        ),
        clocks if disposition == "forwarded" else [],
        [_row(Rating, thread=number, number=1, department=department, account=1, grade=draw.randint(1, 5), text="",
              solved=draw.choice([None, True, False]), created_at=answered)] if fate < 0.3 and not running else [],
        [_row(Post, id=number, thread=number, floor=2, path="0002", kind="follow_up", place_thread=number, place_floor=2,
              place_path="0002", author=1, author_name="市民", role="netizen", created_at=answered)] if fate > 0.9 else [],
    )  # fmt: skip


def _clock(thread, department, kind, opened, due, met_at, met_by, outcome=None):
    how = outcome or (met_at and ("met" if met_at <= due else "missed"))
    ended = {"met_at": met_at, "met_by": met_by, "outcome": how}
    given = {"thread": thread, "department": department, "kind": kind, "opened_at": opened, "due_at": due}
    return _row(Clock, explanation="[]", **given, **ended)


def _row(model, **values):
    fields = [field for field in model._meta.sorted_fields if field.name != "id" or "id" in values]
    return [field.db_value(values.get(field.name, field.default)) for field in fields]


def _write(cases):
    cursor = db.database.connection().cursor()
    threads, *others = zip(*cases, strict=True)
    _insert(cursor, Thread, threads, True)
    for model, rows in zip((Clock, Rating, Post), others, strict=True):
        _insert(cursor, model, [row for each in rows for row in each], model is Post)


def _insert(cursor, model, rows, with_id):
    fields = [field for field in model._meta.sorted_fields if field.name != "id" or with_id]
    names = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join("?" * len(fields))
    cursor.executemany(f'INSERT INTO "{model._meta.table_name}" ({names}) VALUES ({marks})', rows)


if __name__ == "__main__":
    main()
