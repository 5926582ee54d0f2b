"""The queue of callbacks: the longest waiting first, each attempt logged, a number shown only on request."""

from datetime import timedelta

import pytest

from boards.actions.cases import callbacks, declining, handling, platform_answers, ratings, transfers
from boards.models.cases import Callback
from boards.models.threads import Thread
from forum.private import Encryptor
from forum.problems import Conflict
from forum.store import db
from forum.store.log import Entry

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def operator(client_of, cast):
    return client_of(cast.operator)


def close(browser, number, outcome, **more):
    return browser.post(f"/hotline/callbacks/{number}/closure", data={"outcome": outcome, **more})


def test_an_unanswered_question_owes_no_call(called):
    called()
    assert Callback.select().count() == 0


def test_each_answer_owes_one_call_until_it_was_made(answered, cast, rules, now, operator):
    thread = answered()
    handling.give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="补充：明晚起亮。")
    assert Callback.select().count() == 1
    close(operator, Callback.get().id, "reached")
    handling.give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="再补充一句。")
    assert Callback.select().where(Callback.done_at.is_null()).count() == 1


def test_a_question_from_the_web_owes_no_call_for_its_answer(question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装。")
    assert Callback.select().count() == 0


def test_a_declined_question_owes_a_call_too(called, cast, rules, now):
    thread = called()
    declining.decline(
        thread, actor=cast.spokesperson, now=now, city=rules, code="litigation", text="请到法院立案大厅办理。"
    )
    assert Callback.get().thread_id == thread.id


def test_an_answer_of_the_platform_owes_a_call_too(called, cast, rules, now):
    thread = called()
    handling.accept(thread, actor=cast.spokesperson, now=now)
    transfers.return_to_moderators(thread, actor=cast.spokesperson, now=now, reason="这段路不归我局管，也查不到归谁。")
    platform_answers.answer_by_platform(
        thread, actor=cast.moderator, now=now, city=rules, text="已与物业联系，今晚修好。"
    )
    assert Callback.get().thread_id == thread.id


def test_the_oldest_is_first_and_agreed_later_times_come_last(answered, operator, clock):
    titles = ["最早的问题", "中间的问题", "最晚的问题"]
    for title in titles:
        answered(title=title)
        clock.advance(timedelta(minutes=10))
    first, *_ = Callback.select().order_by(Callback.id)
    assert _order(operator, titles) == titles
    close(operator, first.id, "again", again_at="2014-09-22T15:00")
    assert _order(operator, titles) == [*titles[1:], titles[0]]
    clock.advance(timedelta(hours=6))
    assert _order(operator, titles) == titles


def _order(browser, titles):
    page = browser.get("/hotline/callbacks").text
    return sorted(titles, key=page.index)


@pytest.mark.parametrize(
    ("outcome", "done", "later"),
    [("reached", True, None), ("wrong_number", True, None), ("no_answer", False, timedelta(minutes=30))],
)
def test_how_a_call_ended_decides_whether_it_is_still_owed(answered, operator, now, outcome, done, later):
    answered()
    close(operator, Callback.get().id, outcome, remark="说过了")
    callback = Callback.get()
    assert (callback.outcome, callback.remark) == (outcome, "说过了")
    assert (callback.done_at == now) is done
    assert callback.not_before == (later and now + later)


def test_every_attempt_is_on_record_with_who_and_when(answered, operator, clock, cast):
    answered()
    number = Callback.get().id
    close(operator, number, "no_answer")
    clock.advance(timedelta(hours=1))
    close(operator, number, "reached", remark="满意")
    page = operator.get(f"/hotline/callbacks/{number}").text
    assert page.index("无人接听") < page.index("已接通") and "话务一号" in page and "满意" in page
    made = Entry.select().where(Entry.deed == "callback.close").order_by(Entry.id)
    assert [(entry.reason, entry.actor_id) for entry in made] == [
        ("no_answer", cast.operator.account),
        ("reached", cast.operator.account),
    ]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "outcome"),
        ({"outcome": "gone"}, "outcome"),
        ({"outcome": "again"}, "again_at"),
        ({"outcome": "again", "again_at": "2014-09-22T09:00"}, "again_at"),
        ({"outcome": "again", "again_at": "soon"}, "again_at"),
        ({"outcome": "reached", "remark": "改打 139 1234 5678"}, "remark"),
        ({"outcome": "reached", "remark": "一" * 1001}, "remark"),
    ],
)
def test_a_wrong_outcome_is_refused_and_the_call_stays_owed(answered, operator, data, field):
    answered()
    response = operator.post(f"/hotline/callbacks/{Callback.get().id}/closure", data=data)
    assert response.status_code == 422
    assert f'href="#f-{field}"' in response.text
    assert Callback.get().outcome is None


def test_a_call_is_closed_once(answered, operator):
    answered()
    number = Callback.get().id
    assert close(operator, number, "reached").status_code == 303
    assert close(operator, number, "wrong_number").status_code == 409
    assert Callback.get().outcome == "reached"


def test_a_look_is_logged_each_time_and_only_while_the_call_is_owed(answered, operator):
    answered()
    number = Callback.get().id
    for _ in range(2):
        assert "13812341234" in operator.post(f"/hotline/callbacks/{number}/look").text
    close(operator, number, "reached")
    assert operator.post(f"/hotline/callbacks/{number}/look").status_code == 409
    assert Entry.select().where(Entry.deed == "private.look").count() == 2


def test_a_changed_key_is_a_clear_answer_and_no_look(answered, operator, app, monkeypatch):
    answered()
    changed = Encryptor("another key of thirty-two characters and more")
    monkeypatch.setattr("boards.channels.hotline.views.Encryptor", lambda secret: changed)
    response = operator.post(f"/hotline/callbacks/{Callback.get().id}/look")
    assert response.status_code == 503
    assert "WENQU_SECRET_KEY" in response.text
    assert Entry.select().where(Entry.deed == "private.look").count() == 0
    assert operator.get("/hotline/callbacks").status_code == 200


@pytest.mark.parametrize(("grade", "owed"), [(1, True), (2, True), (3, False)])
def test_a_bad_rating_owes_a_call_without_a_number(question, cast, rules, now, operator, grade, owed):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装。")
    ratings.rate(question, actor=cast.asker, now=now, city=rules, grade=grade, text="等于没说")
    assert Callback.select().exists() is owed
    if owed:
        number = Callback.get().id
        page = operator.get(f"/hotline/callbacks/{number}").text
        assert "等于没说" in page and "没有留电话" in page
        assert operator.post(f"/hotline/callbacks/{number}/look").status_code == 404


def test_an_unknown_callback_is_not_found(operator):
    for path in ("", "/look", "/closure"):
        assert operator.open(f"/hotline/callbacks/99{path}", method="POST" if path else "GET").status_code == 404


def test_a_call_is_owed_once_for_each_cause(answered, cast, rules, now):
    thread = answered()
    with db.write():
        callbacks.open_callback(Thread.get_by_id(thread.id), callbacks.Cause.ANSWER, now, rules)
    assert Callback.select().count() == 1


def test_of_two_operators_who_close_together_one_is_told(answered, cast, now):
    answered()
    task = Callback.get()
    callbacks.close_callback(task, actor=cast.operator, now=now, outcome="reached")
    with pytest.raises(Conflict):
        callbacks.close_callback(task, actor=cast.operator, now=now, outcome="no_answer")
