"""Publishing the calendar counts open clocks again: the old value stays on record, a met clock stays as it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from boards.actions.cases import cohandling, extensions, handling, ratings
from boards.actions.city import recompute_clocks
from boards.actions.city.calendar_import import import_calendar
from boards.actions.city.recompute_clocks import count_running, recompute
from boards.actions.posts.threads import ask
from boards.clocks.explanations import from_json
from boards.clocks.policy import load
from boards.models.cases import Callback, Extension
from boards.models.threads import Clock
from forum.clock import FixedClock
from forum.store.log import Deed, Entry, entry_data

# Wednesday 10:00 in Shanghai, in a year whose holidays are not published.
ASKED = datetime(2062, 3, 1, 2, tzinfo=UTC)
SHIFTED = b"date,working,name\n2062-03-02,rest,\xe5\xbb\xba\xe5\xb8\x82\xe6\x97\xa5\n"


@pytest.fixture
def clock():
    return FixedClock(ASKED)


@pytest.fixture
def city(rules):
    return replace(rules, policy=load("ruian"))


@pytest.fixture
def waiting(places, cast, city):
    """A question of 2062 under Ruian's clocks: first reply by the end of 2 March, answer by the end of 8 March."""
    return put(places, cast, city, ASKED)


def put(places, cast, city, now):
    return ask(places.housing_board, actor=cast.asker, now=now, city=city, title="路灯", text="不亮", kind="complaint")


def dues(thread):
    rows = Clock.select().where(Clock.thread == thread.id).order_by(Clock.id)
    return {row.kind: (row.due_at + timedelta(hours=8)).strftime("%m-%d %H:%M") for row in rows}


def moves(thread=None):
    rows = Entry.select().where(Entry.deed == Deed.CLOCK_RECOMPUTE.value).order_by(Entry.id)
    return [entry_data(row.data) for row in rows if thread is None or row.thread_id == thread.id]


def publish(now, city, raw=SHIFTED):
    import_calendar(raw, now=now)
    return sum(recompute(now, city))


def test_a_new_day_of_rest_moves_open_clocks_and_the_old_value_is_on_record(waiting, city, now, case_of):
    assert dues(waiting) == {"first_reply": "03-02 23:59", "answer": "03-08 23:59"}
    before = {row.kind: row.due_at.isoformat() for row in Clock.select()}
    assert publish(now, city) == 2
    assert dues(waiting) == {"first_reply": "03-03 23:59", "answer": "03-09 23:59"}
    assert {said["kind"]: said["old"] for said in moves(waiting)} == before
    assert {said["kind"]: said["new"] for said in moves(waiting)} == {
        row.kind: row.due_at.isoformat() for row in Clock.select()
    }
    assert case_of(waiting).row.next_due_at == min(row.due_at for row in Clock.select())
    assert case_of(waiting).deeds == ["ask", "recompute", "recompute"]


def test_the_explanation_begins_as_before_and_ends_with_the_change(waiting, city, now):
    publish(now, city)
    steps = from_json(Clock.get(Clock.kind == "answer").explanation)
    assert (steps[0].code, steps[-1].code) == ("from_question", "recomputed")
    assert steps[-1].values["from"].startswith("2062-03-08T23:59:59")
    assert "建市日" in [step.values.get("reason") for step in steps]


def test_counting_again_changes_nothing_more(waiting, city, now):
    publish(now, city)
    before = [(row.due_at, row.explanation) for row in Clock.select().order_by(Clock.id)]
    assert sum(recompute(now, city)) == 0
    assert [(row.due_at, row.explanation) for row in Clock.select().order_by(Clock.id)] == before
    assert len(moves()) == 2


def test_a_second_change_keeps_the_first_in_the_explanation(waiting, city, now):
    publish(now, city)
    publish(now, city, b"date,working,name\n2062-03-03,rest,\n")
    told = [
        step.values["from"][:10]
        for step in from_json(Clock.get(Clock.kind == "first_reply").explanation)
        if step.code == "recomputed"
    ]
    assert told == ["2062-03-02", "2062-03-03"]


def test_a_complete_year_ends_the_provisional_mark_without_moving_what_stands(waiting, city, now):
    assert all(row.provisional for row in Clock.select())
    assert publish(now, city, b"date,working,name\n2062,complete,\n2062-01-02,rest,\n") == 0
    assert not any(row.provisional for row in Clock.select())
    assert moves() == []


@pytest.mark.parametrize("late", [False, True])
def test_a_met_clock_is_never_touched_whether_kept_or_missed(waiting, cast, city, late):
    now = ASKED + timedelta(days=30 if late else 0, hours=1)
    handling.accept(waiting, actor=cast.spokesperson, now=now)
    handling.first_reply(waiting, actor=cast.spokesperson, now=now, text="已派人。")
    before = Clock.get(Clock.kind == "first_reply")
    publish(now, city)
    after = Clock.get(Clock.kind == "first_reply")
    assert (after.due_at, after.met_at, after.explanation) == (before.due_at, before.met_at, before.explanation)
    assert [said["kind"] for said in moves()] == ["answer"]


def test_a_supervisors_date_stays(waiting, cast, city, now):
    until = ASKED + timedelta(days=20)
    handling.accept(waiting, actor=cast.spokesperson, now=now)
    extensions.ask_extension(waiting, actor=cast.spokesperson, now=now, until=until, reason="要等图纸")
    extensions.decide(Extension.get(), actor=cast.supervisor, now=now, city=city, granted=True)
    publish(now, city)
    assert Clock.get(Clock.kind == "answer").due_at == until
    assert [said["kind"] for said in moves()] == ["first_reply"]


def test_clocks_of_other_occasions_are_counted_from_their_own_beginning(waiting, places, cast, city, now):
    handling.accept(waiting, actor=cast.spokesperson, now=now)
    cohandling.request(
        waiting, actor=cast.spokesperson, now=now, city=city, departments=[places.roads], text="请看一下"
    )
    handling.give_result(waiting, actor=cast.spokesperson, now=now, city=city, text="修了。")
    ratings.rate(waiting, actor=cast.asker, now=now, city=city, grade=1)
    handling.follow_up(waiting, actor=cast.asker, now=now, city=city, text="还不亮")
    publish(now, city)
    firsts = {from_json(row.explanation)[0].code for row in Clock.select().where(Clock.met_at.is_null())}
    assert firsts == {"from_cohandling", "from_follow_up"}
    assert {said.get("kind") for said in moves()} == {"cohandling", "first_reply", "answer", None}
    assert Callback.get().due_at == datetime(2062, 3, 3, 15, 59, 59, tzinfo=UTC)


def test_a_policy_that_was_changed_meanwhile_does_not_reach_back(waiting, city, rules, now):
    import_calendar(SHIFTED, now=now)
    assert sum(recompute(now, rules)) == 0
    assert dues(waiting) == {"first_reply": "03-02 23:59", "answer": "03-08 23:59"}


def test_killed_half_way_another_run_finishes_the_rest_once(waiting, places, cast, city, now, monkeypatch):
    monkeypatch.setattr(recompute_clocks, "BATCH", 4)
    for _ in range(5):
        put(places, cast, city, now)
    import_calendar(SHIFTED, now=now)
    counting = recompute(now, city)
    for _ in range(4):
        next(counting)
    counting.close()
    assert len(moves()) == 4
    assert sum(recompute(now, city)) == count_running() - 4 == 8
    assert len(moves()) == 12
    assert {tuple(dues(thread).values()) for thread in {row.thread for row in Clock.select()}} == {
        ("03-03 23:59", "03-09 23:59")
    }


def test_a_clock_opened_by_a_program_that_has_not_noticed_yet_counts_by_the_new_calendar(places, cast, city):
    import_calendar(SHIFTED, now=ASKED)
    late = put(places, cast, city, ASKED)
    assert dues(late) == {"first_reply": "03-03 23:59", "answer": "03-09 23:59"}
    assert sum(recompute(ASKED, city)) == 0
