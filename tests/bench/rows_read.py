"""How many rows PostgreSQL reads for each statement of each page, by EXPLAIN ANALYZE, in cities of several sizes.

    PYTHONPATH=.:tests/bench:tests/stage python tests/bench/rows_read.py --posts 10000 --posts 100000

The cities of tests/bench/city are built in a PostgreSQL of its own. Printed is each statement that reads more in the last city than
in the first, as the planner has it by itself. tests/test_rows_read_on_postgresql.py does so in small cities.
"""

import json
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click
from city.build import build
from city.plan import Plan
from measured_pages import pages_of
from served_city import postgresql

from forum.accounts.models import Account, Session
from forum.accounts.queries import key_hash
from forum.app import create_app
from forum.config import from_environ
from forum.store import db

FEW = 60  # rows
MEMBER = "chenxiao"
# In a small city the planner may read a table whole, since that is cheap there; these make it take the way that reads least.
DEAR = {"cpu_tuple_cost": 100, "cpu_index_tuple_cost": 100, "seq_page_cost": 1000} | dict.fromkeys(
    ("enable_seqscan", "enable_hashjoin", "enable_mergejoin"), "off"
)
MORE = (
    "/threads?status=closed&sort=supports",
    "/threads?status=overdue&sort=due",
    "/threads?kind=complaint",
    "/boards/zhujian?status=overdue",
    "/boards/zhujian?sort=newest",
    "/boards/zhujian?sort=due",
    "/boards/zhujian?best=1",
    "/threads/1?view=tree",
    "/threads/1?order=desc",
    "/statistics?department=zhujian",
    "/statistics/threads?figure=received",
    "/moderation/log",
    "/ledger",
    "/hot",
    "/topics",
    "/reports",
    "/feeds/site.atom",
    "/feeds/boards/zhujian.atom",
    "/feeds/threads/1.atom",
    "/feeds/departments/zhujian.atom",
    "/nearby?position=28.9703,118.8743",
    "/my",
    "/my/replies",
    "/notifications",
    "/api/v1/boards",
    "/api/v1/boards/zhujian/threads?limit=100",
    "/api/v1/threads/1",
    "/api/v1/threads/1/posts?limit=100",
    "/api/v1/departments/zhujian/record",
    "/posts/50/revisions",
)


@click.command()
@click.option("--posts", "sizes", multiple=True, type=int, default=(10_000, 100_000), show_default=True)
def main(sizes):
    read = {}
    for posts in sizes:
        with postgresql() as (login, upkeep, _), tempfile.TemporaryDirectory() as folder:
            read[posts] = rows_read(login, upkeep, posts, Path(folder))
    for (page, statement), (before, now) in grown(read[sizes[0]], read[sizes[-1]]).items():
        click.echo(f"{page}: {before:.0f} rows, now {now:.0f}: {statement}\n")


def grown(small, large):
    """{(page, statement): (rows in the small city, in the large one)} of those that read more."""
    return {key: (small[key], rows) for key, rows in large.items() if key in small and rows > 1.5 * small[key] + FEW}


def rows_read(login, upkeep, posts, folder, costs=()):
    """{(page, statement): rows that its scans read} of a member's pages in a new city of so many posts, with these `costs` for the planner."""
    build(login, Plan(posts), upkeep)
    environ = {"WENQU_DATA": str(folder), "WENQU_DATABASE": login, "WENQU_SECOND_FACTOR": "optional"}
    settings = from_environ(environ)
    pages = {page.name: page.path for page in pages_of(settings, posts)} | {path: path for path in MORE}
    try:
        client = _member(create_app(settings))
        with db.connection():
            db.database.execute_sql("SET jit = off")
            for name, value in dict(costs).items():
                db.database.execute_sql(f"SET {name} = {value}")
            return dict(_of_pages(client, pages))
    finally:
        db.database.close_all()


def _of_pages(client, pages):
    for name, path in pages.items():
        with _statements() as made:
            assert client.get(path).status_code in (200, 302), path
        for sql, values in made:
            yield (name, sql), _rows_read(_plan(sql, values))


def _member(app):
    client = app.test_client()
    with db.connection(), db.write():
        account = Account.get(Account.username == MEMBER)
        times = {"created_at": account.created_at, "expires_at": account.created_at + timedelta(days=36500)}
        Session.create(key_hash=key_hash("a session"), account=account, second_factor=True, **times)
    with client.session_transaction() as session:
        session["_user_id"] = "a session"
    return client


@contextmanager
def _statements():
    made = []

    def note(event):
        if event.sql.lstrip().startswith(("SELECT", "WITH")):
            made.append((event.sql, event.params))

    db.database.query_hooks.append(note)
    try:
        yield made
    finally:
        db.database.query_hooks.remove(note)


def _plan(sql, values):
    answer = db.database.execute_sql(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", values).fetchone()[0]
    return (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]


def _rows_read(node):
    below = node.get("Plans", ())
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    own = 0 if below else (node["Actual Rows"] + removed) * node["Actual Loops"]
    return own + sum(map(_rows_read, below))


if __name__ == "__main__":
    main()
