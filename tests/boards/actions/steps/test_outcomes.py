"""How clocks end, deed by deed: what hands a case on stops them, is in no rate, and says so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from boards.actions.cases import cohandling, declining, handling, transfers
from boards.actions.posts.threads import ask
from boards.clocks.explanations import from_json
from boards.models.threads import Clock
from boards.queries.lists.statistics import statistics
from boards.queries.thread.timeline import history_of
from forum.store.log import Entry, entry_data
from moderation.tools.merging import merge

WHY = "这件事由贵局负责，请带身份证和不动产权证到一楼窗口办理。"
HOUR, LATE = timedelta(hours=1), timedelta(days=20)


@pytest.fixture
def hand_on(question, places, cast, rules):
    """The deeds that take a case from its department, each at a time."""
    by = {"actor": cast.spokesperson, "city": rules}
    answered = {"code": "litigation", "text": "案件正在法院审理，请等待判决。"}

    def merged(at):
        into = ask(
            places.housing_board, actor=cast.asker, now=at, city=rules, title="另一个", text="不亮", kind="complaint"
        )
        merge(question, actor=cast.moderator, now=at, city=rules, into=into, code="same_matter")

    return {
        "transfer": lambda at: transfers.transfer(question, now=at, to=places.roads, explanation=WHY, **by),
        "return": lambda at: transfers.return_to_moderators(question, actor=cast.spokesperson, now=at, reason=WHY),
        "decline": lambda at: declining.decline(question, now=at, **by, **answered),
        "merge": merged,
    }


def outcomes(thread, department):
    rows = Clock.select().where(Clock.thread == thread.id, Clock.department == department.id).order_by(Clock.id)
    return [(row.kind, row.outcome) for row in rows]


HANDING_ON = ["transfer", "return", "decline", "merge"]


@pytest.mark.parametrize("deed", HANDING_ON)
def test_a_case_that_is_handed_on_in_time_is_neither_accepted_nor_answered(
    deed, hand_on, question, places, rules, now, record_of
):
    hand_on[deed](now + HOUR)
    assert outcomes(question, places.housing) == [("accept", "stopped"), ("answer", "stopped")]
    found = record_of(places.housing, None, None, now + HOUR)
    assert (found.accept_due, found.accepted_on_time, found.answer_due, found.answered_on_time) == (0, 0, 0, 0)
    figures = statistics(now + HOUR).clocks["answer"]
    assert (figures.in_time, figures.late, figures.stopped) == (0, 0, 1)


@pytest.mark.parametrize("deed", HANDING_ON)
def test_handing_an_overdue_case_on_does_not_improve_a_rate(deed, hand_on, question, places, rules, now, record_of):
    hand_on[deed](now + LATE)
    assert outcomes(question, places.housing) == [("accept", "missed"), ("answer", "missed")]
    found = record_of(places.housing, None, None, now + LATE)
    assert (found.accept_due, found.accepted_on_time, found.answer_due, found.answered_on_time) == (1, 0, 1, 0)


@pytest.mark.parametrize("deed", HANDING_ON)
def test_the_log_and_the_timeline_say_which_clocks_ended_and_how(deed, hand_on, question, rules, now):
    hand_on[deed](now + HOUR)
    rows = Entry.select(Entry.data).where(Entry.thread_id == question.id)
    (ended,) = [said for (data,) in rows.tuples() if (said := entry_data(data).get("ended"))]
    clocks = Clock.select().where(Clock.thread == question.id, Clock.outcome == "stopped").order_by(Clock.id)
    assert ended == [
        {"clock": row.id, "kind": row.kind, "department": row.department_id, "outcome": "stopped"} for row in clocks
    ]
    (step,) = [step for step in history_of(question, rules).steps if "停止，不计入按时率" in str(step.text)]
    assert "受理时限、答复时限停止" in str(step.text)


def test_an_acceptance_before_a_transfer_stays_met_and_the_next_department_has_clocks_of_its_own(
    hand_on, question, places, cast, rules, now
):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    hand_on["transfer"](now + HOUR)
    handling.accept(question, actor=cast.outsider, now=now + HOUR, city=rules)
    handling.give_result(question, actor=cast.outsider, now=now + HOUR, city=rules, text="已装。")
    assert outcomes(question, places.housing) == [("accept", "met"), ("answer", "stopped")]
    assert outcomes(question, places.roads) == [("accept", "met"), ("answer", "met")]


def test_a_follow_up_that_is_answered_without_acceptance_meets_both_clocks(question, places, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(question, actor=cast.spokesperson, now=now + LATE, city=rules, text="已装。")
    handling.follow_up(question, actor=cast.asker, now=now + LATE, city=rules, text="又坏了，什么时候修？")
    handling.give_result(question, actor=cast.spokesperson, now=now + LATE, city=rules, text="又装了。")
    assert [how for _, how in outcomes(question, places.housing)] == ["met", "missed", "met", "met"]


def test_input_meets_a_request_and_a_transfer_to_the_helping_department_stops_it(question, places, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    asked = {"actor": cast.spokesperson, "now": now, "city": rules, "text": "杆归谁管？"}
    cohandling.request(question, departments=[places.roads], **asked)
    cohandling.give_input(question, actor=cast.outsider, now=now, text="归我们管。")
    cohandling.request(question, departments=[places.roads], **asked)
    transfers.transfer(question, actor=cast.spokesperson, now=now, city=rules, to=places.roads, explanation=WHY)
    assert outcomes(question, places.roads)[:2] == [("cohandling", "met"), ("cohandling", "stopped")]


def test_a_screened_questions_clock_counts_from_its_publication_and_says_so(places, cast, rules, now):
    city = replace(rules, screening=True)
    thread = ask(
        places.housing_board, actor=cast.asker, now=now, city=city, title="路灯", text="不亮", kind="complaint"
    )
    transfers.publish(thread, actor=cast.moderator, now=now + HOUR, city=city)
    assert {from_json(row.explanation)[0].code for row in Clock.select().where(Clock.thread == thread.id)} == {
        "from_publication"
    }
