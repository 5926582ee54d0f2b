"""The worker finds the promises of answers, and asks about them on their day."""

from datetime import date, timedelta

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.models.notifications import Notification
from boards.models.promises import Promise
from boards.models.threads import Post, Thread
from boards.notifications.reader import reader as notifications
from boards.readers.promises import ask_due, reader
from forum.store.log import Deed, Entry, entry_data

TEXT = "您好！路口已列入计划。信号灯10月15日前安装，年底前完成验收。"


@pytest.fixture
def read(rules, clock):
    """read(): the reader goes through the log; returns the promised days."""

    def days():
        reader(rules).catch_up(clock.now())
        return [due for (due,) in Promise.select(Promise.due_on).order_by(Promise.id).tuples()]

    return days


@pytest.fixture
def answered(question, cast, rules, now):
    """The question with an answer that promises two days."""
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text=TEXT)
    return Thread.get_by_id(question.id)


def answer_of(thread):
    return Post.get(Post.thread == thread.id, Post.kind == "result")


def test_the_promises_of_an_answer_are_recorded_with_their_sentence_and_once(answered, read, places):
    assert read() == read() == [date(2014, 10, 15), date(2014, 12, 31)]
    first = Promise.get()
    assert TEXT[first.start : first.start + first.length] == "信号灯10月15日前安装，年底前完成验收"
    assert (first.thread_id, first.post_id, first.department_id) == (
        answered.id,
        answer_of(answered).id,
        places.housing.id,
    )
    entry = Entry.select().where(Entry.deed == Deed.PROMISE_FIND.value).order_by(Entry.id).first()
    said = entry_data(entry.data)
    assert (entry.object, entry.thread_id, said["due"]) == (f"promise/{first.id}", answered.id, "2014-10-15")
    assert (said["to"], said["start"], said["length"]) == (places.housing.id, first.start, first.length)


def test_what_a_citizen_writes_promises_nothing(question, cast, rules, now, read):
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="我们小区12月31日前完成改造。")
    assert read() == []


def test_an_edit_adds_days_and_takes_none_away(answered, cast, now, read):
    read()
    posts.revise(answer_of(answered), actor=cast.spokesperson, now=now, text="信号灯10月20日前安装。")
    assert read() == [date(2014, 10, 15), date(2014, 12, 31), date(2014, 10, 20)]
    assert Promise.select().order_by(Promise.id.desc()).first().revision == 2


def test_days_that_were_long_past_when_an_old_log_is_first_read_are_left_out(answered, clock, read):
    clock.advance(timedelta(days=60))
    assert read() == [date(2014, 12, 31)]


def test_working_days_are_counted_by_the_citys_calendar(question, cast, rules, clock, read):
    handling.accept(question, actor=cast.spokesperson, now=clock.now())
    text = "我局五个工作日内修复。"
    handling.give_result(question, actor=cast.spokesperson, now=clock.now(), city=rules, text=text)
    assert read() == [date(2014, 9, 28)]  # a make-up day


def test_the_department_is_asked_on_the_day_once_and_told_of_it(answered, read, rules, clock, cast):
    read()
    due = Promise.get(Promise.due_on == date(2014, 10, 15))
    assert ask_due(rules, clock.now()) == 0
    clock.advance(timedelta(days=22, hours=13, minutes=59))  # 23:59 on the 14th
    assert ask_due(rules, clock.now()) == 0
    clock.advance(timedelta(minutes=2))
    assert (ask_due(rules, clock.now()), ask_due(rules, clock.now())) == (1, 0)
    assert Promise.get_by_id(due.id).asked_at == clock.now()
    notifications().catch_up(clock.now())
    told = {row.account_id for row in Notification.select().where(Notification.event == "promise_due")}
    assert told == {cast.spokesperson.account, cast.colleague.account}
