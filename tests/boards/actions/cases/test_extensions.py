"""More time: asked for with a reason, decided by a supervisor, both dates on record."""

from datetime import timedelta

import pytest

from boards.actions.cases import extensions, handling
from boards.clocks.explanations import from_json
from boards.models.cases import Extension
from boards.models.threads import Clock
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized

WEEK = timedelta(days=7)


@pytest.fixture
def ask_for(question, cast, clock):
    """ask_for(until): the department asks for its answer clock to run until then."""

    def ask(until, actor=cast.spokesperson, reason="要等设计图纸"):
        return extensions.ask_extension(question, actor=actor, now=clock.now(), until=until, reason=reason)

    return ask


@pytest.fixture
def decide(cast, rules, clock):
    def decide(extension, granted, actor=cast.supervisor, remark="情况属实"):
        extensions.decide(extension, actor=actor, now=clock.now(), city=rules, granted=granted, remark=remark)

    return decide


def answer_clock():
    return Clock.select().where(Clock.kind == "answer").order_by(Clock.id).first()


def test_asking_alone_changes_no_due_time(case, ask_for, now):
    before = answer_clock()
    asked = ask_for(now + WEEK)
    assert (answer_clock().due_at, case.status, asked.decided_at) == (before.due_at, "unaccepted", None)
    assert case.deeds == ["ask", "extension_ask"]
    assert case.said["text"] == "要等设计图纸"


def test_a_granted_extension_moves_the_clock_and_both_dates_stay(case, ask_for, decide, now):
    before = answer_clock()
    decide(ask_for(now + WEEK), True)
    after = answer_clock()
    assert after.due_at == now + WEEK
    assert from_json(after.explanation)[-1].code == "extended"
    assert case.deeds == ["ask", "extension_ask", "extension_grant"]
    assert (case.said["due"], case.said["until"]) == (before.due_at.isoformat(), (now + WEEK).isoformat())


def test_the_threads_next_due_time_follows(case, question, cast, rules, ask_for, decide, now):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    decide(ask_for(now + WEEK), True)
    assert case.row.next_due_at == now + WEEK


def test_a_refused_extension_leaves_the_clock_and_says_why(case, ask_for, decide, now):
    before = answer_clock().due_at
    decide(ask_for(now + WEEK), False)
    assert (answer_clock().due_at, case.deeds[-1], case.said["text"]) == (before, "extension_refuse", "情况属实")


def test_a_refusal_needs_a_remark(ask_for, decide, now):
    asked = ask_for(now + WEEK)
    with pytest.raises(Invalid):
        decide(asked, False, remark=" ")
    assert Extension.get().decided_at is None


@pytest.mark.parametrize("days", [-3650, -1, 0, 1, 3])
def test_an_extension_to_the_past_or_before_the_due_time_is_refused(case, ask_for, now, days):
    with pytest.raises(Invalid) as refusal:
        ask_for(now + timedelta(days=days))
    assert set(refusal.value.errors) == {"until"}
    assert (Extension.select().count(), case.deeds) == (0, ["ask"])


def test_an_overdue_clock_cannot_be_extended_to_yesterday(ask_for, clock):
    clock.advance(timedelta(days=30))
    with pytest.raises(Invalid):
        ask_for(clock.now() - timedelta(days=1))


@pytest.mark.parametrize("reason", ["", " \n"])
def test_an_extension_needs_a_reason(ask_for, now, reason):
    with pytest.raises(Invalid):
        ask_for(now + WEEK, reason=reason)


def test_one_request_at_a_time(ask_for, decide, now):
    first = ask_for(now + WEEK)
    with pytest.raises(Conflict):
        ask_for(now + 2 * WEEK)
    decide(first, False)
    ask_for(now + 2 * WEEK)


def test_of_several_answer_clocks_the_most_pressing_one_is_extended(question, cast, rules, clock, ask_for, decide):
    handling.accept(question, actor=cast.spokesperson, now=clock.now(), city=rules)
    handling.give_result(question, actor=cast.spokesperson, now=clock.now(), city=rules, text="已装。")
    for _ in range(2):
        handling.follow_up(
            question, actor=cast.asker, now=clock.advance(timedelta(days=1)), city=rules, text="还没有装。"
        )
    first, second = Clock.select().where(Clock.kind == "answer", Clock.met_at.is_null()).order_by(Clock.id)
    decide(ask_for(clock.now() + WEEK), True)
    assert Clock.get_by_id(first.id).due_at == clock.now() + WEEK
    assert Clock.get_by_id(second.id).due_at == second.due_at


def test_without_a_running_answer_clock_there_is_nothing_to_extend(question, cast, rules, ask_for, now):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    with pytest.raises(Conflict):
        ask_for(now + WEEK)


@pytest.mark.parametrize("who", ["outsider", "asker", "supervisor", "moderator"])
def test_only_the_department_asks(cast, ask_for, now, who):
    with pytest.raises(Forbidden):
        ask_for(now + WEEK, actor=getattr(cast, who))


@pytest.mark.parametrize("who", ["spokesperson", "asker", "moderator", "administrator"])
def test_only_a_supervisor_decides(cast, ask_for, decide, now, who):
    asked = ask_for(now + WEEK)
    with pytest.raises(Forbidden):
        decide(asked, True, actor=getattr(cast, who))
    with pytest.raises(Unauthorized):
        decide(asked, True, actor=cast.guest)


def test_of_two_who_decide_the_second_is_refused(case, ask_for, decide, now):
    asked = ask_for(now + WEEK)
    decide(asked, False)
    with pytest.raises(Conflict):
        decide(asked, True)
    assert case.deeds.count("extension_refuse") == 1
    assert "extension_grant" not in case.deeds


def test_a_clock_that_was_met_meanwhile_is_not_extended(question, cast, rules, ask_for, decide, now):
    asked = ask_for(now + WEEK)
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    with pytest.raises(Conflict):
        decide(asked, True)
    assert Extension.get().decided_at is None


def test_a_date_that_the_calendar_has_overtaken_is_not_granted(ask_for, decide, now):
    asked = ask_for(now + WEEK)
    Clock.update(due_at=now + 2 * WEEK).execute()
    with pytest.raises(Conflict):
        decide(asked, True)
    assert answer_clock().due_at == now + 2 * WEEK
