"""A department is closed, or merged into another one, which takes over its open cases; its past stays."""

from datetime import timedelta

import pytest

from boards.actions.cases import cohandling, handling, transfers
from boards.actions.city import offices
from boards.actions.city.closing import close_department
from boards.models.offices import DepartmentClosure
from boards.models.threads import Clock, Department, Post, Thread
from boards.rules.status import Status
from forum.accounts.models import RoleGrant
from forum.problems import Conflict, Forbidden, Invalid
from forum.store.log import Deed, Entry, entry_data

REASON = "市机构改革方案，两局合并。"


@pytest.fixture
def close(places, cast, clock, rules):
    def close(into=None, actor=cast.administrator, reason=REASON):
        return close_department(places.housing, actor=actor, now=clock.now(), city=rules, into=into, reason=reason)

    return close


def closed(places):
    return not Department.get_by_id(places.housing.id).active


def test_the_open_case_goes_on_at_the_other_department(close, places, cast, question):
    closure = close(into=places.roads)
    case = Thread.get_by_id(question.id)
    assert (case.department_id, case.status) == (places.roads.id, Status.UNACCEPTED)
    running = Clock.select().where(Clock.thread == case.id, Clock.met_at.is_null())
    assert {clock.department_id for clock in running} == {places.roads.id}
    said = Post.select().where(Post.thread == case.id).order_by(Post.id.desc()).get()
    assert (said.kind, said.department_id) == ("transfer", places.housing.id)
    assert closed(places) and closure.successor_id == places.roads.id
    transferred = Entry.select().where(Entry.deed == Deed.TRANSFER.value).get()
    assert (transferred.thread_id, transferred.actor_id) == (case.id, cast.administrator.account)


def test_the_entry_says_which_department_took_over_and_why(close, places, cast):
    closure = close(into=places.roads)
    entry = Entry.select().where(Entry.deed == Deed.DEPARTMENT_CLOSE.value).get()
    assert (entry.object, entry.role) == (f"department/{places.housing.id}", "administrator")
    said = {"slug": "zhujian", "closure": closure.id, "text": REASON, "into": places.roads.id}
    assert entry_data(entry.data) == said | {"into_name": places.roads.name}


def test_nobody_speaks_for_it_any_more(close, places):
    close()
    held = RoleGrant.select().where(RoleGrant.department_id == places.housing.id, RoleGrant.revoked_at.is_null())
    assert not held.count() and Entry.select().where(Entry.deed == Deed.ROLE_REVOKE.value).count()


def test_with_an_open_case_and_nobody_who_takes_over_it_is_refused(close, places, question):
    with pytest.raises(Conflict):
        close()
    assert not closed(places) and not DepartmentClosure.select().count()


def test_it_is_refused_while_its_input_is_asked_for(close, places, cast, clock, rules, at_roads):
    cohandling.request(
        at_roads, actor=cast.outsider, now=clock.now(), city=rules, departments=[places.housing], text="请说明。"
    )
    with pytest.raises(Conflict):
        close(into=places.roads)


@pytest.fixture
def at_roads(places, cast, clock, rules, asked):
    """An accepted case of 交通局."""
    case = asked("路上有坑", board=places.roads_board)
    handling.accept(case, actor=cast.outsider, now=clock.now(), city=rules)
    return Thread.get_by_id(case.id)


def test_units_below_it_come_first(close, places, now):
    Department.update(parent=places.housing.id).where(Department.id == places.roads.id).execute()
    with pytest.raises(Conflict):
        close()


def test_it_is_closed_once_and_into_another_one_that_is_in_use(close, places):
    with pytest.raises(Invalid):
        close(into=places.housing)
    close()
    with pytest.raises(Conflict):
        close()


@pytest.mark.parametrize("who", ["asker", "spokesperson", "moderator", "supervisor"])
def test_only_administrators_close_one(who, close, cast):
    with pytest.raises(Forbidden):
        close(actor=getattr(cast, who))


@pytest.fixture
def answered(question, cast, clock, rules):
    """The question with its result."""
    handling.accept(question, actor=cast.spokesperson, now=clock.now(), city=rules)
    handling.give_result(question, actor=cast.spokesperson, now=clock.now(), city=rules, text="已经装好。")
    return question


def test_nothing_is_asked_of_it_and_its_page_is_kept_as_it_is(close, places, cast, clock, asked):
    close()
    with pytest.raises(Conflict):
        asked("还能问吗")
    with pytest.raises(Conflict):
        offices.revise_rules(
            Department.get_by_id(places.housing.id),
            actor=cast.administrator,
            now=clock.now(),
            text="第一条",
            based_on=0,
        )


def test_a_follow_up_to_its_answer_goes_to_the_moderators(close, places, cast, clock, rules, answered):
    close()
    handling.follow_up(answered, actor=cast.asker, now=clock.now(), city=rules, text="还是没有灯。")
    case = Thread.get_by_id(answered.id)
    assert (case.status, case.department_id) == (Status.PENDING, None)
    transfers.route(case, actor=cast.moderator, now=clock.now() + timedelta(hours=1), city=rules, to=places.roads)
    assert Thread.get_by_id(answered.id).department_id == places.roads.id
