"""Whether somebody watches a thread: the asker from the start, others once they say so, each until he ends it."""

from boards.models.threads import Thread
from boards.notifications.actions import unwatch, watch
from boards.queries.parts.watches import watching


def watches(actor, thread):
    return bool(Thread.select(watching(actor.account)).where(Thread.id == thread.id).scalar())


def test_the_asker_watches_without_a_row_and_nobody_else_does(question, cast):
    assert [watches(who, question) for who in (cast.asker, cast.neighbour, cast.moderator)] == [True, False, False]


def test_a_guest_watches_nothing(question, cast):
    assert not watches(cast.guest, question)


def test_a_neighbour_watches_until_he_ends_it_and_may_begin_again(question, cast, now):
    watch(question, actor=cast.neighbour, now=now)
    assert watches(cast.neighbour, question)
    unwatch(question, actor=cast.neighbour, now=now)
    assert not watches(cast.neighbour, question)
    watch(question, actor=cast.neighbour, now=now)
    assert watches(cast.neighbour, question)


def test_the_asker_can_end_his_watch(question, cast, now):
    unwatch(question, actor=cast.asker, now=now)
    assert not watches(cast.asker, question)


def test_watching_one_thread_watches_no_other(question, asked, cast, now):
    other = asked("路灯不亮")
    watch(other, actor=cast.neighbour, now=now)
    assert [watches(cast.neighbour, thread) for thread in (question, other)] == [False, True]
