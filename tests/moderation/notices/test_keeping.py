"""The worker's part of the ladder, step by step with the clock: yellow, red, 抄告单, 督办通知书, answered, closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from boards.actions.cases import extensions, handling, transfers
from boards.clocks.policy import Issuing, NoticeKind
from boards.models.cases import Extension
from boards.models.notifications import Notification
from boards.models.threads import Clock
from boards.notifications.reader import reader
from forum.store.log import Entry
from moderation.notices.actions import give_feedback, receive
from moderation.notices.keeping import NoticeKeeper, keep_notices
from moderation.notices.models import Notice

MINUTE = timedelta(minutes=1)


@pytest.fixture
def by_itself(rules):
    """The city where the program issues all notices."""
    everything = dict.fromkeys(NoticeKind, Issuing.AUTOMATIC)
    return replace(rules, policy=replace(rules.policy, notices=everything))


def deeds_of(thread):
    return [row.deed for row in Entry.select().where(Entry.thread_id == thread.id).order_by(Entry.id)]


def events_of(account):
    rows = Notification.select().where(Notification.account == account.account).order_by(Notification.id)
    return [row.event for row in rows]


@pytest.fixture
def accepted(question, cast, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    return question


def test_the_ladder_goes_up_by_itself_and_comes_down_with_the_answer(accepted, answer_clock, by_itself, cast, now):
    before = len(deeds_of(accepted))
    keep_notices(by_itself, now)
    assert keep_notices(by_itself, answer_clock.due_at - 2 * MINUTE) == 1
    assert keep_notices(by_itself, answer_clock.due_at) == 0
    red = answer_clock.due_at + MINUTE
    assert keep_notices(by_itself, red) == 2 and keep_notices(by_itself, red) == 0
    circular = Notice.get(Notice.kind == "circular")
    late = circular.feedback_due_at + MINUTE
    assert keep_notices(by_itself, late) == 1 and keep_notices(by_itself, late) == 0
    urging = Notice.get(Notice.kind == "urging")
    receive(urging, actor=cast.spokesperson, now=late)
    give_feedback(urging, actor=cast.spokesperson, now=late, text="今天修好。")
    handling.give_result(accepted, actor=cast.spokesperson, now=late, city=by_itself, text="红绿灯已经修好。")
    assert keep_notices(by_itself, late + MINUTE) == 3
    assert {(row.kind, row.closing, row.closed_by_id) for row in Notice.select()} == {
        (kind.value, "done", None) for kind in NoticeKind
    }
    assert deeds_of(accepted)[before:] == [
        "notice.warn",
        "clock.overdue",
        "notice.issue",
        "notice.issue",
        "notice.receive",
        "notice.feedback",
        "case.result",
        *["notice.close"] * 3,
    ]


def test_each_step_is_told_to_whom_it_concerns(accepted, answer_clock, by_itself, cast, now):
    keep_notices(by_itself, now)
    keep_notices(by_itself, answer_clock.due_at - MINUTE)
    red = answer_clock.due_at + MINUTE
    keep_notices(by_itself, red)
    reader().catch_up(red)
    assert events_of(cast.spokesperson)[-3:] == ["notice_warned", "clock_overdue", "notice_issued"]
    assert events_of(cast.supervisor) == ["case_overdue"] and events_of(cast.asker)[-1] == "notice_urged"


def test_a_notice_is_closed_with_its_reason_when_the_case_goes_elsewhere(
    accepted, circular, keep, cast, rules, places, late
):
    why = "这条路由交通局养护，请带上照片到窗口登记。"
    transfers.transfer(accepted, actor=cast.spokesperson, now=late, city=rules, to=places.roads, explanation=why)
    keep(late)
    assert Notice.get_by_id(circular.id).closing == "stopped"


def test_a_granted_extension_closes_the_warning_and_the_new_time_gets_one_of_its_own(
    accepted, answer_clock, keep, cast, rules
):
    yellow, until = answer_clock.due_at - MINUTE, answer_clock.due_at + timedelta(days=2)
    keep(yellow)
    extensions.ask_extension(accepted, actor=cast.spokesperson, now=yellow, until=until, reason="等材料")
    extensions.decide(Extension.get(), actor=cast.supervisor, now=yellow, city=rules, granted=True)
    keep(yellow)
    assert Notice.get().closing == "rescheduled"
    keep(until - MINUTE)
    assert [row.number for row in Notice.select().order_by(Notice.id)] == [1, 2]


def test_what_a_supervisor_is_to_confirm_is_not_issued_by_the_program(accepted, answer_clock, keep, now, late):
    keep(now)
    keep(late)
    assert not Notice.select().exists()


def test_no_clock_that_ran_out_before_the_first_step_is_told_of(accepted, answer_clock, keep, late):
    keep(late)
    assert "clock.overdue" not in deeds_of(accepted)


def test_the_worker_looks_every_ten_seconds(app, rules, accepted, now):
    keeper = NoticeKeeper(app.extensions["wenqu"].current_city)
    due = Clock.select(Clock.due_at).where(Clock.thread == accepted.id, Clock.kind == "answer").scalar()
    assert keeper.advance(due - 2 * MINUTE) == 1 and keeper.advance(due - 2 * MINUTE) == 0
    assert keeper.next_at == due - 2 * MINUTE + timedelta(seconds=10)
    assert keeper.advance(due - 3 * MINUTE) == 0  # a clock that was set back
