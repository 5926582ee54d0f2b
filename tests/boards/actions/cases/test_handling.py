"""The life of a question: each verb moves the status, stops or starts the clocks, and leaves an entry."""

from datetime import timedelta

import pytest

from boards.actions.cases import discussions, handling, transfers
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Board, Clock, Department, Post, Tally, Thread
from boards.readers import tallies
from forum.problems import Conflict, Forbidden, Invalid
from forum.store.log import Entry


def status(thread):
    return Thread.get_by_id(thread.id).status


def deeds(thread):
    return [entry.deed for entry in Entry.select().where(Entry.thread_id == thread.id).order_by(Entry.id)]


def test_a_question_waits_for_its_department_under_two_clocks(question):
    assert status(question) == "unaccepted"
    assert sorted(clock.kind for clock in Clock.select()) == ["accept", "answer"]
    assert deeds(question) == ["case.ask"]


def test_the_whole_story_from_blue_to_closed(question, cast, rules, clock):
    told = []
    handling.accept(question, actor=cast.spokesperson, now=clock.now())
    told.append(status(question))
    handling.first_reply(question, actor=cast.spokesperson, now=clock.now(), text="已派人去看。")
    told.append(status(question))
    handling.give_result(question, actor=cast.colleague, now=clock.now(), city=rules, text="下周装灯。")
    told.append(status(question))
    handling.follow_up(question, actor=cast.asker, now=clock.now(), city=rules, text="哪一天装？")
    told.append(status(question))
    handling.give_result(question, actor=cast.spokesperson, now=clock.now(), city=rules, text="周三。")
    handling.close(question, actor=cast.asker, now=clock.now())
    told.append(status(question))
    assert told == ["accepted", "accepted", "answered", "following-up", "closed"]
    assert deeds(question)[1:] == [
        "case.accept",
        "case.first_reply",
        "case.result",
        "case.follow_up",
        "case.result",
        "case.close",
    ]
    assert [post.floor for post in Post.select().order_by(Post.floor)] == [1, 2, 3, 4, 5]


def test_of_two_who_accept_one_is_told_who_did(question, cast, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    with pytest.raises(Conflict) as refusal:
        handling.accept(question, actor=cast.colleague, now=now)
    assert "王晓燕" in str(refusal.value)
    assert deeds(question).count("case.accept") == 1


@pytest.mark.parametrize("who", ["outsider", "moderator", "asker", "administrator", "neighbour"])
def test_only_the_own_department_accepts(question, cast, now, who):
    with pytest.raises(Forbidden):
        handling.accept(question, actor=getattr(cast, who), now=now)
    assert status(question) == "unaccepted"


def test_a_follow_up_needs_an_answer_to_follow(question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    with pytest.raises(Conflict):
        handling.follow_up(question, actor=cast.asker, now=now, city=rules, text="什么时候？")
    assert Post.select().count() == 1


def test_a_closed_case_takes_the_askers_thanks_as_a_plain_reply_and_a_follow_up_reopens_it(question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    handling.close(question, actor=cast.spokesperson, now=now)
    with pytest.raises(Conflict):
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="好")
    clocks = Clock.select().count()
    thanks = posts.reply(question, actor=cast.asker, now=now, city=rules, text="谢谢，问题解决了")
    assert (status(question), thanks.kind, Post.get_by_id(thanks.id).unsettled) == ("closed", "reply", False)
    assert Clock.select().count() == clocks and not Clock.select().where(Clock.met_at.is_null()).exists()
    handling.follow_up(question, actor=cast.asker, now=now, city=rules, text="又坏了。")
    assert status(question) == "following-up"


def test_a_screened_question_starts_its_clocks_when_it_is_published(places, cast, screened, clock):
    thread = ask(
        places.housing_board,
        actor=cast.asker,
        now=clock.now(),
        city=screened,
        title="等审核的问题",
        text="内容",
        kind="complaint",
    )
    assert (status(thread), Clock.select().count()) == ("pending", 0)
    clock.advance(timedelta(hours=5))
    transfers.publish(thread, actor=cast.moderator, now=clock.now(), city=screened)
    assert status(thread) == "unaccepted"
    assert {row.opened_at for row in Clock.select()} == {clock.now()}


def test_what_waits_is_not_counted_on_its_board_until_it_is_public(places, cast, screened, clock):
    thread = ask(
        places.housing_board,
        actor=cast.asker,
        now=clock.now(),
        city=screened,
        title="等审核的问题",
        text="内容",
        kind="complaint",
    )
    board = Board.get_by_id(places.housing_board.id)
    assert (board.threads, board.posts, board.last_thread_id) == (0, 0, None)
    transfers.publish(thread, actor=cast.moderator, now=clock.now(), city=screened)
    board = Board.get_by_id(places.housing_board.id)
    assert (board.threads, board.posts, board.last_thread_id) == (1, 1, thread.id)
    discussions.open_discussion(
        ask(
            places.housing_board,
            actor=cast.asker,
            now=clock.now(),
            city=screened,
            title="闲聊",
            text="内容",
            kind="complaint",
        ),
        actor=cast.moderator,
        now=clock.now(),
        board=places.talk_board,
    )
    assert Board.get_by_id(places.talk_board.id).threads == 1
    tallies.reader(screened).catch_up(clock.now())
    assert sorted((row.board_id, row.threads, row.posts) for row in Tally.select()) == sorted(
        [(places.housing_board.id, 1, 1), (places.talk_board.id, 1, 1)]
    )


def test_a_renamed_department_keeps_its_old_name_on_old_posts(question, places, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    answer = handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装灯。")
    Department.update(short="住房城乡局").where(Department.id == places.housing.id).execute()
    assert Post.get_by_id(answer.id).department_name == "住建局"


def test_an_official_signs_what_he_writes(question, places, cast, rules, now):
    with pytest.raises(Invalid):
        posts.reply(question, actor=cast.outsider, now=now, city=rules, text="路过", anonymous=True)
    with pytest.raises(Invalid):
        ask(places.talk_board, actor=cast.moderator, now=now, city=rules, title="匿名", text="内容", anonymous=True)
    assert Post.select().count() == 1
