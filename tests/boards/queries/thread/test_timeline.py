"""The public timeline: what was done, by whom under which name, and the departments that had the case."""

import pytest

from boards.actions.cases.cohandling import request
from boards.actions.cases.discussions import open_discussion
from boards.actions.cases.handling import accept, close, follow_up, give_result
from boards.actions.cases.transfers import publish, return_to_moderators, route, transfer
from boards.models.threads import Thread
from boards.queries.parts.people import ANONYMOUS
from boards.queries.thread.timeline import History, history_of

WHY = "信号灯的杆子归交通局管，请带照片到窗口。"


@pytest.fixture
def history(rules):
    """history(thread): as its page tells it now."""
    return lambda thread: history_of(Thread.get_by_id(thread.id), rules)


def told(history):
    """(deed without its kind, actor, department) of every step, oldest first."""
    return [(step.deed.partition(".")[2], str(step.actor), step.department) for step in history.steps]


def test_the_asker_and_the_department_stand_by_name(question, cast, rules, now, history):
    accept(question, actor=cast.spokesperson, now=now)
    give_result(question, actor=cast.colleague, now=now, city=rules, text="修好了。")
    close(question, actor=cast.asker, now=now)
    assert told(history(question)) == [
        ("ask", "三衢路的小陈", None),
        ("accept", "王晓燕", "住建局"),
        ("result", "周建国", "住建局"),
        ("close", "三衢路的小陈", None),
    ]


def test_an_anonymous_asker_is_named_in_none_of_his_steps(asked, cast, rules, now, history):
    secret = asked("楼上漏水", anonymous=True)
    accept(secret, actor=cast.spokesperson, now=now)
    give_result(secret, actor=cast.spokesperson, now=now, city=rules, text="修好了。")
    follow_up(secret, actor=cast.asker, now=now, city=rules, text="又漏了。")
    assert [(deed, actor) for deed, actor, _ in told(history(secret))] == [
        ("ask", str(ANONYMOUS)),
        ("accept", "王晓燕"),
        ("result", "王晓燕"),
        ("follow_up", str(ANONYMOUS)),
    ]


def test_replies_edits_and_support_are_no_steps(question, say, history):
    say(question, "同问。")
    assert [deed for deed, _, _ in told(history(question))] == ["ask"]


def test_the_system_raises_the_alarm_when_departments_pass_a_case_around(question, places, cast, rules, now, history):
    transfer(question, actor=cast.spokesperson, now=now, city=rules, to=places.roads, explanation=WHY)
    assert not history(question).alarmed
    transfer(question, actor=cast.outsider, now=now, city=rules, to=places.housing, explanation=WHY)
    found = history(question)
    assert found.chain == ("住建局", "交通局", "住建局")
    assert found.alarmed
    assert ("alarm", "系统", None) in [(deed, actor, None) for deed, actor, _ in told(found)]


def test_a_step_that_wrote_a_floor_leads_there(question, places, cast, rules, now, history):
    post = transfer(question, actor=cast.spokesperson, now=now, city=rules, to=places.roads, explanation=WHY)
    step = history(question).steps[-1]
    assert (step.floor, step.url) == (post.floor, f"/threads/{question.id}/floors/{post.floor}")


def test_asking_for_input_names_no_further_department_in_the_chain(question, places, cast, rules, now, history):
    accept(question, actor=cast.spokesperson, now=now)
    request(question, actor=cast.spokesperson, now=now, city=rules, departments=[places.roads], text="杆归谁管？")
    assert history(question).chain == ("住建局",)


def test_forwarding_is_no_disposition_to_tell_of(question, asked, screened, cast, rules, now, history):
    waiting = asked("路灯不亮", city=screened)
    assert history(waiting).disposition is None
    publish(waiting, actor=cast.moderator, now=now, city=rules)
    assert (history(waiting).disposition, history(question).disposition) == (None, None)


@pytest.fixture
def returned(question, cast, now):
    """The question, given back to the moderators."""
    return_to_moderators(question, actor=cast.spokesperson, now=now, reason="这件事不归我局管。")
    return Thread.get_by_id(question.id)


def test_a_case_that_became_a_discussion_leads_to_its_board(returned, places, cast, now, history):
    open_discussion(returned, actor=cast.moderator, now=now, board=places.talk_board)
    step = history(returned).disposition
    assert (str(step.actor), step.url) == ("舒琪琪", "/boards/chengshi")


def test_a_returned_case_that_is_routed_again_has_both_departments_in_its_chain(
    returned, places, cast, rules, now, history
):
    route(returned, actor=cast.moderator, now=now, city=rules, to=places.roads)
    found = history(returned)
    assert (found.chain[-1], found.disposition) == ("交通局", None)


def test_a_thread_without_steps_has_no_disposition():
    assert History().disposition is None
