"""What the tests of the verbs share: reading a case as it stands now, and the departments of the model chain."""

from types import SimpleNamespace

import pytest

from boards.actions.city.structure import get_or_create_department
from boards.models.threads import Clock, Thread
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from forum.store.log import Entry, entry_data


class Case:
    """A case as the database has it."""

    def __init__(self, thread):
        self.id = thread.id

    @property
    def row(self):
        return Thread.get_by_id(self.id)

    @property
    def status(self):
        return self.row.status

    @property
    def deeds(self):
        rows = Entry.select(Entry.deed).where(Entry.thread_id == self.id).order_by(Entry.id)
        return [deed.partition(".")[2] for (deed,) in rows.tuples()]

    @property
    def said(self):
        """The data of the newest entry."""
        return entry_data(Entry.select().where(Entry.thread_id == self.id).order_by(Entry.id.desc()).first().data)

    def clocks(self, department=None):
        """(kind, met by) of every clock of a department, in the order in which they were opened."""
        rows = Clock.select().where(Clock.thread == self.id).order_by(Clock.id)
        return [(row.kind, row.met_by) for row in rows if department in (None, row.department)]

    def running(self):
        """(kind, department's short name) of the clocks that run."""
        rows = Clock.select().where(Clock.thread == self.id, Clock.met_at.is_null()).order_by(Clock.id)
        return [(row.kind, row.department.short) for row in rows]


@pytest.fixture
def case_of():
    return Case


@pytest.fixture
def case(question):
    return Case(question)


@pytest.fixture
def chain(places, now, password_hash):
    """The departments of the model case, each with a spokesperson: 检察院 -> 国土 -> 住建, and one more."""

    def office(slug, short):
        unit = get_or_create_department(slug, f"清源市{short}局", short, "municipal", now=now)
        return SimpleNamespace(unit=unit, voice=voice(f"{slug}-voice", f"{short}发言人", unit))

    def voice(username, name, unit):
        account = accounts.open_account(username, name, password_hash, now=now)
        accounts.grant(account, "spokesperson", unit.id, now=now)
        return actor_of_account(account, now)

    return SimpleNamespace(
        procuratorate=office("jianchayuan", "检察院"),
        land=office("guotu", "国土"),
        water=office("shuili", "水利"),
    )
