"""Received = forwarded + the other dispositions + waiting, and the figures are those reckoned from zero: whatever is done, by whom and in whatever order."""

import contextlib
import shutil
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from boards.actions.cases import (
    declining,
    discussions,
    duplicates as duplicates_cases,
    handling,
    platform_answers,
    ratings,
    transfers,
)
from boards.actions.cases.transfers import ARRIVALS
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.figures import CaseFigures
from boards.models.threads import Board, Department, Thread
from boards.queries.lists.figures import Scope, behind, counts
from boards.queries.parts.dispositions import disposition_counts
from boards.readers.figures import reader
from boards.readers.figures_rebuild import Differences, rebuild
from boards.rules.dispositions import Place
from boards.rules.figures.choice import Choice
from boards.rules.figures.published import FIGURES
from boards.rules.status import Status
from forum.accounts.queries import account_named, actor_of_account
from forum.problems import Problem
from forum.store import db
from forum.store.log import Deed, Entry, entry_data
from moderation.hiding import actions as hiding
from moderation.tools import duplicates, merging, moving, splitting

WHY = "这件事由另一个部门负责，请带身份证到一楼窗口办理。"
TEXT = "请看一看。"

VERBS = {
    "publish": lambda at: transfers.publish(at.thread, city=at.city, **at.by),
    "route": lambda at: transfers.route(at.thread, city=at.city, to=at.unit, **at.by),
    "transfer": lambda at: transfers.transfer(at.thread, city=at.city, to=at.unit, explanation=WHY, **at.by),
    "return": lambda at: transfers.return_to_moderators(at.thread, reason=TEXT, **at.by),
    "decline": lambda at: declining.decline(at.thread, city=at.city, code="privacy", text=TEXT, **at.by),
    "platform": lambda at: platform_answers.answer_by_platform(at.thread, city=at.city, text=TEXT, **at.by),
    "duplicate": lambda at: duplicates_cases.mark_duplicate(at.thread, of=at.other, **at.by),
    "discuss": lambda at: discussions.open_discussion(at.thread, board=at.talk, **at.by),
    "accept": lambda at: handling.accept(at.thread, city=at.city, **at.by),
    "first reply": lambda at: handling.first_reply(at.thread, text=TEXT, **at.by),
    "result": lambda at: handling.give_result(at.thread, city=at.city, text=TEXT, **at.by),
    "follow up": lambda at: handling.follow_up(at.thread, city=at.city, text=TEXT, **at.by),
    "close": lambda at: handling.close(at.thread, **at.by),
    "rate": lambda at: ratings.rate(at.thread, city=at.city, grade=1, **at.by),
    "move": lambda at: moving.move(
        at.thread, city=at.city, board=at.board, kind="complaint", code="wrong_board", **at.by
    ),
    "merge": lambda at: merging.merge(at.thread, city=at.city, into=at.other, code="same_matter", **at.by),
    "split": lambda at: splitting.split(
        at.thread,
        city=at.city,
        floors=[at.thread.floors],
        title="另一件事",
        code="another_matter",
        board=at.board,
        kind="complaint",
        **at.by,
    ),
    "mark duplicate": lambda at: duplicates.mark_as_duplicate(at.thread, of=at.other, code="same_matter", **at.by),
    "unmark duplicate": lambda at: duplicates.clear_duplicate(at.thread, code="mistake", **at.by),
    "hide": lambda at: hiding.hide_thread(at.thread, code="insult", text=TEXT, **at.by),
    "reply": lambda at: posts.reply(at.thread, city=at.city, text=TEXT, **at.by),
}
PEOPLE = ("asker", "neighbour", "spokesperson", "outsider", "moderator", "moderator")


class Received(RuleBasedStateMachine):
    """`make` opens a fresh city and returns its stage."""

    make = None

    @initialize()
    def begin(self):
        self.stage = self.make()

    def teardown(self):
        if hasattr(self, "stage"):
            self.the_figures_are_those_reckoned_from_zero()
            self.stage.end()

    @rule(board=st.sampled_from(["zhujian", "jiaotong", "chengshi"]), screening=st.booleans())
    def somebody_asks(self, board, screening):
        stage = self.stage
        city = replace(stage.city, screening=screening)
        ask(
            stage.board(board),
            actor=stage.people["asker"],
            now=stage.now(),
            city=city,
            title="路灯不亮",
            text=TEXT,
            kind="complaint",
        )

    ask_again = somebody_asks

    @rule(verb=st.sampled_from(sorted(VERBS)), who=st.sampled_from(PEOPLE), data=st.data())
    def somebody_tries_something(self, verb, who, data):
        threads = list(Thread.select().order_by(Thread.id))
        if not threads:
            return
        stage, choose = self.stage, lambda options: data.draw(st.sampled_from(options))
        at = SimpleNamespace(
            thread=choose(threads),
            other=choose(threads),
            unit=choose(stage.units),
            talk=stage.board("chengshi"),
            board=stage.board(choose(["zhujian", "jiaotong", "chengshi"])),
            city=stage.city,
            by={"actor": stage.people[who], "now": stage.now()},
        )
        with contextlib.suppress(Problem):
            VERBS[verb](at)

    try_again = somebody_tries_something
    and_again = somebody_tries_something

    @invariant()
    def the_sum_fits_and_agrees_with_the_log(self):
        if hasattr(self, "stage"):
            found = disposition_counts()
            assert found.lost == 0
            assert found.received == found.forwarded + found.not_forwarded + found.waiting
            assert found.received == len(_received())
            assert found.waiting == Thread.select().where(Thread.status == Status.PENDING.value).count()

    @rule()
    def the_figures_are_kept(self):
        reader(self.stage.city).catch_up(self.stage.now())
        assert counts(Scope(Choice()), self.stage.now())["received"] == disposition_counts().received

    def the_figures_are_those_reckoned_from_zero(self):
        now, found = self.stage.now() + self.stage.later, Differences()
        list(rebuild(self.stage.city, now, found))
        assert found == Differences()
        for scope in (Scope(Choice()), *(Scope(Choice(), department=unit.id) for unit in self.stage.units)):
            counted = counts(scope, now)
            behind_them = {key: CaseFigures.select().where(*behind(scope, key, now)).count() for key in FIGURES}
            assert {key: counted[key] for key in FIGURES} == behind_them
            assert counted["forwarded"] == counted["answered"] + counted["pending"] + counted["overdue"]


def _received():
    """The threads that were ever received as a question, by the log: asked as one, split off as one, or made one by moving."""
    rows = Entry.select(Entry.thread_id, Entry.deed, Entry.data).where(
        Entry.deed.in_([deed.value for deed in ARRIVALS])
    )
    return {thread for thread, deed, data in rows.tuples() if deed == Deed.ASK or entry_data(data).get("to")}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_is_done_to_questions_the_sum_fits(database_url, peopled_sqlite, tmp_path, rules, now):
    made = []

    def make(machine):
        path = tmp_path / f"city{len(made)}.db"
        made.append(path)
        shutil.copy(peopled_sqlite.path, path)
        return _stage(path, rules, now)

    Received.make = make
    run_state_machine_as_test(
        Received,
        settings=settings(
            max_examples=16,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )


def _stage(path, city, start):
    opened = db.connect(f"sqlite:///{path}")
    db.database.connect()
    minutes = iter(range(100_000))

    def end():
        opened.close_all()
        path.unlink()

    return SimpleNamespace(
        city=city,
        end=end,
        now=lambda: start + timedelta(minutes=next(minutes)),
        later=timedelta(days=4),  # when some limits have run out
        units=list(Department.select()),
        people={name: actor_of_account(account_named(name), start) for name in PEOPLE},
        board=lambda slug: Board.get(Board.slug == slug),
    )


def test_the_sum_of_a_city_with_every_disposition(places, cast, rules, screened, now):
    def asked(city):
        return ask(
            places.housing_board, actor=cast.asker, now=now, city=city, title="路灯不亮", text=TEXT, kind="complaint"
        )

    by, public = {"actor": cast.moderator, "now": now}, asked(rules)
    transfers.publish(asked(screened), city=rules, **by)
    transfers.route(asked(screened), city=rules, to=places.roads, **by)
    declining.decline(asked(screened), city=rules, code="privacy", text=TEXT, **by)
    platform_answers.answer_by_platform(asked(screened), city=rules, text=TEXT, **by)
    duplicates_cases.mark_duplicate(asked(screened), of=public, **by)
    discussions.open_discussion(asked(screened), board=places.talk_board, **by)
    transfers.return_to_moderators(asked(rules), actor=cast.spokesperson, now=now, reason=TEXT)
    asked(screened)
    ask(places.talk_board, actor=cast.asker, now=now, city=rules, title="桂花", text="开了。")
    found = disposition_counts()
    assert (found.received, found.lost, found.waiting, found.forwarded, found.not_forwarded) == (9, 0, 2, 3, 4)
    assert {place: count for place, count in found.places.items() if count != 1} == {
        Place.WAITING: 2,
        Place.FORWARDED: 3,
    }
