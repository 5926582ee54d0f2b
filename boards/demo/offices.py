"""What departments of the demo city say of themselves: their people and working rules, by the real actions."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from boards.actions.city import offices
from boards.demo.story import Cast
from boards.models.threads import Department

FILE = Path(__file__).with_name("offices.toml")


def keep(cast: Cast, founded: datetime, now: datetime) -> None:
    """List the people and write the working rules, inside `db.write()`."""
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["department"]:
        department, keeper = Department.get(Department.slug == row["slug"]), cast.actors[row["keeper"]]
        for person in row["people"]:
            offices.add_person(department, actor=keeper, now=founded, **person)
        for number, rules in enumerate(row.get("rules", ())):
            at = now - timedelta(days=rules["days"])
            offices.revise_rules(department, actor=keeper, now=at, text=rules["text"], based_on=number)
