"""Whatever is done, by whom, in whatever order and at whatever time: every question has one disposition, the figures are those reckoned from zero, and each is the length of its list.

FIGURES_STORIES=200 tells so many stories, each time other ones.
"""

import contextlib
import itertools
import os
import shutil
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import peewee
import pytest
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from walk_verbs import ONWARD, TOOLS, VERBS, in_order

from boards.actions.cases.transfers import ARRIVALS
from boards.actions.posts.threads import ask
from boards.models.figures import CaseFigures
from boards.models.threads import Board, Department, Thread
from boards.queries.lists.figures import Scope, behind, counted, counts, counts_of_all, scope_of, units
from boards.queries.parts.dispositions import disposition_counts
from boards.readers.figures import reader
from boards.readers.figures_rebuild import Differences, rebuild
from boards.rules.channel import Channel
from boards.rules.figures.choice import Choice
from boards.rules.figures.published import FIGURES
from boards.rules.status import Status, Who
from forum.accounts import actions as accounts
from forum.accounts.queries import account_named, actor_of_account
from forum.problems import Problem
from forum.store import db
from forum.store.log import Deed, Entry, entry_data

STORIES = os.environ.get("FIGURES_STORIES")
BOARDS = ("zhujian", "jiaotong", "chengshi")
PEOPLE = ("asker", "neighbour", "spokesperson", "outsider", "moderator", "moderator", "supervisor")
RUN = 6  # deeds in one step, or stories would not get long
OFFICIALS = ("administrator", "signatory")
HOURS = st.one_of(st.integers(1, 30), st.integers(1, 40 * 24))
CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "department": st.sampled_from(["zhujian", "jiaotong"]),
        "category": st.just("1"),
        "kind": st.sampled_from(["complaint", "suggestion"]),
        "channel": st.sampled_from(["web", "hotline"]),
        "first": st.sampled_from(["2014-09-01", "2014-09-23", "2014-10-03"]),
        "last": st.sampled_from(["2014-10-05", "2014-10-31", "2014-12-31"]),
    },
).filter(lambda chosen: not {"department", "category"} <= set(chosen))


class Story(RuleBasedStateMachine):
    """`make` opens a fresh city and returns its stage."""

    make = None

    @initialize()
    def begin(self):
        self.stage = self.make()

    def teardown(self):
        if hasattr(self, "stage"):
            self.the_figures_are_those_reckoned_from_zero()
            self.stage.end()

    @rule(
        who=st.sampled_from(["asker", "asker", "asker", "spokesperson"]),
        board=st.sampled_from(BOARDS),
        kind=st.sampled_from(["complaint", "suggestion"]),
        channel=st.sampled_from([Channel.WEB, Channel.HOTLINE]),
        screening=st.booleans(),
    )
    def somebody_asks(self, who, board, screening, **given):
        stage = self.stage
        by = {"actor": stage.people[who], "now": stage.now(), "city": replace(stage.city, screening=screening)}
        ask(stage.board(board), title="路灯不亮", text="请看一看。", **given, **by)

    ask_again = somebody_asks

    @rule(verb=st.sampled_from(sorted(VERBS)), who=st.sampled_from(PEOPLE), data=st.data())
    def anybody_tries_anything(self, verb, who, data):
        if thread := self._thread(data):
            self._do(verb, self.stage.people[who], thread, data)

    @rule(data=st.data())
    def people_do_what_is_in_order(self, data):
        for _ in range(RUN):
            if thread := self._thread(data):
                fitting = in_order(thread) or TOOLS
                onward = [pair for pair in fitting if pair[0] in ONWARD] or fitting
                verb, who = data.draw(st.sampled_from(data.draw(st.sampled_from([onward, onward, fitting, TOOLS]))))
                self._do(verb, self._person(who, thread, data), thread, data)

    again = people_do_what_is_in_order

    def _thread(self, data):
        threads = list(Thread.select().where(Thread.merged_into.is_null()).order_by(Thread.id))
        return data.draw(st.sampled_from(threads)) if threads else None

    def _person(self, who, thread, data):
        people = self.stage.people
        if who is Who.ASKER:
            return next(person for person in people.values() if person.account == thread.author_id)
        voices = [people["spokesperson"], people["outsider"]]
        if who is Who.SPOKESPERSON:
            return next((voice for voice in voices if voice.speaks_for(thread.department_id)), voices[0])
        return data.draw(st.sampled_from(voices)) if who is Who.COHANDLER else people["moderator"]

    def _do(self, verb, actor, thread, data):
        stage, choose = self.stage, lambda options: data.draw(st.sampled_from(list(options)))
        at = SimpleNamespace(
            choose=choose,
            count=lambda: next(stage.numbers),
            people=stage.people,
            thread=thread,
            other=self._thread(data),
            unit=choose(stage.units),
            talk=stage.board("chengshi"),
            board=stage.board(choose(BOARDS)),
            city=stage.city,
            by={"actor": actor, "now": stage.now()},
        )
        with contextlib.suppress(Problem):
            VERBS[verb](at)

    @rule(hours=HOURS)
    def time_passes(self, hours):
        self.stage.wait(timedelta(hours=hours))

    @rule()
    def somebody_who_asked_gets_to_speak_for_a_department(self):
        accounts.grant(account_named("asker"), "spokesperson", self.stage.units[0].id, now=self.stage.now())

    @rule(chosen=CHOICES, hours=st.integers(-60, 200))
    def each_figure_is_the_length_of_its_list(self, chosen, hours):
        now = self.stage.now()
        reader(self.stage.city).catch_up(now)
        _compare(scope_of(Choice(**chosen), units()), now + timedelta(hours=hours))
        found = counts(Scope(Choice()), now)
        assert found["received"] + found["own_department"] == disposition_counts().received

    @invariant()
    def the_sum_fits_and_agrees_with_the_log(self):
        if hasattr(self, "stage"):
            found = disposition_counts()
            assert found.lost == 0
            assert found.received == found.forwarded + found.not_forwarded + found.waiting
            assert found.received == len(_received())
            assert found.waiting == Thread.select().where(Thread.status == Status.PENDING.value).count()

    def the_figures_are_those_reckoned_from_zero(self):
        now, found = self.stage.now() + timedelta(days=4), Differences()
        reader(self.stage.city).catch_up(now)
        list(rebuild(self.stage.city, now, found))
        assert found == Differences()
        for scope in (Scope(Choice()), *(Scope(Choice(), department=unit.id) for unit in self.stage.units)):
            _compare(scope, now)


def _compare(scope, now):
    """The figures of the scope, also as a row among those of all, are the lengths of their lists."""
    found, among_all = counts(scope, now), counts_of_all(scope, now, units().departments)
    for department, there in {**among_all, scope.department: found}.items():
        lengths = _lengths(replace(scope, department=department), now)
        assert {key: there[key] for key in FIGURES} == lengths, (scope, department)
    assert {key: among_all.get(scope.department, found)[key] for key in FIGURES} == {key: found[key] for key in FIGURES}
    assert found["forwarded"] == found["answered"] + found["pending"] + found["overdue"]


def _lengths(scope, now):
    """{figure: length of its list}, in one statement for all of them."""
    *shared, _ = behind(scope, "received", now)
    ones = [peewee.fn.SUM(peewee.Case(None, [(counted(key, now), 1)], 0)).alias(key) for key in FIGURES]
    row = CaseFigures.select(*ones).where(*shared).dicts().get()
    return {key: row[key] or 0 for key in FIGURES}


def _received():
    """The threads that were ever received as a question, by the log: asked as one, split off as one, or made one by moving."""
    rows = Entry.select(Entry.thread_id, Entry.deed, Entry.data).where(
        Entry.deed.in_([deed.value for deed in ARRIVALS])
    )
    return {thread for thread, deed, data in rows.tuples() if deed == Deed.ASK or entry_data(data).get("to")}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_is_done_to_questions_every_figure_is_right(database_url, peopled_sqlite, tmp_path, rules, now):
    made = []

    def make(machine):
        path = tmp_path / f"city{len(made)}.db"
        made.append(path)
        shutil.copy(peopled_sqlite.path, path)
        return _stage(path, rules, now)

    Story.make = make
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=int(STORIES or 14),
            stateful_step_count=40,
            deadline=None,
            derandomize=not STORIES,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )


def _stage(path, city, start):
    opened = db.connect(f"sqlite:///{path}")
    db.database.connect()
    people = {name: actor_of_account(account_named(name), start) for name in {*PEOPLE, *OFFICIALS}}
    second = accounts.open_account("second", "机房二号", "-", now=start)
    accounts.grant(second, "administrator", now=start)
    return _Stage(opened, path, city, start, people | {"second": actor_of_account(second, start)})


class _Stage:
    """One city: its people and places, a clock that goes on a minute with each deed, and its end."""

    def __init__(self, opened, path, city, start, people):
        self.opened, self.path, self.city, self.people = opened, path, city, people
        self.time, self.numbers, self.units = start, itertools.count(1), list(Department.select())

    def now(self):
        self.time += timedelta(minutes=1)
        return self.time

    def wait(self, while_):
        self.time += while_

    def board(self, slug):
        return Board.get(Board.slug == slug)

    def end(self):
        self.opened.close_all()
        self.path.unlink()
