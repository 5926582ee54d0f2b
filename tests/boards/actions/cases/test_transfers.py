"""Passing a case on: never silently, under clocks of its own at each hop, and seen when it goes back and forth."""

from dataclasses import replace
from datetime import timedelta

import pytest

from boards.actions.cases import cohandling, handling, transfers
from boards.actions.posts.threads import ask
from boards.clocks.policy import Policy
from boards.models.threads import Clock, Department, Post
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.log import Deed, Entry

WHY = "这件事由贵局负责，请带身份证和不动产权证到一楼窗口办理。"


@pytest.fixture
def hand_on(question, rules, clock):
    """hand_on(actor, to): transfer the question a minute later."""

    def transfer(actor, to, explanation=WHY):
        now = clock.advance(timedelta(minutes=1))
        return transfers.transfer(question, actor=actor, now=now, city=rules, to=to, explanation=explanation)

    return transfer


def alarms(thread):
    rows = Entry.select(Entry.reason).where(Entry.thread_id == thread.id, Entry.deed == Deed.ALARM.value)
    return [reason for (reason,) in rows.order_by(Entry.id).tuples()]


def test_a_transfer_is_posted_and_the_case_is_unaccepted_at_the_next_department(case, places, cast, hand_on):
    post = hand_on(cast.spokesperson, places.roads)
    assert (case.status, case.row.department_id) == ("unaccepted", places.roads.id)
    assert (post.kind, post.department_id, post.floor) == ("transfer", places.housing.id, 2)
    assert case.deeds == ["ask", "transfer"]
    assert case.said["to_name"] == "交通局"


def test_each_hop_has_clocks_of_its_own(case, places, cast, hand_on, clock):
    hand_on(cast.spokesperson, places.roads)
    assert case.clocks(places.housing) == [("accept", "case.transfer"), ("answer", "case.transfer")]
    assert case.clocks(places.roads) == [("accept", None), ("answer", None)]
    there = Clock.select().where(Clock.department == places.roads.id)
    assert {row.opened_at for row in there} == {clock.now()}
    assert case.row.next_due_at == min(row.due_at for row in there)
    assert all('"from_transfer"' in row.explanation for row in there)


def test_an_accepted_case_is_nobodys_again_after_a_transfer(case, question, places, cast, hand_on, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    hand_on(cast.colleague, places.roads)
    assert (case.row.accepted_by_id, case.row.accepted_at) == (None, None)
    handling.accept(question, actor=cast.outsider, now=now)
    assert case.row.accepted_by_id == cast.outsider.account


def test_the_model_chain_raises_no_alarm_and_each_step_is_told(question, places, cast, chain, rules, clock, case):
    transfers.transfer(
        question, actor=cast.spokesperson, now=clock.now(), city=rules, to=chain.procuratorate.unit, explanation=WHY
    )
    asked = ask_at(chain.procuratorate, cast, rules, clock)
    transfers.transfer(
        asked, actor=chain.procuratorate.voice, now=clock.now(), city=rules, to=chain.land.unit, explanation=WHY
    )
    transfers.transfer(asked, actor=chain.land.voice, now=clock.now(), city=rules, to=places.housing, explanation=WHY)
    assert transfers.department_chain(asked) == [chain.procuratorate.unit.id, chain.land.unit.id, places.housing.id]
    assert alarms(asked) == []
    assert [
        post.department_id
        for post in Post.select().where(Post.thread == asked.id, Post.kind == "transfer").order_by(Post.floor)
    ] == [
        chain.procuratorate.unit.id,
        chain.land.unit.id,
    ]


def ask_at(office, cast, rules, clock):
    from boards.actions.city.structure import get_or_create_board
    from boards.models.threads import Category

    board = get_or_create_board(
        f"{office.unit.slug}-board", office.unit.short, Category.get(), department=office.unit, now=clock.now()
    )
    return ask(
        board, actor=cast.asker, now=clock.now(), city=rules, title="土地证的事", text="该找谁？", kind="complaint"
    )


def test_the_third_hop_raises_an_alarm(question, places, cast, chain, hand_on):
    hand_on(cast.spokesperson, chain.procuratorate.unit)
    hand_on(chain.procuratorate.voice, chain.land.unit)
    assert alarms(question) == []
    hand_on(chain.land.voice, chain.water.unit)
    assert alarms(question) == ["too_many_hops"]


def test_coming_back_to_a_department_that_had_it_raises_an_alarm(question, places, cast, hand_on):
    hand_on(cast.spokesperson, places.roads)
    hand_on(cast.outsider, places.housing)
    assert alarms(question) == ["returned"]


def test_a_case_that_is_routed_back_to_where_it_was_returned_raises_an_alarm(question, places, cast, rules, now):
    transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason="不知道归谁管")
    transfers.route(question, actor=cast.moderator, now=now, city=rules, to=places.housing)
    assert alarms(question) == ["returned"]


def test_a_screened_question_routed_elsewhere_was_never_at_its_boards_department(places, cast, screened, now):
    waiting = ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=screened,
        title="路灯不亮",
        text="三天了",
        kind="complaint",
    )
    transfers.route(waiting, actor=cast.moderator, now=now, city=screened, to=places.roads)
    transfers.transfer(waiting, actor=cast.outsider, now=now, city=screened, to=places.housing, explanation=WHY)
    assert transfers.department_chain(waiting) == [places.roads.id, places.housing.id]
    assert alarms(waiting) == []


@pytest.mark.parametrize("explanation", ["", "  \n　", "请转办", "\u200b" * 20])
def test_a_transfer_needs_a_real_explanation(case, places, cast, hand_on, explanation):
    with pytest.raises(Invalid) as refusal:
        hand_on(cast.spokesperson, places.roads, explanation)
    assert set(refusal.value.errors) == {"explanation"}
    assert (case.status, Post.select().count(), case.deeds) == ("unaccepted", 1, ["ask"])


def test_how_long_an_explanation_must_be_is_the_citys_choice(question, places, cast, rules, now):
    strict = replace(rules, policy=replace(rules.policy, transfer_explanation_min_length=len(WHY) + 1))
    with pytest.raises(Invalid):
        transfers.transfer(question, actor=cast.spokesperson, now=now, city=strict, to=places.roads, explanation=WHY)
    lax = replace(rules, policy=replace(rules.policy, transfer_explanation_min_length=1))
    transfers.transfer(question, actor=cast.spokesperson, now=now, city=lax, to=places.roads, explanation="交")


def test_a_transfer_to_oneself_is_refused(case, places, cast, hand_on):
    with pytest.raises(Invalid) as refusal:
        hand_on(cast.spokesperson, places.housing)
    assert "自己" in str(refusal.value)
    assert case.running() == [("accept", "住建局"), ("answer", "住建局")]


@pytest.mark.parametrize("to", [None, 7, "jiaotong"])
def test_a_transfer_to_nowhere_is_refused(cast, hand_on, to):
    with pytest.raises(Invalid) as refusal:
        hand_on(cast.spokesperson, to)
    assert set(refusal.value.errors) == {"to"}


def test_a_transfer_to_an_inactive_department_is_refused(case, places, cast, hand_on):
    Department.update(active=False).where(Department.id == places.roads.id).execute()
    with pytest.raises(Invalid) as refusal:
        hand_on(cast.spokesperson, Department.get_by_id(places.roads.id))
    assert "停用" in str(refusal.value)
    assert case.status == "unaccepted"


def test_a_closed_case_is_not_transferred(case, question, places, cast, rules, now, hand_on):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    handling.close(question, actor=cast.asker, now=now)
    with pytest.raises(Conflict):
        hand_on(cast.spokesperson, places.roads)
    assert (case.status, case.running()) == ("closed", [])


@pytest.mark.parametrize("who", ["outsider", "asker", "moderator", "administrator", "supervisor", "operator"])
def test_only_the_department_that_has_the_case_transfers_it(case, chain, cast, hand_on, who):
    with pytest.raises(Forbidden):
        hand_on(getattr(cast, who), chain.land.unit)
    assert case.deeds == ["ask"]


def test_a_guest_signs_in_first(cast, places, hand_on):
    with pytest.raises(Unauthorized):
        hand_on(cast.guest, places.roads)


def test_of_two_colleagues_who_pass_it_on_the_second_is_told_that_it_has_moved(question, places, cast, chain, hand_on):
    hand_on(cast.spokesperson, places.roads)
    with pytest.raises(Conflict):
        hand_on(cast.colleague, chain.land.unit)


def test_a_department_that_helped_and_then_leads_owes_no_input(case, question, places, cast, rules, now, hand_on):
    handling.accept(question, actor=cast.spokesperson, now=now)
    cohandling.request(
        question, actor=cast.spokesperson, now=now, city=rules, departments=[places.roads], text="请提供道路资料。"
    )
    hand_on(cast.spokesperson, places.roads)
    assert case.running() == [("accept", "交通局"), ("answer", "交通局")]


def test_a_return_gives_the_case_to_the_moderators_in_public(case, question, places, cast, now):
    post = transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason="不知道归谁管")
    assert (case.status, case.row.department_id, case.row.public) == ("pending", None, True)
    assert (post.kind, post.department_id) == ("return", places.housing.id)
    assert case.clocks() == [("accept", "case.return"), ("answer", "case.return")]
    assert (case.row.next_due_at, case.deeds) == (None, ["ask", "return"])


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_return_needs_a_reason(case, question, cast, now, reason):
    with pytest.raises(Invalid):
        transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason=reason)
    assert case.status == "unaccepted"


def test_a_returned_case_is_routed_under_new_clocks(case, question, places, cast, rules, clock):
    transfers.return_to_moderators(question, actor=cast.spokesperson, now=clock.now(), reason="不知道归谁管")
    now = clock.advance(timedelta(hours=3))
    transfers.route(question, actor=cast.moderator, now=now, city=rules, to=places.roads)
    assert (case.status, case.row.department_id, case.row.disposition) == ("unaccepted", places.roads.id, "forwarded")
    assert case.running() == [("accept", "交通局"), ("answer", "交通局")]
    assert all('"from_return"' in row.explanation for row in Clock.select().where(Clock.met_at.is_null()))


def test_a_returned_case_cannot_just_be_let_through(case, question, cast, rules, now):
    transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason="不知道归谁管")
    with pytest.raises(Conflict):
        transfers.publish(question, actor=cast.moderator, now=now, city=rules)
    assert (case.status, case.deeds) == ("pending", ["ask", "return"])


def test_routing_needs_an_active_department(question, places, cast, rules, now):
    transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason="不知道归谁管")
    places.roads.active = False
    for to in (None, places.roads):
        with pytest.raises(Invalid):
            transfers.route(question, actor=cast.moderator, now=now, city=rules, to=to)


def test_only_moderators_route(question, places, cast, rules, now):
    transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason="不知道归谁管")
    for actor in (cast.outsider, cast.supervisor, cast.asker, cast.administrator):
        with pytest.raises(Forbidden):
            transfers.route(question, actor=actor, now=now, city=rules, to=places.roads)


def test_a_city_without_clocks_passes_cases_on_too(question, case, places, cast, rules, now):
    bare = replace(rules, policy=Policy("bare", "无时限"))
    transfers.transfer(question, actor=cast.spokesperson, now=now, city=bare, to=places.roads, explanation=WHY)
    assert (case.status, case.running(), case.row.next_due_at) == ("unaccepted", [], None)
