"""Each question, follow-up and hop has clocks of its own: none lost, none doubled, whatever the server's time does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from boards.actions.cases import handling, transfers
from boards.actions.posts.threads import ask
from boards.clocks.policy import ClockKind, Rule, Starts, Unit, load
from boards.models.threads import Clock
from forum.problems import Invalid

WHY = "这件事由贵局负责，请带身份证和不动产权证到一楼窗口办理。"
HOUR = timedelta(hours=1)


@pytest.fixture
def answered(question, cast, rules, clock):
    handling.accept(question, actor=cast.spokesperson, now=clock.now(), city=rules)
    handling.give_result(question, actor=cast.spokesperson, now=clock.advance(HOUR), city=rules, text="下周装。")
    return question


@pytest.fixture
def ask_again(question, cast, rules, clock):
    def ask_again(text="还没有装。"):
        return handling.follow_up(question, actor=cast.asker, now=clock.advance(HOUR), city=rules, text=text)

    return ask_again


@pytest.fixture
def settle(question, cast, rules, clock):
    def settle(*remaining, actor=cast.spokesperson):
        return handling.give_result(
            question,
            actor=actor,
            now=clock.advance(HOUR),
            city=rules,
            text="已装。",
            remaining=[post.id for post in remaining],
        )

    return settle


def moments(*kinds):
    rows = Clock.select().where(Clock.kind.in_(kinds), Clock.met_at.is_null()).order_by(Clock.id)
    return [row.opened_at for row in rows]


def test_a_first_reply_stops_what_it_should_under_ruians_rules(places, cast, rules, now, case_of):
    city = replace(rules, policy=load("ruian"))
    thread = ask(
        places.housing_board, actor=cast.asker, now=now, city=city, title="路灯", text="不亮", kind="complaint"
    )
    case = case_of(thread)
    handling.accept(thread, actor=cast.spokesperson, now=now, city=city)
    assert case.running() == [("first_reply", "住建局"), ("answer", "住建局")]
    handling.first_reply(thread, actor=cast.spokesperson, now=now, text="已派人。")
    assert case.running() == [("answer", "住建局")]


def test_a_clock_once_met_stays_as_it_is(case, question, cast, rules, clock):
    handling.accept(question, actor=cast.spokesperson, now=clock.now(), city=rules)
    first = Clock.get(Clock.kind == "accept").met_at
    handling.first_reply(question, actor=cast.spokesperson, now=clock.advance(HOUR), text="已派人。")
    met = Clock.get(Clock.kind == "accept")
    assert (met.met_at, met.met_by) == (first, "case.accept")


def test_each_follow_up_has_an_answer_clock_and_one_acceptance_is_owed_for_all(case, answered, ask_again):
    first, second = ask_again("还没有装。"), ask_again("那个路口也没有。")
    assert moments("answer") == [first.created_at, second.created_at]
    assert moments("accept") == [first.created_at]
    assert case.row.next_due_at == Clock.get(Clock.kind == "accept", Clock.met_at.is_null()).due_at


def test_a_result_settles_every_follow_up(case, answered, ask_again, settle):
    ask_again(), ask_again()
    settle()
    assert (case.status, case.running(), handling.open_questions(answered), case.row.next_due_at) == (
        "answered",
        [],
        [],
        None,
    )


def test_a_result_may_name_what_remains_and_its_clock_runs_on(case, answered, ask_again, settle):
    first, second = ask_again(), ask_again()
    settle(second)
    assert (case.status, [post.id for post in handling.open_questions(answered)]) == ("following-up", [second.id])
    assert moments("answer") == [second.created_at]
    assert case.said["remaining"] == [second.floor]
    settle()
    assert (case.status, case.running()) == ("answered", [])
    assert first.id


def test_what_is_settled_already_cannot_remain(case, answered, ask_again, settle):
    first = ask_again()
    settle()
    with pytest.raises(Invalid):
        settle(first)
    assert case.status == "answered"


@pytest.mark.parametrize("back", [timedelta(), timedelta(hours=2)])
def test_a_question_that_remains_after_a_transfer_keeps_the_departments_clock(
    case, question, places, cast, rules, clock, settle, back
):
    clock.advance(-back)
    transfers.transfer(question, actor=cast.spokesperson, now=clock.now(), city=rules, to=places.roads, explanation=WHY)
    arrived = clock.now()
    handling.accept(question, actor=cast.outsider, now=clock.advance(HOUR), city=rules)
    [asked] = handling.open_questions(question)
    settle(asked, actor=cast.outsider)
    assert (case.status, case.running(), moments("answer")) == ("following-up", [("answer", "交通局")], [arrived])


def test_follow_ups_of_two_departments_are_settled_by_the_second(
    case, answered, places, cast, rules, clock, ask_again, settle
):
    first = ask_again()
    transfers.transfer(
        answered, actor=cast.spokesperson, now=clock.advance(HOUR), city=rules, to=places.roads, explanation=WHY
    )
    assert moments("answer") == [clock.now()]
    handling.accept(answered, actor=cast.outsider, now=clock.advance(HOUR), city=rules)
    settle(first, actor=cast.outsider)
    settle(actor=cast.outsider)
    assert (case.status, case.running()) == ("answered", [])


def test_the_servers_time_moved_back_two_hours_loses_and_doubles_nothing(
    case, question, cast, rules, clock, ask_again, settle
):
    handling.accept(question, actor=cast.spokesperson, now=clock.advance(-2 * HOUR), city=rules)
    met = Clock.get(Clock.kind == "accept")
    assert met.met_at < met.opened_at
    settle()
    clock.advance(-3 * HOUR)
    ask_again()
    assert case.running() == [("accept", "住建局"), ("answer", "住建局")]
    clock.advance(-3 * HOUR)
    settle()
    assert (case.status, case.running(), case.row.next_due_at) == ("answered", [], None)
    assert case.deeds == ["ask", "accept", "result", "follow_up", "result"]


def test_across_new_year_the_due_times_skip_the_holiday(places, cast, rules, clock, case_of):
    clock.set(datetime(2014, 12, 31, 9, 40, tzinfo=UTC))  # Wednesday 17:40 in Shanghai
    city = replace(rules, policy=load("ruian"))
    thread = ask(
        places.housing_board, actor=cast.asker, now=clock.now(), city=city, title="路灯", text="不亮", kind="complaint"
    )
    dues = {row.kind: row.due_at for row in Clock.select()}
    # 1 to 3 January 2015 are days of rest, Sunday the 4th is worked.
    assert dues["first_reply"] == datetime(2015, 1, 4, 15, 59, 59, tzinfo=UTC)
    assert dues["answer"] == datetime(2015, 1, 8, 15, 59, 59, tzinfo=UTC)
    handling.accept(thread, actor=cast.spokesperson, now=clock.advance(timedelta(days=1)), city=city)
    clock.advance(timedelta(days=-1))
    handling.give_result(thread, actor=cast.spokesperson, now=clock.now(), city=city, text="已修。")
    assert case_of(thread).running() == []


def test_a_clock_that_counts_from_the_acceptance_starts_with_it(places, cast, rules, clock, case_of):
    by_acceptance = {(ClockKind.ANSWER, None): Rule(Unit.CALENDAR_DAYS, 3, starts=Starts.ACCEPTANCE)}
    city = replace(rules, policy=replace(rules.policy, clocks=by_acceptance))
    thread = ask(
        places.housing_board, actor=cast.asker, now=clock.now(), city=city, title="路灯", text="不亮", kind="complaint"
    )
    assert case_of(thread).running() == []
    handling.accept(thread, actor=cast.spokesperson, now=clock.advance(HOUR), city=city)
    assert (case_of(thread).running(), moments("answer")) == ([("answer", "住建局")], [clock.now()])
    assert case_of(thread).row.next_due_at == Clock.get().due_at
