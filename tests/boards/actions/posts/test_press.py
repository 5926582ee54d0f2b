"""Reporters' follow-up reports: who publishes, corrects and withdraws them, and what is refused."""

from datetime import date, timedelta

import pytest

from boards.actions.posts import press
from boards.actions.posts.threads import ask
from boards.models.notifications import Notification
from boards.models.press import PressReport, PressThread, PressVersion
from boards.models.threads import Thread
from boards.notifications.reader import reader as notifications
from boards.queries.parts.versions import attached_threads
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.log import Deed, Entry, entry_data

TODAY = date(2014, 9, 22)


def given(question, **changed):
    return {
        "title": "三个路口等来了一盏灯",
        "byline": "朱明",
        "medium": "清源日报",
        "published_on": "2014-09-21",
        "url": "https://news.example.cn/2014/0921.html",
        "text": "记者昨天到现场看到，灯已经亮了。",
        "threads": str(question.id),
        "note": "",
        "based_on": "",
        **changed,
    }


@pytest.fixture
def other(places, cast, rules, now):
    """Another question."""
    asked = {"title": "路灯不亮", "text": "路灯不亮", "kind": "complaint"}
    return ask(places.roads_board, actor=cast.neighbour, now=now, city=rules, **asked)


@pytest.fixture
def publish(question, cast, now):
    """publish(...): a report of the reporter's with some fields changed."""

    def published(actor=cast.reporter, **changed):
        return press.publish(given(question, **changed), actor=actor, now=now, today=TODAY)

    return published


def test_a_report_is_attached_to_its_threads_and_on_record(publish, question, other, cast, now):
    report = publish(threads=f"{question.id}、{other.id}、{question.id}")
    assert attached_threads(report.id) == [question.id, other.id]
    entry = Entry.get(Entry.deed == Deed.PRESS_PUBLISH.value)
    said = entry_data(entry.data)
    assert (entry.object, entry.role, said["title"]) == (f"press/{report.id}", "reporter", "三个路口等来了一盏灯")
    assert (said["published_on"], said["threads"]) == ("2014-09-21", [question.id, other.id])
    attached = Entry.select(Entry.thread_id).where(Entry.deed == Deed.PRESS_ATTACH.value).order_by(Entry.id)
    assert [thread for (thread,) in attached.tuples()] == [question.id, other.id]
    notifications().catch_up(now)
    told = {row.account_id for row in Notification.select().where(Notification.event == "press_attached")}
    assert told >= {cast.asker.account, cast.neighbour.account, cast.spokesperson.account}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 10_000}, "title"),
        ({"byline": "朱\n明"}, "byline"),
        ({"medium": "报" * 61}, "medium"),
        ({"published_on": ""}, "published_on"),
        ({"published_on": "昨天"}, "published_on"),
        ({"published_on": "2014-09-23"}, "published_on"),
        ({"published_on": "1600-01-01"}, "published_on"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "ftp://news.example.cn/1"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "https://[::1"}, "url"),
        ({"url": "news.example.cn/1"}, "url"),
        ({"url": "https://news.example.cn/" + "a" * 10_000}, "url"),
        ({"url": "https://news.example.cn/a b"}, "url"),
        ({"url": "", "text": ""}, "text"),
        ({"text": "长" * 20_001}, "text"),
        ({"threads": ""}, "threads"),
        ({"threads": "99999"}, "threads"),
        ({"threads": "一"}, "threads"),
        ({"threads": "9" * 10_000}, "threads"),
        ({"threads": " ".join(map(str, range(1, 22)))}, "threads"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(publish, changed, field):
    with pytest.raises(Invalid) as told:
        publish(**changed)
    assert list(told.value.errors) == [field]
    assert not PressReport.select().exists()


def test_every_wrong_field_is_named_at_once(publish):
    with pytest.raises(Invalid) as told:
        publish(title="", url="ftp://x", published_on="")
    assert set(told.value.errors) == {"title", "url", "published_on"}


def test_threads_that_are_unknown_or_not_public_are_named_alike(publish, question, other):
    Thread.update(public=False).where(Thread.id == other.id).execute()
    with pytest.raises(Invalid) as told:
        publish(threads=f"{question.id} {other.id} 4711")
    assert str(told.value.errors["threads"]) == f"没有这些主题：{other.id}、4711。"


def test_a_merged_thread_stands_for_the_one_that_it_is_in(publish, question, other):
    Thread.update(merged_into=question.id).where(Thread.id == other.id).execute()
    assert attached_threads(publish(threads=f"{other.id} {question.id}").id) == [question.id]


@pytest.mark.parametrize("who", ["asker", "spokesperson", "supervisor", "administrator"])
def test_nobody_else_publishes(publish, cast, who):
    with pytest.raises(Forbidden):
        publish(actor=getattr(cast, who))
    with pytest.raises(Unauthorized):
        publish(actor=cast.guest)


def correct(report, question, actor, now, **changed):
    values = given(question, **{"note": "路口是三个。", "based_on": str(report.version), **changed})
    press.correct(PressReport.get_by_id(report.id), values, actor=actor, now=now, today=TODAY)


def test_a_correction_is_another_version_and_takes_threads_on_and_off(publish, question, other, cast, now):
    report, later = publish(), now + timedelta(days=1)
    correct(report, question, cast.reporter, later, title="两个路口等来了一盏灯", threads=str(other.id))
    versions = PressVersion.select().where(PressVersion.report == report.id).order_by(PressVersion.number)
    assert [(row.number, row.title, row.note) for row in versions] == [
        (1, "三个路口等来了一盏灯", ""),
        (2, "两个路口等来了一盏灯", "路口是三个。"),
    ]
    assert attached_threads(report.id) == [other.id]
    assert PressThread.get(PressThread.thread == question.id).removed_at == later
    assert Entry.get(Entry.deed == Deed.PRESS_DETACH.value).thread_id == question.id


def test_a_correction_says_what_it_corrects_and_is_written_over_the_latest_version(publish, question, cast, now):
    report = publish()
    with pytest.raises(Invalid) as told:
        correct(report, question, cast.reporter, now, note=" ")
    assert list(told.value.errors) == ["note"]
    correct(report, question, cast.moderator, now)
    for based_on in ("1", "", "x", "9" * 100):
        with pytest.raises(Conflict):
            correct(report, question, cast.reporter, now, based_on=based_on)
    assert PressReport.get_by_id(report.id).version == 2


def test_only_its_reporter_and_moderators_change_a_report(publish, question, cast, now):
    report = publish(actor=cast.moderator)
    with pytest.raises(Forbidden):
        correct(report, question, cast.reporter, now)
    with pytest.raises(Forbidden):
        press.withdraw(report, actor=cast.reporter, now=now, reason="写错了")


def test_a_withdrawn_report_is_kept_and_no_longer_changed(publish, question, cast, now):
    report = publish()
    with pytest.raises(Invalid):
        press.withdraw(report, actor=cast.reporter, now=now, reason="")
    press.withdraw(report, actor=cast.reporter, now=now, reason="采访对象认错了。")
    with pytest.raises(Conflict):
        press.withdraw(report, actor=cast.moderator, now=now, reason="再撤一次")
    with pytest.raises(Conflict):
        correct(report, question, cast.reporter, now)
    assert PressVersion.get(PressVersion.report == report.id).title == "三个路口等来了一盏灯"
    assert entry_data(Entry.get(Entry.deed == Deed.PRESS_WITHDRAW.value).data)["text"] == "采访对象认错了。"
