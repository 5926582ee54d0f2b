"""Splitting: chosen floors become a thread of their own, and their old floors are never given out again."""

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.models.threads import Board, Clock, Post, Thread
from boards.queries.parts.dispositions import disposition_counts
from forum.problems import Conflict, Invalid
from forum.store.log import Deed, Entry, entry_data
from moderation.hiding import actions as hiding
from moderation.tools import merging, splitting


@pytest.fixture
def talk(question, cast, rules, now):
    """The question with replies on floors 2 to 5; floor 4 answers floor 3, floor 5 answers floor 2."""
    two = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="同问")
    three = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="另外，公交站也没有雨棚。")
    posts.reply(question, actor=cast.asker, now=now, city=rules, text="雨棚确实没有", parent=three.id)
    posts.reply(question, actor=cast.asker, now=now, city=rules, text="谢谢支持", parent=two.id)
    return question


@pytest.fixture
def split(cast, rules, now):
    def do(thread, floors, **given):
        given = {"title": "公交站没有雨棚", "code": "another_matter", "actor": cast.moderator, **given}
        return splitting.split(thread, floors=floors, now=now, city=rules, **given)

    return do


def standing(thread):
    rows = Post.select(Post.thread, Post.floor).where(Post.place_thread == thread.id).order_by(Post.place_floor)
    return [floor for _, floor in rows.tuples()]


def test_the_chosen_floors_stand_in_a_thread_of_their_own(split, talk, places, cast):
    new = split(talk, [4, 3], board=places.talk_board)
    assert (standing(new), standing(talk)) == ([3, 4], [1, 2, 5])
    assert (new.title, new.author_id, new.status, new.floors) == ("公交站没有雨棚", cast.neighbour.account, None, 2)
    first, answer = Post.select().where(Post.place_thread == new.id).order_by(Post.place_floor)
    assert answer.place_path == first.place_path + answer.place_path[-5:]


def test_a_floor_that_was_given_out_is_not_given_out_again(split, talk, places, cast, rules, now):
    split(talk, [5], board=places.talk_board)
    assert posts.reply(talk, actor=cast.asker, now=now, city=rules, text="还有").floor == 6
    assert (Thread.get_by_id(talk.id).floors, Thread.get_by_id(talk.id).moved_out) == (6, 1)


def test_on_a_departments_board_it_opens_a_case_with_clocks(split, talk, places, cast):
    before = disposition_counts()
    new = split(talk, [3, 4], kind="suggestion", board=places.roads_board)
    assert (new.status, new.department_id, new.disposition, new.kind) == (
        "unaccepted",
        places.roads.id,
        "forwarded",
        "suggestion",
    )
    assert (
        Clock.select()
        .where(Clock.thread == new.id, Clock.department == places.roads.id, Clock.met_at.is_null())
        .exists()
    )
    after = disposition_counts()
    assert (after.received, after.forwarded, after.lost) == (before.received + 1, before.forwarded + 1, 0)


def test_its_department_can_accept_and_answer_it(split, talk, places, cast, rules, now):
    new = split(talk, [3], kind="suggestion", board=places.roads_board)
    handling.accept(new, actor=cast.outsider, now=now)
    handling.give_result(new, actor=cast.outsider, now=now, city=rules, text="下月装雨棚。")
    assert Thread.get_by_id(new.id).status == "answered"
    assert not Post.get(Post.place_thread == new.id, Post.place_floor == 1).unsettled


def test_both_threads_tell_it(split, talk, places):
    new = split(talk, [3, 4], board=places.talk_board)
    out, opened = Entry.get(Entry.deed == Deed.THREAD_SPLIT.value), Entry.get(Entry.deed == Deed.THREAD_OPEN.value)
    assert (out.thread_id, entry_data(out.data)["into"], entry_data(out.data)["floors"]) == (talk.id, new.id, [3, 4])
    assert (opened.thread_id, entry_data(opened.data)["out_of"]) == (new.id, talk.id)


def test_the_boards_count_what_stands_on_them(split, talk, places):
    split(talk, [3, 4], board=places.talk_board)
    counts = {board.slug: (board.threads, board.posts) for board in Board.select()}
    assert (counts["zhujian"], counts["chengshi"]) == ((1, 3), (1, 2))


def test_what_came_by_a_merge_can_be_taken_out_again(split, talk, places, cast, rules, now):
    other = splitting.split(
        talk,
        actor=cast.moderator,
        now=now,
        city=rules,
        floors=[3, 4],
        title="雨棚",
        code="another_matter",
        board=places.talk_board,
    )
    merging.merge(other, actor=cast.moderator, now=now, city=rules, into=talk, code="same_matter")
    again = split(talk, [6, 7], board=places.talk_board)
    assert standing(again) == [3, 4]


@pytest.mark.parametrize("floors", [[], [1], [1, 3], [9], [0], list(range(2, 300))])
def test_floors_that_cannot_go_are_refused(split, talk, floors):
    with pytest.raises(Invalid) as refusal:
        split(talk, floors)
    assert "floors" in refusal.value.errors


def test_an_offices_word_stays_with_its_case(split, talk, cast, rules, now):
    handling.accept(talk, actor=cast.spokesperson, now=now)
    answer = handling.give_result(talk, actor=cast.spokesperson, now=now, city=rules, text="下周装。")
    with pytest.raises(Invalid):
        split(talk, [answer.floor])


@pytest.mark.parametrize(
    "given",
    [{"title": ""}, {"title": "两\n行"}, {"code": "insult"}, {"code": "other"}, {"kind": None}, {"kind": "joke"}],
)
def test_what_is_not_filled_in_is_refused(split, talk, given, everything):
    before = everything()
    with pytest.raises(Invalid):
        split(talk, [3], **given)
    assert everything() == before


def test_a_hidden_thread_is_not_split(split, talk, cast, now):
    hiding.hide_thread(talk, actor=cast.moderator, now=now, code="insult", text="骂人")
    with pytest.raises(Conflict):
        split(talk, [3])
