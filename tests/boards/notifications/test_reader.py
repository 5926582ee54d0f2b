"""The reader: who is notified, exactly once, and an unread number that agrees with the rows."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from boards.actions.cases import cohandling, extensions, handling, transfers
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.notifications import Notification
from boards.models.threads import Thread
from boards.notifications import actions
from boards.notifications.preferences import Preferences, set_preferences
from boards.notifications.queries import notifications_page
from boards.notifications.reader import RECENT, reader
from forum.accounts.models import Account
from forum.problems import NotFound
from forum.store import db
from forum.store.readers import Cursor

EXPLANATION = "这条路由交通局养护，请带上照片到窗口登记。"


def test_a_question_rings_at_its_department_only(question, cast, told):
    assert told(cast.spokesperson) == told(cast.colleague) == ["question"]
    assert told(cast.outsider) == told(cast.asker) == told(cast.moderator) == []


def test_the_asker_learns_of_each_step(question, cast, rules, told, say):
    handling.accept(question, **say.by(cast.spokesperson))
    handling.first_reply(question, **say.by(cast.spokesperson), text="已派人去看。")
    handling.give_result(question, **say.by(cast.spokesperson), **say.city, text="下周装灯。")
    handling.close(question, **say.by(cast.colleague))
    assert told(cast.asker) == ["accepted", "first_reply", "result", "closed"]
    assert told(cast.colleague) == ["question"]
    assert told(cast.spokesperson) == ["question", "closed"]


def test_a_follow_up_rings_at_the_department_again(question, cast, told, say):
    handling.accept(question, **say.by(cast.spokesperson))
    handling.give_result(question, **say.by(cast.spokesperson), **say.city, text="下周装灯。")
    handling.follow_up(question, **say.by(cast.asker), **say.city, text="哪一天？", anonymous=True)
    assert told(cast.colleague) == ["question", "follow_up"]
    assert told(cast.asker) == ["accepted", "result"]


def test_a_transfer_rings_where_it_arrives_and_its_alarm_at_the_supervisors(question, cast, places, told, say):
    transfers.transfer(question, **say.by(cast.spokesperson), **say.city, to=places.roads, explanation=EXPLANATION)
    transfers.transfer(
        Thread.get_by_id(question.id), **say.by(cast.outsider), **say.city, to=places.housing, explanation=EXPLANATION
    )
    assert told(cast.outsider) == ["arrived"]
    assert told(cast.spokesperson) == told(cast.colleague) == ["question", "arrived"]
    assert told(cast.asker) == ["transferred", "transferred"]
    assert told(cast.supervisor) == ["alarm"]


def test_a_returned_question_waits_for_the_moderators(question, cast, places, told, say):
    transfers.return_to_moderators(question, **say.by(cast.spokesperson), reason="不清楚是谁的职责。")
    assert (told(cast.moderator), told(cast.asker)) == (["to_route"], ["returned"])
    transfers.route(question, **say.by(cast.moderator), **say.city, to=places.roads)
    assert told(cast.outsider) == ["arrived"]


def test_a_department_asked_for_input_is_told_and_the_lead_hears_it(question, cast, places, told, say):
    handling.accept(question, **say.by(cast.spokesperson))
    cohandling.request(
        question, **say.by(cast.spokesperson), **say.city, departments=[places.roads], text="请说明道路规划。"
    )
    cohandling.give_input(question, **say.by(cast.outsider), text="已列入计划。")
    assert told(cast.outsider) == ["cohandle_asked"]
    assert told(cast.colleague) == ["question", "input"]
    assert told(cast.asker) == ["accepted", "cohandled", "input"]


def test_an_extension_goes_to_the_supervisors_and_comes_back(question, cast, told, say, clock):
    handling.accept(question, **say.by(cast.spokesperson))
    until = clock.now() + timedelta(days=20)
    extension = extensions.ask_extension(question, **say.by(cast.spokesperson), until=until, reason="要等设备到货。")
    assert told(cast.supervisor) == ["extension_asked"]
    extensions.decide(extension, **say.by(cast.supervisor), **say.city, granted=True)
    assert told(cast.spokesperson) == ["question", "extension_decided"]
    assert told(cast.asker) == ["accepted", "extension_asked", "extension_decided"]


def test_a_reply_rings_at_whom_it_answers_and_at_the_watchers(question, cast, told, say):
    actions.watch(question, **say.by(cast.reporter))
    first = posts.reply(question, **say.by(cast.neighbour), **say.city, text="同问。")
    posts.reply(question, **say.by(cast.asker), **say.city, text="谢谢。", parent=first.id, anonymous=True)
    assert told(cast.neighbour) == ["reply_to_you"]
    assert told(cast.asker) == ["reply"]
    assert told(cast.reporter) == ["reply", "reply"]


def test_a_question_that_waits_for_screening_rings_when_it_is_published(places, cast, screened, told, say):
    written = {"title": "等审核的问题", "text": "内容", "kind": "complaint"}
    thread = ask(places.housing_board, **say.by(cast.asker), city=screened, **written)
    assert told(cast.spokesperson) == []
    transfers.publish(thread, **say.by(cast.moderator), city=screened)
    assert told(cast.spokesperson) == ["question"]
    assert told(cast.asker) == ["published"]


def test_read_late_a_published_question_still_rings_once(places, cast, screened, told, say):
    written = {"title": "等审核的问题", "text": "内容", "kind": "complaint"}
    thread = ask(places.housing_board, **say.by(cast.asker), city=screened, **written)
    transfers.publish(thread, **say.by(cast.moderator), city=screened)
    assert told(cast.spokesperson) == ["question"]


def test_who_no_longer_watches_hears_nothing_not_even_the_asker(question, cast, told, say):
    actions.watch(question, **say.by(cast.neighbour))
    actions.unwatch(question, **say.by(cast.neighbour))
    actions.unwatch(question, **say.by(cast.asker))
    handling.accept(question, **say.by(cast.spokesperson))
    assert told(cast.asker) == told(cast.neighbour) == []


def test_a_muted_event_is_not_told_and_not_counted(question, cast, told, unread, say, now):
    set_preferences(Preferences([("reply", "bell")]), actor=cast.asker, now=now)
    handling.accept(question, **say.by(cast.spokesperson))
    posts.reply(question, **say.by(cast.neighbour), **say.city, text="同问。")
    assert told(cast.asker) == ["reply"]
    assert unread(cast.asker) == 1


def test_what_is_wanted_by_mail_only_is_kept_and_neither_shown_nor_counted(question, cast, told, unread, say, now):
    set_preferences(Preferences([("reply", "mail")]), actor=cast.asker, now=now)
    posts.reply(question, **say.by(cast.neighbour), **say.city, text="同问。")
    assert told(cast.asker) == ["reply"]
    assert unread(cast.asker) == 0 and notifications_page(cast.asker).rows == ()
    assert actions.read_all(**say.by(cast.asker)) == 0
    with pytest.raises(NotFound):
        actions.read(Notification.get(Notification.account == cast.asker.account).id, **say.by(cast.asker))


def test_a_disabled_account_is_told_nothing_of_its_office(question, cast, told, now):
    Account.update(disabled_at=now).where(Account.id == cast.colleague.account).execute()
    assert told(cast.colleague) == []
    assert told(cast.spokesperson) == ["question"]


@pytest.mark.parametrize(("age", "expected"), [(timedelta(0), ["accepted"]), (timedelta(seconds=1), [])])
def test_what_is_long_past_rings_no_more(question, cast, clock, told, say, age, expected):
    handling.accept(question, **say.by(cast.spokesperson))
    clock.advance(RECENT - timedelta(seconds=0.5) + age)
    assert told(cast.asker) == expected


def test_the_asker_of_an_old_question_hears_the_new_answer(question, cast, clock, told, say):
    clock.advance(RECENT * 5)
    assert told(cast.spokesperson) == []
    handling.accept(question, **say.by(cast.spokesperson))
    assert told(cast.asker) == ["accepted"]


def test_a_log_read_again_from_the_start_tells_nothing_twice(question, cast, told, unread, say, now):
    handling.accept(question, **say.by(cast.spokesperson))
    assert told(cast.asker) == ["accepted"]
    actions.read_all(**say.by(cast.asker))
    Cursor.update(position=0).where(Cursor.name == "notifications").execute()
    assert told(cast.asker) == ["accepted"]
    assert (unread(cast.asker), unread(cast.colleague)) == (0, 1)


class Killed(BaseException):
    """The end of the process, as the code inside a transaction sees it."""


def test_killed_after_any_statement_nothing_is_lost_or_doubled(question, cast, told, unread, say, clock):
    busy(question, cast, say)
    deaths = 0
    while die_after(deaths, clock):
        assert Notification.select().count() == 0
        assert unread(cast.asker) == unread(cast.spokesperson) == 0
        deaths += 1
    assert deaths > 8
    assert told(cast.asker) == ["accepted", "reply", "result"]
    assert told(cast.neighbour) == []
    assert unread(cast.asker) == 3
    assert (told(cast.colleague), unread(cast.colleague)) == (["question"], 1)


def busy(question, cast, say):
    handling.accept(question, **say.by(cast.spokesperson))
    posts.reply(question, **say.by(cast.neighbour), **say.city, text="同问。")
    handling.give_result(question, **say.by(cast.spokesperson), **say.city, text="下周装灯。")


def die_after(statements, clock):
    """Run the reader until it has made that many statements; returns whether it died before its end."""
    left = [statements]

    def hook(event):
        if left[0] == 0:
            raise Killed
        left[0] -= 1

    db.database.query_hooks.append(hook)
    try:
        reader().advance(clock.now())
    except Killed:
        return True
    finally:
        db.database.query_hooks.remove(hook)
    return False


KILL = """
import os, signal, sys
from datetime import datetime
from boards.notifications.reader import reader
from forum.problems import NotFound
from forum.store import db

def kill(event):
    if sys.argv[2] in event.sql:
        os.kill(os.getpid(), signal.SIGKILL)

db.connect(sys.argv[1])
db.database.query_hooks.append(kill)
with db.connection():
    reader().catch_up(datetime.fromisoformat(sys.argv[3]))
"""


@pytest.mark.parametrize(
    "last_words", ['INSERT INTO "notification"', 'UPDATE "account"', 'INSERT INTO "reader_cursor"']
)
def test_a_reader_that_was_really_killed_goes_on_where_it_stood(
    question, cast, told, unread, say, clock, database_url, last_words
):
    busy(question, cast, say)
    command = [sys.executable, "-c", KILL, database_url, last_words, clock.now().isoformat()]
    died = subprocess.run(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL
    assert Notification.select().count() == 0
    assert told(cast.asker) == ["accepted", "reply", "result"]
    assert unread(cast.asker) == 3


def test_a_batch_costs_the_same_however_many_it_tells(question, cast, say, clock, told):
    def batch(replies):
        for number in range(replies):
            posts.reply(question, **say.by(cast.neighbour), **say.city, text=f"同问 {number}")
        made = []
        db.database.query_hooks.append(made.append)
        reader().catch_up(clock.now(), batch=500)
        db.database.query_hooks.remove(made.append)
        return len(made)

    told(cast.asker)
    few = batch(2)
    actions.watch(question, **say.by(cast.reporter))
    assert batch(40) == few
