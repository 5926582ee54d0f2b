"""Co-handling: the lead asks others for input in public, each under a clock of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from boards.actions.cases import cohandling, declining, handling
from boards.clocks.deadlines import COHANDLING
from boards.models.threads import Clock, Post
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized


@pytest.fixture
def accepted(question, cast, rules, now):
    return handling.accept(question, actor=cast.spokesperson, now=now, city=rules)


@pytest.fixture
def request_of(accepted, cast, rules, now):
    """request_of(*departments): the lead asks them for input."""

    def request(*departments, actor=cast.spokesperson, text="请提供这一路段的资料。"):
        return cohandling.request(accepted, actor=actor, now=now, city=rules, departments=departments, text=text)

    return request


def test_the_request_is_public_and_each_department_gets_a_clock(case, places, chain, request_of):
    post = request_of(places.roads, chain.land.unit)
    assert (post.kind, post.floor, case.status) == ("request", 2, "accepted")
    assert case.running() == [("answer", "住建局"), (COHANDLING, "交通局"), (COHANDLING, "国土")]
    assert case.deeds == ["ask", "accept", "cohandle"]
    assert case.said["names"] == "交通局、国土"
    # Monday and one working day: to the end of Tuesday, as Quzhou's policy has it.
    assert {row.due_at for row in Clock.select().where(Clock.kind == COHANDLING)} == {
        datetime(2014, 9, 23, 15, 59, 59, tzinfo=UTC)
    }


def test_the_leads_due_time_is_not_the_helpers(case, places, request_of):
    before = case.row.next_due_at
    request_of(places.roads)
    assert case.row.next_due_at == before


def test_input_stops_the_own_clock_only_and_leaves_the_status(case, accepted, places, chain, cast, request_of, now):
    request_of(places.roads, chain.land.unit)
    post = cohandling.give_input(accepted, actor=cast.outsider, now=now, text="这一路段由省里管。")
    assert (post.kind, post.department_id, case.status) == ("input", places.roads.id, "accepted")
    assert case.running() == [("answer", "住建局"), (COHANDLING, "国土")]
    assert case.deeds[-1] == "input"


def test_a_department_is_asked_again_after_it_has_answered(case, accepted, places, cast, request_of, now):
    request_of(places.roads)
    cohandling.give_input(accepted, actor=cast.outsider, now=now, text="这一路段由省里管。")
    request_of(places.roads)
    assert case.clocks(places.roads) == [(COHANDLING, "case.input"), (COHANDLING, None)]


def test_one_that_is_named_twice_gets_one_clock(case, places, request_of):
    request_of(places.roads, places.roads)
    assert case.clocks(places.roads) == [(COHANDLING, None)]


def test_one_that_has_been_asked_is_not_asked_again_meanwhile(case, places, chain, request_of):
    request_of(places.roads)
    with pytest.raises(Conflict):
        request_of(chain.land.unit, places.roads)
    assert case.clocks(places.roads) == [(COHANDLING, None)]
    assert case.clocks(chain.land.unit) == []


def test_nobody_oneself_or_an_inactive_department_is_no_helper(case, places, request_of):
    places.roads.active = False
    for departments in ((), (places.housing,), (places.roads,)):
        with pytest.raises(Invalid) as refusal:
            request_of(*departments)
        assert set(refusal.value.errors) == {"departments"}
    assert case.deeds == ["ask", "accept"]


def test_a_request_says_something(places, request_of):
    with pytest.raises(Invalid):
        request_of(places.roads, text=" \n")
    assert Post.select().count() == 1


@pytest.mark.parametrize("who", ["asker", "outsider", "moderator", "supervisor"])
def test_only_the_lead_asks_for_input(cast, chain, request_of, who):
    with pytest.raises(Forbidden):
        request_of(chain.land.unit, actor=getattr(cast, who))


def test_a_case_must_be_accepted_first(question, places, cast, rules, now):
    with pytest.raises(Conflict):
        cohandling.request(
            question, actor=cast.spokesperson, now=now, city=rules, departments=[places.roads], text="请看"
        )


@pytest.mark.parametrize("who", ["spokesperson", "asker", "moderator", "outsider"])
def test_only_who_was_asked_gives_input(accepted, cast, now, who):
    with pytest.raises(Forbidden):
        cohandling.give_input(accepted, actor=getattr(cast, who), now=now, text="我也说一句")


def test_a_guest_signs_in_first(accepted, cast, now):
    with pytest.raises(Unauthorized):
        cohandling.give_input(accepted, actor=cast.guest, now=now, text="我也说一句")


def test_input_may_come_after_the_answer_and_late(case, accepted, places, cast, rules, request_of, now):
    request_of(places.roads)
    handling.give_result(accepted, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    handling.close(accepted, actor=cast.asker, now=now)
    cohandling.give_input(accepted, actor=cast.outsider, now=now + timedelta(days=9), text="补充资料。")
    assert (case.status, case.running()) == ("closed", [])


def test_a_case_that_is_declined_asks_nobody_any_more(case, accepted, places, cast, rules, request_of, now):
    request_of(places.roads)
    declining.decline(
        accepted, actor=cast.spokesperson, now=now, city=rules, code="litigation", text="已经起诉，请到法院。"
    )
    assert (case.running(), case.row.next_due_at) == ([], None)
