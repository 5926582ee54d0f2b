"""A question without a department: it waits for a moderator, who routes it; then it stands on that department's board."""

import pytest

from boards.actions.cases import handling, platform_answers, transfers
from boards.actions.city.structure import UNROUTED_SLUG, unrouted_board
from boards.actions.posts.threads import ask
from boards.models.threads import Board, Category, Clock, Thread
from boards.queries.parts.dispositions import disposition_counts
from forum.problems import Conflict
from forum.store.log import Deed, Entry, entry_data


@pytest.fixture
def unrouted(places, cast, rules, now):
    given = {"title": "小区门口的大树要倒了", "text": "不知道该找谁。", "kind": "consultation"}
    return ask(unrouted_board(now), actor=cast.asker, now=now, city=rules, **given)


def row(thread):
    return Thread.get_by_id(thread.id)


def counts(slug):
    board = Board.get(Board.slug == slug)
    return board.threads, board.posts


def test_it_waits_for_a_moderator_without_clocks_though_the_site_does_not_screen(unrouted):
    thread = row(unrouted)
    assert (thread.status, thread.public, thread.department, thread.disposition) == ("pending", False, None, None)
    assert Clock.select().where(Clock.thread == thread.id).count() == 0
    assert counts(UNROUTED_SLUG) == (0, 0) and disposition_counts().received == 1


def test_routed_it_stands_on_the_departments_board_and_its_clocks_start(unrouted, cast, rules, places, now):
    transfers.route(unrouted, actor=cast.moderator, now=now, city=rules, to=places.roads)
    thread = row(unrouted)
    assert (thread.board.slug, thread.department.slug, thread.status) == ("jiaotong", "jiaotong", "unaccepted")
    assert (
        thread.public and Clock.select().where(Clock.thread == thread.id, Clock.department == places.roads.id).exists()
    )
    assert counts("jiaotong") == (1, 1) and counts(UNROUTED_SLUG) == (0, 0)
    said = entry_data(Entry.get(Entry.deed == Deed.ROUTE.value).data)
    assert (said["to"], said["board"]) == (places.roads.id, "jiaotong")


def test_it_cannot_be_published_without_a_department(unrouted, cast, rules, now):
    with pytest.raises(Conflict):
        transfers.publish(unrouted, actor=cast.moderator, now=now, city=rules)
    assert row(unrouted).status == "pending"


def test_answered_by_the_platform_it_stays_on_the_platforms_board_until_a_follow_up_is_routed(
    unrouted, cast, rules, places, now
):
    platform_answers.answer_by_platform(unrouted, actor=cast.moderator, now=now, city=rules, text="请打园林热线。")
    assert row(unrouted).board.slug == UNROUTED_SLUG and counts(UNROUTED_SLUG) == (1, 2)
    handling.follow_up(unrouted, actor=cast.asker, now=now, city=rules, text="打了没人接。")
    transfers.route(unrouted, actor=cast.moderator, now=now, city=rules, to=places.housing)
    assert row(unrouted).board.slug == "zhujian"
    assert counts("zhujian") == (1, 3) and counts(UNROUTED_SLUG) == (0, 0)


def test_the_board_is_opened_once(database, now):
    assert unrouted_board(now).id == unrouted_board(now).id
    assert Category.select().where(Category.name == "平台分派").count() == 1
    assert Entry.select().where(Entry.deed == Deed.BOARD_CREATE.value).count() == 1


def test_a_question_of_a_board_with_a_department_stays_there_when_it_is_routed_elsewhere(
    screened, cast, rules, places, now
):
    given = {"title": "路灯", "text": "不亮。", "kind": "complaint"}
    thread = ask(places.housing_board, actor=cast.asker, now=now, city=screened, **given)
    transfers.route(thread, actor=cast.moderator, now=now, city=rules, to=places.roads)
    assert row(thread).board.slug == "zhujian"
