"""What departments of the demo city say of themselves, and what reporters say of its questions, by the real actions."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from boards.actions.city import offices
from boards.actions.posts import press
from boards.clocks.city import City
from boards.demo.story import Cast
from boards.models.threads import Department, Thread
from boards.queries.parts import shown

FILE = Path(__file__).with_name("offices.toml")


def keep(cast: Cast, founded: datetime, now: datetime) -> None:
    """List the people and write the working rules, inside `db.write()`."""
    for row in _read()["department"]:
        department, keeper = Department.get(Department.slug == row["slug"]), cast.actors[row["keeper"]]
        for person in row["people"]:
            offices.add_person(department, actor=keeper, now=founded, **person)
        for number, rules in enumerate(row.get("rules", ())):
            at = now - timedelta(days=rules["days"])
            offices.revise_rules(department, actor=keeper, now=at, text=rules["text"], based_on=number)


def report(cast: Cast, now: datetime, city: City) -> None:
    """Publish what reporters wrote about the questions, inside `db.write()`."""
    titled = {shown.shown_title_of(thread, hidden=False): thread.id for thread in Thread.select()}
    for row in _read()["report"]:
        at = now - timedelta(days=row["days"])
        threads = "、".join(str(titled[title]) for title in row["threads"])
        given = {"url": "", "text": "", **row, "threads": threads, "published_on": city.day(at).isoformat()}
        press.publish(given, actor=cast.actors[row["reporter"]], now=now, today=city.day(now))


def _read():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
