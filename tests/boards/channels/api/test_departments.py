"""A department's record over a period."""

from datetime import timedelta

import pytest

from boards.actions.cases import handling, ratings
from boards.actions.posts.threads import ask
from boards.readers.figures import reader

COUNTS = ("received", "forwarded", "answered", "pending", "overdue", "accepted_on_time")


@pytest.fixture
def record(api_of, cast, rules, clock):
    """record(query): the record of 住建局 through the API after the figures were read from the log."""

    def read(asked=""):
        reader(rules).catch_up(clock.now())
        return api_of(cast.guest).get(f"/departments/zhujian/record{asked}").json

    return read


@pytest.fixture
def questions(places, cast, rules, clock):
    """Four questions on Monday: answered in time, accepted late and answered late, accepted, and left alone."""
    made = [
        ask(
            places.housing_board,
            actor=cast.asker,
            now=clock.now(),
            city=rules,
            title=f"问题{n}",
            text="内容",
            kind="complaint",
        )
        for n in range(4)
    ]
    speaks = {"actor": cast.spokesperson}
    handling.accept(made[0], now=clock.now(), **speaks)
    handling.give_result(made[0], now=clock.now(), city=rules, text="已装。", **speaks)
    clock.advance(timedelta(hours=3))
    handling.accept(made[1], now=clock.now(), **speaks)
    clock.advance(timedelta(days=4))
    handling.give_result(made[1], now=clock.now(), city=rules, text="才装。", **speaks)
    made.append(
        ask(
            places.housing_board,
            actor=cast.asker,
            now=clock.now(),
            city=rules,
            title="新问题",
            text="内容",
            kind="complaint",
        )
    )
    return made


def test_nothing_asked_is_nothing_measured(record, places):
    empty = record()
    assert [empty[name] for name in COUNTS] == [0] * 6
    assert [empty[name] for name in ("reply_rate", "on_time_rate", "acceptance_rate", "satisfaction")] == [None] * 4


def test_every_forwarded_question_is_answered_pending_or_overdue(record, questions):
    said = record()
    assert [said[name] for name in COUNTS] == [5, 5, 2, 1, 2, 1]
    assert said["answered"] + said["pending"] + said["overdue"] == said["forwarded"]
    assert (said["reply_rate"], said["acceptance_rate"], said["on_time_rate"]) == (40.0, 25.0, 25.0)


def test_a_period_is_of_local_days_both_included(record, questions):
    assert record("?to=2014-09-22")["received"] == 4
    assert record("?from=2014-09-22&to=2014-09-22")["received"] == 4
    assert record("?from=2014-09-23")["received"] == 1
    assert record("?from=2014-09-27")["received"] == 0


def test_a_question_that_waits_for_screening_is_received_but_not_forwarded(record, places, cast, screened, now):
    ask(places.housing_board, actor=cast.asker, now=now, city=screened, title="等审核", text="内容", kind="complaint")
    said = record()
    assert (said["received"], said["forwarded"], said["reply_rate"]) == (1, 0, None)


def test_the_last_grade_counts(record, questions, cast, rules, clock):
    for grade in (1, 4):
        ratings.rate(questions[0], actor=cast.asker, now=clock.now(), city=rules, grade=grade)
    assert record()["satisfaction"] == 100.0
    ratings.rate(questions[1], actor=cast.asker, now=clock.now(), city=rules, grade=2)
    assert record()["satisfaction"] == 50.0


def test_another_department_has_its_own_record(api_of, cast, questions):
    other = api_of(cast.guest).get("/departments/jiaotong/record").json
    assert (other["department"], other["received"], other["accept_due"]) == ("jiaotong", 0, 0)


def test_own_peoples_questions_are_told_apart_and_marked(places, cast, rules, now, see, api_of, record):
    thread = ask(
        places.housing_board, actor=cast.spokesperson, now=now, city=rules, title="路灯", text="不亮", kind="complaint"
    )
    said = record()
    assert (said["received"], said["own_department"]) == (0, 1)
    assert api_of(cast.guest).get(f"/threads/{thread.id}").json["own_department"] is True
    assert "本部门人员提问，不计入办理指标" in see(cast.guest, f"/threads/{thread.id}")
    assert "rating" not in see(cast.spokesperson, f"/threads/{thread.id}")


def test_a_case_with_several_clocks_counts_once_and_the_figures_are_those_of_the_statistics(
    record, questions, cast, rules, clock, api_of
):
    handling.follow_up(questions[0], actor=cast.asker, now=clock.now(), city=rules, text="又坏了，什么时候修？")
    handling.give_result(questions[0], actor=cast.spokesperson, now=clock.now(), city=rules, text="又装了。")
    said = record()
    figures = api_of(cast.guest).get("/statistics?department=zhujian").json["figures"]
    shared = set(said) & set(figures)
    assert said["answer_due"] == 4 and len(shared) == 10
    assert {name: said[name] for name in shared} == {name: figures[name] for name in shared}
