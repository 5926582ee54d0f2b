"""Verbs in any order, by anybody: the status stays legal, and no clock is lost or doubled."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from boards.actions.cases import (
    cohandling,
    declining,
    duplicates,
    extensions,
    handling,
    platform_answers,
    ratings,
    transfers,
)
from boards.actions.city.structure import get_or_create_board, get_or_create_category, get_or_create_department
from boards.actions.posts.threads import ask
from boards.clocks.city import City
from boards.clocks.deadlines import COHANDLING
from boards.clocks.holidays import chinese_calendar_with
from boards.clocks.policy import ClockKind, load
from boards.models.cases import Callback, Extension, Rating
from boards.models.threads import Clock, Post, Thread
from boards.rules.status import OPEN, Status, Verb, Who, move
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from forum.problems import Problem
from forum.store import db
from forum.store.log import Entry

START = datetime(2014, 12, 31, 2, tzinfo=UTC)
WHY = "这件事由贵局负责，请带身份证到一楼窗口办理。"
TEXT = "请看一看。"

VERBS = {
    "accept": lambda case, actor, now, city, pick: handling.accept(case, actor=actor, now=now, city=city),
    "first reply": lambda case, actor, now, city, pick: handling.first_reply(case, actor=actor, now=now, text=TEXT),
    "result": lambda case, actor, now, city, pick: handling.give_result(
        case, actor=actor, now=now, city=city, text=TEXT
    ),
    "part result": lambda case, actor, now, city, pick: handling.give_result(
        case, actor=actor, now=now, city=city, text=TEXT, remaining=[pick(handling.open_questions(case)).id]
    ),
    "follow up": lambda case, actor, now, city, pick: handling.follow_up(
        case, actor=actor, now=now, city=city, text=TEXT
    ),
    "close": lambda case, actor, now, city, pick: handling.close(case, actor=actor, now=now),
    "transfer": lambda case, actor, now, city, pick: transfers.transfer(
        case, actor=actor, now=now, city=city, to=pick(pick.units), explanation=WHY
    ),
    "return": lambda case, actor, now, city, pick: transfers.return_to_moderators(
        case, actor=actor, now=now, reason=TEXT
    ),
    "publish": lambda case, actor, now, city, pick: transfers.publish(case, actor=actor, now=now, city=city),
    "route": lambda case, actor, now, city, pick: transfers.route(
        case, actor=actor, now=now, city=city, to=pick(pick.units)
    ),
    "decline": lambda case, actor, now, city, pick: declining.decline(
        case, actor=actor, now=now, city=city, code="privacy", text=TEXT
    ),
    "platform": lambda case, actor, now, city, pick: platform_answers.answer_by_platform(
        case, actor=actor, now=now, city=city, text=TEXT
    ),
    "duplicate": lambda case, actor, now, city, pick: duplicates.mark_duplicate(
        case, actor=actor, now=now, of=pick.other
    ),
    "cohandle": lambda case, actor, now, city, pick: cohandling.request(
        case, actor=actor, now=now, city=city, departments=[pick(pick.units), pick(pick.units)], text=TEXT
    ),
    "input": lambda case, actor, now, city, pick: cohandling.give_input(case, actor=actor, now=now, text=TEXT),
    "rate": lambda case, actor, now, city, pick: ratings.rate(
        case, actor=actor, now=now, city=city, grade=pick(range(1, 6))
    ),
    "extend": lambda case, actor, now, city, pick: extensions.ask_extension(
        case, actor=actor, now=now, until=now + timedelta(days=pick(range(1, 30))), reason=TEXT
    ),
    "decide": lambda case, actor, now, city, pick: extensions.decide(
        pick(list(Extension.select())), actor=actor, now=now, city=city, granted=pick([True, False]), remark=TEXT
    ),
}


# What may be done in order; what ends a case for good is only tried now and then.
MEANT = {
    "accept": Verb.ACCEPT,
    "first reply": Verb.FIRST_REPLY,
    "result": Verb.RESULT,
    "part result": Verb.RESULT,
    "follow up": Verb.FOLLOW_UP,
    "close": Verb.CLOSE,
    "transfer": Verb.TRANSFER,
    "return": Verb.RETURN,
    "publish": Verb.PUBLISH,
    "route": Verb.ROUTE,
    "platform": Verb.ANSWER_BY_PLATFORM,
    "cohandle": Verb.COHANDLE,
    "input": Verb.INPUT,
    "rate": Verb.RATE,
    "extend": Verb.EXTEND,
}
MINUTES = st.integers(-120, 3000)


class AnyOrder(RuleBasedStateMachine):
    """`make` opens a fresh database and returns its stage."""

    make = None

    @initialize(policy=st.sampled_from(["quzhou", "ruian"]), screening=st.booleans())
    def begin(self, policy, screening):
        self.stage = self.make()
        self.now = START
        self.city = City(load(policy), chinese_calendar_with(), ZoneInfo("Asia/Shanghai"), screening, pacing=False)
        self.other = self._asked(replace(self.city, screening=False))
        self.case = self._asked(self.city)
        self.status = self._row().status

    def teardown(self):
        if self.make is not None and hasattr(self, "stage"):
            self.stage.end()

    @rule(verb=st.sampled_from(sorted(VERBS)), data=st.data(), minutes=MINUTES)
    def anybody_tries_anything(self, verb, data, minutes):
        self._do(verb, data.draw(st.sampled_from(self.stage.people)), data, minutes)

    @rule(data=st.data(), minutes=MINUTES)
    def somebody_does_what_the_table_has(self, data, minutes):
        row = self._row()
        found = {name: move(row.status, verb) for name, verb in MEANT.items() if move(row.status, verb)}
        if Extension.select().where(Extension.decided_at.is_null()).exists():
            found["decide"] = None
        if found:
            name = data.draw(st.sampled_from(sorted(found)))
            self._do(name, data.draw(st.sampled_from(self._those_who_may(found[name], row))), data, minutes)

    # Most of what happens is in order; else stories would not get long.
    again = somebody_does_what_the_table_has
    and_again = somebody_does_what_the_table_has

    def _do(self, verb, actor, data, minutes):
        self.now += timedelta(minutes=minutes)
        before, count = self._row(), Entry.select().count()
        try:
            VERBS[verb](before, actor, self.now, self.city, self._pick(data))
        except Nothing:
            return
        except Problem as problem:
            assert problem.status in (403, 409, 422)  # noqa: PT017 - a refusal is one of two good ends
            assert (Entry.select().count(), self._row().status) == (count, before.status)

    def _those_who_may(self, found, row):
        stage = self.stage
        if found is None:
            return [stage.supervisor]
        people = {Who.ASKER: [stage.asker], Who.MODERATOR: [stage.moderator], Who.COHANDLER: stage.voices}
        people[Who.SPOKESPERSON] = [voice for voice in stage.voices if voice.speaks_for(row.department_id)] or [
            stage.moderator
        ]
        return [person for one in sorted(found.who) for person in people[one]]

    def _pick(self, data):
        def pick(options):
            if not options:
                raise Nothing
            return data.draw(st.sampled_from(list(options)))

        pick.units, pick.other = self.stage.units, self.other
        return pick

    def _asked(self, city):
        return ask(
            self.stage.board,
            actor=self.stage.asker,
            now=self.now,
            city=city,
            title="路灯不亮",
            text=TEXT,
            kind="complaint",
        )

    def _row(self):
        return Thread.get_by_id(self.case.id)

    def _running(self):
        return list(Clock.select().where(Clock.thread == self.case.id, Clock.met_at.is_null()))

    @invariant()
    def the_status_is_one_of_the_seven(self):
        if hasattr(self, "stage"):
            assert self._row().status in tuple(Status)

    @invariant()
    def the_next_due_time_is_the_earliest_of_the_leads_running_clocks(self):
        if hasattr(self, "stage"):
            lead = [clock.due_at for clock in self._running() if clock.kind != COHANDLING]
            assert self._row().next_due_at == min(lead, default=None)

    @invariant()
    def only_the_department_that_has_an_open_case_is_under_its_clocks(self):
        if hasattr(self, "stage"):
            row = self._row()
            lead = {clock.department_id for clock in self._running() if clock.kind != COHANDLING}
            assert lead <= {row.department_id}
            assert row.status in OPEN or not lead

    @invariant()
    def an_open_case_is_under_an_answer_clock(self):
        if hasattr(self, "stage") and self._row().status in OPEN:
            assert [clock for clock in self._running() if clock.kind == ClockKind.ANSWER]

    @invariant()
    def there_is_no_more_than_one_accept_and_one_first_reply_clock(self):
        if hasattr(self, "stage"):
            kinds = [clock.kind for clock in self._running()]
            assert kinds.count("accept") <= 1 and kinds.count("first_reply") <= 1

    @invariant()
    def no_department_is_asked_for_input_twice_at_a_time_or_while_it_leads(self):
        if hasattr(self, "stage"):
            helping = [clock.department_id for clock in self._running() if clock.kind == COHANDLING]
            assert len(helping) == len(set(helping))
            assert self._row().department_id not in helping

    @invariant()
    def an_unanswered_question_of_an_open_case_is_not_forgotten(self):
        if hasattr(self, "stage") and self._row().status in OPEN:
            assert handling.open_questions(self.case)

    @invariant()
    def the_answers_and_the_floors_are_counted_right(self):
        if hasattr(self, "stage"):
            posts = list(Post.select().where(Post.thread == self.case.id))
            assert sorted(post.floor for post in posts) == list(range(1, self._row().floors + 1))
            assert self._row().answers == sum(post.kind in ("result", "platform") for post in posts)

    @invariant()
    def one_rating_may_be_changed_once_and_one_callback_is_enough(self):
        if hasattr(self, "stage"):
            assert Rating.select().where(Rating.thread == self.case.id).count() <= 2
            assert Callback.select().where(Callback.thread == self.case.id, Callback.done_at.is_null()).count() <= 1


class Nothing(Exception):
    """There is nothing to choose from."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_verbs_in_any_order_keep_the_case_in_order(database_url, sqlite_template, tmp_path, password_hash):
    made = []

    def make(machine):
        path = tmp_path / f"story{len(made)}.db"
        made.append(path)
        shutil.copy(sqlite_template, path)
        return _stage(f"sqlite:///{path}", path, password_hash)

    AnyOrder.make = make
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=18,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )


def _stage(url, path, password_hash):
    opened = db.connect(url)
    db.database.connect()
    units = [
        get_or_create_department(slug, f"清源市{slug}局", slug, "municipal", now=START)
        for slug in ("one", "two", "three")
    ]
    board = get_or_create_board(
        "one", "一局", get_or_create_category("部门在线", "department", now=START), department=units[0], now=START
    )

    def person(username, role=None, unit=None):
        account = accounts.open_account(username, username, password_hash, now=START)
        if role:
            accounts.grant(account, role, unit, now=START)
        return actor_of_account(account, START + timedelta(days=3650))

    def end():
        opened.close_all()
        path.unlink()

    voices = [person(f"voice{unit.id}", "spokesperson", unit.id) for unit in units]
    moderator, supervisor, asker = person("moderator", "moderator"), person("supervisor", "supervisor"), person("asker")
    return SimpleNamespace(
        units=units,
        board=board,
        voices=voices,
        moderator=moderator,
        supervisor=supervisor,
        asker=asker,
        people=[*voices, moderator, supervisor, asker],
        end=end,
    )
