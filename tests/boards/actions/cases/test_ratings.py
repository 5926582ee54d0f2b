"""Satisfaction: the asker's grade, changed once at most; a bad one opens a callback, due within a working day."""

from datetime import UTC, datetime

import pytest

from boards.actions.cases import handling, platform_answers, ratings
from boards.actions.posts.threads import ask
from boards.clocks.explanations import from_json
from boards.models.cases import Callback, Rating
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.log import Deed, Entry


@pytest.fixture
def answered(question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    return question


@pytest.fixture
def rate(answered, cast, rules, now):
    def rate(grade, text="", actor=cast.asker):
        return ratings.rate(answered, actor=actor, now=now, city=rules, grade=grade, text=text)

    return rate


@pytest.mark.parametrize("grade", [1, 2, 3, 4, 5])
def test_a_grade_is_kept_for_the_department_and_told(case, places, rate, grade):
    rate(grade, "谢谢")
    row = Rating.get()
    assert (row.grade, row.number, row.department_id, row.text) == (grade, 1, places.housing.id, "谢谢")
    assert (case.status, case.deeds[-1]) == ("answered", "rate")
    assert case.said == {"grade": grade, "number": 1, "text": "谢谢"}


@pytest.mark.parametrize(("grade", "calls"), [(1, 1), (2, 1), (3, 0), (4, 0), (5, 0)])
def test_the_two_worst_grades_owe_a_call(rate, grade, calls):
    rate(grade)
    assert Callback.select().count() == calls
    assert Entry.select().where(Entry.deed == Deed.CALLBACK_OPEN.value).count() == calls


def test_the_call_is_due_within_one_working_day_and_says_why(rate, now):
    rate(1)
    call = Callback.get()
    assert (call.cause, call.opened_at, call.due_at) == ("rating", now, datetime(2014, 9, 23, 15, 59, 59, tzinfo=UTC))
    assert from_json(call.explanation)[0].code == "from_rating"


def test_a_grade_may_be_changed_once_and_the_first_stays(rate):
    rate(1)
    rate(4)
    assert [(row.number, row.grade) for row in Rating.select().order_by(Rating.number)] == [(1, 1), (2, 4)]


def test_a_second_change_is_refused(case, rate):
    rate(1)
    rate(2)
    with pytest.raises(Conflict) as refusal:
        rate(5)
    assert "一次" in str(refusal.value)
    assert (Rating.select().count(), case.deeds.count("rate"), Callback.select().count()) == (2, 2, 1)


@pytest.mark.parametrize("grade", [0, 6, -1, None, "5", True, 4.5, 5.0, [], {}])
def test_a_grade_is_one_of_five(rate, grade):
    with pytest.raises(Invalid) as refusal:
        rate(grade)
    assert (set(refusal.value.errors), Rating.select().count()) == ({"grade"}, 0)


@pytest.mark.parametrize("who", ["neighbour", "spokesperson", "moderator", "supervisor", "operator"])
def test_only_the_asker_rates(cast, rate, who):
    with pytest.raises(Forbidden):
        rate(5, actor=getattr(cast, who))


def test_a_guest_signs_in_first(cast, rate):
    with pytest.raises(Unauthorized):
        rate(5, actor=cast.guest)


def test_there_is_nothing_to_rate_before_an_answer_or_while_a_follow_up_waits(question, cast, rules, now):
    with pytest.raises(Conflict):
        ratings.rate(question, actor=cast.asker, now=now, city=rules, grade=5)
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    handling.follow_up(question, actor=cast.asker, now=now, city=rules, text="没有装。")
    with pytest.raises(Conflict):
        ratings.rate(question, actor=cast.asker, now=now, city=rules, grade=1)


def test_a_closed_case_may_still_be_rated(answered, cast, rate, now):
    handling.close(answered, actor=cast.asker, now=now)
    rate(5)
    assert Rating.get().grade == 5


def test_the_platforms_answer_is_no_departments_to_be_rated_for(places, cast, screened, now):
    waiting = ask(
        places.housing_board, actor=cast.asker, now=now, city=screened, title="路灯", text="不亮", kind="complaint"
    )
    platform_answers.answer_by_platform(waiting, actor=cast.moderator, now=now, city=screened, text="灯已经报修。")
    with pytest.raises(Conflict):
        ratings.rate(waiting, actor=cast.asker, now=now, city=screened, grade=1)
    assert Rating.select().count() == 0
