"""Watching and reading."""

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.models.notifications import Notification
from boards.notifications import actions
from forum.problems import NotFound, Unauthorized
from forum.store.log import Entry


def deeds():
    return [
        deed for (deed,) in Entry.select(Entry.deed).where(Entry.deed.startswith("thread.")).order_by(Entry.id).tuples()
    ]


def newest(actor):
    return Notification.select().where(Notification.account == actor.account).order_by(Notification.id.desc()).get()


@pytest.fixture
def three(question, cast, say, told):
    """Three notifications of the asker."""
    handling.accept(question, **say.by(cast.spokesperson))
    for text in ("同问。", "再问。"):
        posts.reply(question, **say.by(cast.neighbour), **say.city, text=text)
    assert len(told(cast.asker)) == 3


def test_watching_and_no_longer_leave_one_entry_each(question, cast, say):
    done = [
        action(question, **say.by(cast.neighbour))
        for action in (actions.watch, actions.watch, actions.unwatch, actions.unwatch)
    ]
    assert done == [True, False, True, False]
    assert deeds() == ["thread.watch", "thread.unwatch"]


def test_the_asker_watches_from_the_start_and_may_stop_and_begin_again(question, cast, say):
    done = [action(question, **say.by(cast.asker)) for action in (actions.watch, actions.unwatch, actions.watch)]
    assert done == [False, True, True]


def test_who_asked_anonymously_stands_in_no_public_timeline_by_watching(question, cast, say):
    actions.unwatch(question, **say.by(cast.asker))
    assert Entry.select().where(Entry.thread_id == question.id, Entry.deed == "thread.unwatch").count() == 0


def test_opening_one_takes_one_from_the_bell_and_only_once(three, cast, say, unread):
    for _ in range(2):
        actions.read(newest(cast.asker).id, **say.by(cast.asker))
        assert unread(cast.asker) == 2


@pytest.mark.parametrize("who", ["neighbour", "moderator", "administrator"])
def test_nobody_opens_what_another_was_told(three, cast, say, unread, who):
    with pytest.raises(NotFound):
        actions.read(newest(cast.asker).id, **say.by(getattr(cast, who)))
    assert unread(cast.asker) == 3


def test_all_read_leaves_what_came_after_the_page(three, cast, say, unread):
    second = newest(cast.asker).id - 1
    assert actions.read_all(**say.by(cast.asker), up_to=second) == 2
    assert unread(cast.asker) == 1
    assert actions.read_all(**say.by(cast.asker)) == 1
    assert actions.read_all(**say.by(cast.asker)) == 0
    assert unread(cast.asker) == 0


def test_reading_leaves_the_bells_of_others_alone(three, cast, say, unread):
    actions.read_all(**say.by(cast.asker))
    assert unread(cast.colleague) == 1


def test_a_guest_watches_and_reads_nothing(question, cast, say):
    guest = say.by(cast.guest)
    for refused in (
        lambda: actions.watch(question, **guest),
        lambda: actions.unwatch(question, **guest),
        lambda: actions.read(1, **guest),
        lambda: actions.read_all(**guest),
    ):
        with pytest.raises(Unauthorized):
            refused()
