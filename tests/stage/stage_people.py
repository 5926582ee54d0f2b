"""The cast of the tests and the places they meet at: a small city under the Quzhou policy, whose clock stands still."""

from copy import copy, deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from boards.actions.city.structure import get_or_create_board, get_or_create_category, get_or_create_department
from boards.actions.posts.threads import ask
from boards.clocks.city import City
from boards.clocks.holidays import chinese_calendar_with
from boards.clocks.policy import load
from forum.accounts import actions as accounts
from forum.accounts.passwords import hash_password
from forum.accounts.queries import account_named, actor_of_account
from forum.clock import FixedClock
from forum.roles import GUEST
from forum.store import db

PASSWORD = "a long enough password"
MONDAY_10 = datetime(2014, 9, 22, 2, 0, tzinfo=UTC)  # Monday 10:00 in Shanghai


@pytest.fixture
def clock():
    return FixedClock(MONDAY_10)


@pytest.fixture
def now(clock):
    return clock.now()


def put_people(url, password_hash):
    """Put the places and the cast into a template, since most tests want them and making them takes a while."""
    opened = db.connect(url)
    with db.connection():
        places = _places(MONDAY_10)
        people = SimpleNamespace(places=places, cast=_cast(places, MONDAY_10, password_hash))
    opened.close_all()
    return people


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
    known = request.getfixturevalue("peopled_sqlite" if db.is_sqlite() else "postgresql").people
    return SimpleNamespace(places=deepcopy(known.places), cast=copy(known.cast))


@pytest.fixture
def places(database, now, people):
    """Two departments with a board each, and a discussion board."""
    return people.places if people else _places(now)


def _places(now):
    online = get_or_create_category("部门在线", "department", now=now)
    talk = get_or_create_category("互动交流", "discussion", 1, now=now)
    housing = get_or_create_department("zhujian", "清源市住房和城乡建设局", "住建局", "municipal", now=now)
    roads = get_or_create_department("jiaotong", "清源市交通运输局", "交通局", "municipal", now=now)
    return SimpleNamespace(
        housing=housing,
        roads=roads,
        housing_board=get_or_create_board("zhujian", "住建局", online, department=housing, now=now),
        roads_board=get_or_create_board("jiaotong", "交通局", online, department=roads, now=now),
        talk_board=get_or_create_board("chengshi", "城事漫谈", talk, now=now),
    )


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
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=rules,
        title="三衢路口没有红绿灯",
        text="三个路口一个红绿灯都没有，过马路要等半天。",
        kind="complaint",
    )


@pytest.fixture
def record_of(rules):
    """record_of(department, first, last, now): the department's Record after the figures were read from the log."""
    from boards.queries.office import records
    from boards.readers.figures import reader

    def read(department, first, last, now):
        reader(rules).catch_up(now)
        return records.record_of(department, first, last, now)

    return read
