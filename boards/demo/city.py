"""The demo city 清源市: departments, people and questions, created by the real actions at past times."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from boards.actions.city.structure import get_or_create_board, get_or_create_category, get_or_create_department
from boards.clocks.city import City
from boards.demo import offices
from boards.demo.story import Cast, Verbs, events, play
from boards.models.threads import Department, Thread
from forum.accounts import actions as accounts
from forum.accounts.passwords import hash_password
from forum.accounts.queries import actor_of_account
from forum.commands.progress import progress
from forum.store import db

HERE = Path(__file__).parent
PASSWORD = "qingyuan-2026"
FOUNDED = timedelta(days=150)  # before the demo's now

# The front page begins with the boards on which citizens ask most.
CATEGORIES = (
    "城建交通", "民生保障", "教科文卫", "政法应急", "经济发展", "公共服务企业", "党群机关", "县（市、区）", "社区",
)  # fmt: skip

SHOWN = (
    ("chenxiao", "网民 netizen"),
    ("laoli", "网民 netizen"),
    ("zhujian", "住建局网络发言人 spokesperson"),
    ("zhujian2", "住建局网络发言人 spokesperson"),
    ("jiaotong", "交通运输局网络发言人 spokesperson"),
    ("banzhu", "管理员 moderator"),
    ("huawu", "话务员 operator"),
    ("duban", "督办 supervisor"),
    ("jizhe", "记者 reporter"),
    ("qianpi", "签批人 signatory"),
    ("admin", "系统管理员 administrator"),
)


def is_empty() -> bool:
    """Whether there are no departments and no threads yet."""
    return not Department.select().exists() and not Thread.select().exists()


def logins() -> str:
    """The demo's logins as a table for the terminal."""
    lines = [f"  {username:<10} {role}" for username, role in SHOWN]
    return "\n".join([f"demo logins, all with the password {PASSWORD}:", *lines])


def build(now: datetime, city: City, more: Verbs) -> None:
    """Create the city as it is at `now`; `more` contains the steps of the packages above."""
    founded = now - FOUNDED
    with db.write():  # one transaction, so that an interruption leaves no incomplete city
        cast = settle(founded)
        offices.keep(cast, founded, now)
        for event in progress(events(threads(), now, netizens(cast), city.timezone), "demo"):
            play(event, cast, city, more)
        offices.report(cast, now, city)


def settle(founded: datetime) -> Cast:
    """Create the departments, boards and people of the city, inside `db.write()`; returns the Cast."""
    return Cast(_people(_offices(founded), founded), _boards(founded))


def netizens(cast: Cast) -> list[str]:
    """The usernames of those who hold no office."""
    return [username for username, actor in cast.actors.items() if not actor.official]


def threads() -> Iterator[dict[str, Any]]:
    """The threads of the story files, of which `boards.demo.story.events` makes events."""
    for file in sorted((HERE / "threads").glob("*.toml")):
        yield from tomllib.loads(file.read_text(encoding="utf-8"))["thread"]


def _read(name):
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _offices(founded):
    made = {}
    rows = _read("departments.toml")["department"]
    for position, row in enumerate(sorted(rows, key=lambda row: bool(row.get("parent")))):
        made[row["slug"]] = get_or_create_department(
            row["slug"],
            row["name"],
            row["short"],
            row["level"],
            duty=row.get("duty", ""),
            parent=made.get(row.get("parent")),
            position=position,
            now=founded,
        )
    return made


def _boards(founded):
    data = _read("departments.toml")
    units = {unit.slug: unit for unit in Department.select()}
    categories, made = {}, {}
    departments = sorted(data["department"], key=lambda row: CATEGORIES.index(row["category"]))
    for position, row in enumerate([*data["board"][-1:], *departments, *data["board"][:-1]]):
        section = row.get("section", "department")
        name = row.get("category") or row["name"]
        if name not in categories:
            categories[name] = get_or_create_category(name, section, len(categories), now=founded)
        made[row["slug"]] = get_or_create_board(
            row["slug"],
            row.get("short") or row["name"],
            categories[name],
            department=units.get(row["slug"]),
            description=row.get("duty") or row.get("description", ""),
            position=position,
            now=founded,
        )
    return made


def _people(offices, founded):
    password_hash = hash_password(PASSWORD)
    actors = {}
    for row in _read("cast.toml")["account"]:
        account = accounts.open_account(row["username"], row["display_name"], password_hash, now=founded)
        for role in row["roles"]:
            if role["role"] != "netizen":
                spoken_for = role["role"] == "spokesperson" and offices[role["department"]].id or None
                accounts.grant(account, role["role"], spoken_for, now=founded)
        actors[row["username"]] = actor_of_account(account, founded)
    return actors
