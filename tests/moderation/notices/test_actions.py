"""Issuing notices one by one, many and all at once; receipt, feedback and closing."""

import threading
from datetime import timedelta

import pytest

from boards.actions.cases import handling
from boards.clocks.policy import NoticeKind
from boards.models.threads import Clock
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.roles import GUEST
from forum.store import db
from forum.store.log import Deed, Entry, entry_data
from moderation.notices import actions
from moderation.notices.models import Notice

CIRCULAR, URGING = NoticeKind.CIRCULAR, NoticeKind.URGING
AT_ONCE = 100


def answer_clock_of(thread):
    return Clock.get(Clock.thread == thread.id, Clock.kind == "answer").id


def test_a_circular_has_the_next_number_of_its_year_and_is_on_record(circular, cast, late, places):
    assert (circular.kind, circular.year, circular.number, circular.mark) == ("circular", 2014, 1, "问抄")
    assert circular.addressee == places.housing.name
    entry = Entry.get(Entry.deed == Deed.NOTICE_ISSUE.value)
    said = entry_data(entry.data)
    assert (entry.object, entry.thread_id, entry.role) == (f"notice/{circular.id}", circular.thread_id, "supervisor")
    assert (said["number"], said["to"], said["name"]) == (1, places.housing.id, circular.addressee)
    assert said["until"] == circular.feedback_due_at.isoformat()


def test_a_notice_is_issued_once_and_the_second_supervisor_is_told_its_number(
    circular, answer_clock, late, cast, rules
):
    with pytest.raises(Conflict) as told:
        actions.issue(CIRCULAR, answer_clock.id, actor=cast.supervisor, now=late, city=rules)
    assert "问抄〔2014〕1号" in str(told.value.detail)
    assert Notice.select().count() == 1


def test_a_case_answered_a_second_ago_gets_no_notice(question, answer_clock, late, cast, rules):
    handling.accept(question, actor=cast.spokesperson, now=late)
    handling.give_result(question, actor=cast.spokesperson, now=late, city=rules, text="红绿灯已经修好。")
    with pytest.raises(Conflict) as told:
        actions.issue(CIRCULAR, answer_clock.id, actor=cast.supervisor, now=late + timedelta(seconds=1), city=rules)
    assert "已经结束" in str(told.value.detail)


def test_nothing_is_issued_out_of_turn(answer_clock, now, late, cast, rules):
    for kind, at in ((CIRCULAR, now), (URGING, late), (NoticeKind.WARNING, now), (NoticeKind.WARNING, late)):
        with pytest.raises(Conflict):
            actions.issue(kind, answer_clock.id, actor=cast.supervisor, now=at, city=rules)
    assert not Notice.select().exists()


def test_an_urging_follows_when_the_limit_of_the_circular_has_passed(circular, answer_clock, cast, rules):
    with pytest.raises(Conflict):
        actions.issue(URGING, answer_clock.id, actor=cast.supervisor, now=circular.feedback_due_at, city=rules)
    after = circular.feedback_due_at + timedelta(seconds=1)
    urging = actions.issue(URGING, answer_clock.id, actor=cast.supervisor, now=after, city=rules, demand="请说明原因。")
    assert (urging.number, urging.mark, urging.demand) == (1, "问督", "请说明原因。")


def test_only_supervisors_issue_and_close_and_only_the_department_receives(circular, answer_clock, late, cast, rules):
    for actor, refusal in ((GUEST, Unauthorized), (cast.moderator, Forbidden), (cast.spokesperson, Forbidden)):
        with pytest.raises(refusal):
            actions.issue(CIRCULAR, answer_clock.id, actor=actor, now=late, city=rules)
        with pytest.raises(refusal):
            actions.close(circular, actor=actor, now=late, text="好了")
    for actor, refusal in ((GUEST, Unauthorized), (cast.supervisor, Forbidden), (cast.outsider, Forbidden)):
        with pytest.raises(refusal):
            actions.receive(circular, actor=actor, now=late)
        with pytest.raises(refusal):
            actions.give_feedback(circular, actor=actor, now=late, text="好了")


def test_a_notice_is_received_answered_and_closed_once(circular, late, cast):
    actions.receive(circular, actor=cast.spokesperson, now=late)
    with pytest.raises(Conflict):
        actions.receive(circular, actor=cast.spokesperson, now=late)
    actions.give_feedback(circular, actor=cast.spokesperson, now=late, text="本周内修好。")
    with pytest.raises(Conflict):
        actions.give_feedback(circular, actor=cast.spokesperson, now=late, text="改口")
    actions.close(circular, actor=cast.supervisor, now=late, text="已有安排")
    for again in (
        lambda: actions.close(circular, actor=cast.supervisor, now=late, text="再来"),
        lambda: actions.receive(circular, actor=cast.spokesperson, now=late),
    ):
        with pytest.raises(Conflict):
            again()
    row = Notice.get_by_id(circular.id)
    assert (row.feedback, row.closing, row.closed_text) == ("本周内修好。", "supervisor", "已有安排")
    deeds = [entry.deed for entry in Entry.select().where(Entry.object == f"notice/{circular.id}").order_by(Entry.id)]
    assert deeds == ["notice.issue", "notice.receive", "notice.feedback", "notice.close"]


def test_feedback_signs_for_the_notice_too(circular, late, cast):
    actions.give_feedback(circular, actor=cast.spokesperson, now=late, text="本周内修好。")
    assert Notice.get_by_id(circular.id).signed_at == late


def test_several_are_issued_by_one_form_and_each_is_told_what_became_of_it(asked, cast, rules, late, circular, now):
    others = [asked("第二件"), asked("第三件")]
    clocks = [circular.clock_id, *map(answer_clock_of, others), 999999]
    found = actions.issue_all([(CIRCULAR, clock) for clock in clocks], actor=cast.supervisor, now=late, city=rules)
    assert [each.notice is not None for each in found] == [False, True, True, False]
    assert "问抄〔2014〕3号" in str(found[2].message)
    with pytest.raises(Invalid):
        actions.issue_all([], actor=cast.supervisor, now=late, city=rules)


def at_once(deeds):
    """Every deed on a thread and connection of its own, eight at a time; returns what they returned or raised."""
    outcomes, waiting = [], list(enumerate(deeds))

    def work():
        with db.connection():
            while waiting:
                try:
                    _, deed = waiting.pop()
                except IndexError:
                    return
                try:
                    outcomes.append(deed())
                except Conflict as problem:
                    outcomes.append(problem)

    running = [threading.Thread(target=work) for _ in range(8)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return outcomes


def test_a_hundred_issued_at_once_have_consecutive_numbers(asked, cast, rules, now):
    with db.write():
        clocks = [answer_clock_of(asked(f"第 {n} 件")) for n in range(AT_ONCE)]
    later = now + timedelta(days=10)
    found = at_once(
        [lambda id=id: actions.issue(CIRCULAR, id, actor=cast.supervisor, now=later, city=rules) for id in clocks]
    )
    assert sorted(notice.number for notice in found) == list(range(1, AT_ONCE + 1))


def test_two_supervisors_who_issue_the_same_at_once_get_one_notice(answer_clock, cast, rules, late):
    deed = lambda: actions.issue(CIRCULAR, answer_clock.id, actor=cast.supervisor, now=late, city=rules)  # noqa: E731
    found = at_once([deed] * 8)
    assert sorted(type(each).__name__ for each in found) == ["Conflict"] * 7 + ["Notice"]
    assert Notice.select().count() == 1
