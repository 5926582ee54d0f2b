"""Moving to another board: a plain thread goes, a case goes only by the rules of its case."""

import pytest

from boards.actions.cases import handling, transfers
from boards.actions.city.structure import get_or_create_board, get_or_create_category
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Board, Clock, Post, Thread
from boards.queries.parts.dispositions import disposition_counts
from forum.problems import Conflict, Forbidden, Invalid
from forum.store.log import Deed, Entry, entry_data
from moderation.tools import marking, moving, splitting


@pytest.fixture
def square(places, now):
    """A second board of open discussion."""
    return get_or_create_board(
        "guangchang", "市民广场", get_or_create_category("互动交流", "discussion", now=now), now=now
    )


@pytest.fixture
def chat(places, cast, rules, now):
    return ask(places.talk_board, actor=cast.asker, now=now, city=rules, title="公交站没有雨棚", text="下雨天没处躲。")


@pytest.fixture
def move(cast, rules, now):
    def do(thread, board, **given):
        given = {"actor": cast.moderator, "code": "wrong_board", **given}
        return moving.move(thread, board=board, now=now, city=rules, **given)

    return do


def counts():
    return {board.slug: (board.threads, board.posts, board.last_thread_id) for board in Board.select()}


def test_a_plain_thread_goes_and_the_boards_count_it(move, chat, square, places, cast, now):
    marking.pin(chat, actor=cast.moderator, now=now, code="notice")
    moved = move(chat, square, text="这里是城事，请到广场聊。")
    assert (moved.board_id, moved.pinned) == (square.id, None)
    assert (counts()["chengshi"], counts()["guangchang"]) == ((0, 0, None), (1, 1, chat.id))
    entry = Entry.get(Entry.deed == Deed.THREAD_MOVE.value)
    said = entry_data(entry.data)
    assert (entry.thread_id, entry.reason, said["from_board"], said["to_board"]) == (
        chat.id,
        "wrong_board",
        "chengshi",
        "guangchang",
    )


def test_to_a_departments_board_it_becomes_a_question_of_that_department(move, chat, places):
    before = disposition_counts()
    moved = move(chat, places.roads_board, kind="suggestion")
    assert (moved.status, moved.department_id, moved.kind, moved.disposition) == (
        "unaccepted",
        places.roads.id,
        "suggestion",
        "forwarded",
    )
    clock = Clock.select().where(Clock.thread == chat.id, Clock.met_at.is_null()).first()
    assert clock.department_id == places.roads.id and "from_routing" in clock.explanation
    assert Post.get(Post.thread == chat.id).unsettled
    after = disposition_counts()
    assert (after.received, after.forwarded, after.lost) == (before.received + 1, before.forwarded + 1, 0)


def test_a_thread_that_was_split_off_becomes_a_question_as_well(move, chat, places, cast, rules, now):
    reply = posts.reply(chat, actor=cast.neighbour, now=now, city=rules, text="还有路灯也坏了")
    new = splitting.split(
        chat, actor=cast.moderator, now=now, city=rules, floors=[reply.floor], title="路灯坏了", code="another_matter"
    )
    move(new, places.roads_board, kind="complaint")
    assert Post.get_by_id(reply.id).unsettled


def test_that_needs_its_kind(move, chat, places, everything):
    before = everything()
    with pytest.raises(Invalid) as refusal:
        move(chat, places.roads_board)
    assert list(refusal.value.errors) == ["kind"] and everything() == before


def test_a_case_that_a_department_has_is_not_taken_from_it(move, question, places, everything):
    before = everything()
    for board in (places.roads_board, places.talk_board):
        with pytest.raises(Conflict):
            move(question, board)
    assert everything() == before


def test_a_returned_case_is_routed_by_moving_it(move, question, places, cast, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason="不知道归谁管")
    moved = move(question, places.roads_board)
    assert (moved.status, moved.department_id, moved.board_id) == ("unaccepted", places.roads.id, places.roads_board.id)
    deeds = [row.deed for row in Entry.select().where(Entry.thread_id == question.id).order_by(Entry.id)]
    assert deeds[-2:] == ["case.route", "thread.move"]


def test_a_returned_case_becomes_a_discussion_by_moving_it_and_is_counted_once(move, question, places, cast, now):
    transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason="不是哪个部门的事")
    moved = move(question, places.talk_board)
    assert (moved.status, moved.disposition, moved.board_id) == (None, "discussion", places.talk_board.id)
    assert (counts()["zhujian"][:2], counts()["chengshi"][:2]) == ((0, 0), (1, 2))
    assert disposition_counts().lost == 0


def test_a_transferred_case_can_be_put_on_the_board_of_its_new_department(move, question, places, cast, rules, now):
    transfers.transfer(
        question,
        actor=cast.spokesperson,
        now=now,
        city=rules,
        to=places.roads,
        explanation="归交通局管，请带身份证去窗口。",
    )
    moved = move(question, places.roads_board)
    assert (moved.board_id, moved.status) == (places.roads_board.id, "unaccepted")


def test_where_it_stands_or_nowhere_is_refused(move, chat, places):
    for board in (None, places.talk_board):
        with pytest.raises(Invalid):
            move(chat, board)


def test_a_case_does_not_go_among_the_announcements(move, question, now):
    with pytest.raises(Invalid):
        move(
            question,
            get_or_create_board("gonggao", "公告", get_or_create_category("公告", "announcement", now=now), now=now),
        )


def test_only_moderators_move(move, chat, square, cast):
    with pytest.raises(Forbidden):
        move(chat, square, actor=cast.administrator)
    assert Thread.get_by_id(chat.id).board_id != square.id
