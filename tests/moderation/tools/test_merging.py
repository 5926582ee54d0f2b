"""Merging: every floor keeps its address and stands in the other thread; the case is settled, and nothing is lost or counted twice."""

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.actions.posts.threads import ask, support
from boards.models.moderation import Placement
from boards.models.notifications import Watch
from boards.models.threads import Board, Clock, Post, Thread
from boards.queries.parts.dispositions import disposition_counts
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.log import Deed, Entry, entry_data
from moderation.hiding import actions as hiding
from moderation.tools import merging


@pytest.fixture
def same(places, cast, rules, now):
    """Another question about the same crossing, by the neighbour, with two replies, one of them to the other."""
    thread = ask(
        places.housing_board,
        actor=cast.neighbour,
        now=now,
        city=rules,
        title="路口没灯",
        text="过不去马路。",
        kind="complaint",
    )
    reply = posts.reply(thread, actor=cast.asker, now=now, city=rules, text="我也问过。")
    posts.reply(thread, actor=cast.neighbour, now=now, city=rules, text="那就一起等。", parent=reply.id)
    return thread


@pytest.fixture
def merge(cast, rules, now):
    """merge(gone, kept): as a moderator would."""

    def do(gone, kept, **by):
        given = {"actor": cast.moderator, "code": "same_matter", **by}
        return merging.merge(gone, into=kept, now=now, city=rules, **given)

    return do


def where(thread):
    """(first thread, first floor, floor now) of what stands in a thread, by floor."""
    rows = Post.select(Post.thread, Post.floor, Post.place_floor).where(Post.place_thread == thread.id)
    return list(rows.order_by(Post.place_floor).tuples())


def test_the_floors_stand_behind_and_what_was_written_where_stays_on_record(merge, question, same):
    merge(same, question)
    assert where(question) == [(question.id, 1, 1), (same.id, 1, 2), (same.id, 2, 3), (same.id, 3, 4)]
    assert Thread.get_by_id(question.id).floors == 4
    rows = Placement.select(Placement.from_thread, Placement.from_floor, Placement.thread, Placement.floor)
    assert list(rows.tuples()) == [(same.id, floor, question.id, floor + 1) for floor in (1, 2, 3)]


def test_an_answer_stays_below_what_it_answers(merge, question, same):
    merge(same, question)
    reply, answer = Post.select().where(Post.thread == same.id, Post.floor > 1).order_by(Post.floor)
    assert answer.place_path == reply.place_path + answer.place_path[-5:]
    assert answer.path != answer.place_path


def test_the_next_floor_follows_and_answers_a_merged_one(merge, question, same, cast, rules, now):
    merge(same, question)
    brought = Post.get(Post.thread == same.id, Post.floor == 2)
    new = posts.reply(question, actor=cast.asker, now=now, city=rules, text="谢谢", parent=brought.id)
    assert (new.floor, new.thread_id, new.path) == (5, question.id, brought.place_path + new.path[-5:])


def test_one_entry_tells_it_with_its_reason_and_each_post_has_its_place_in_the_ledger(merge, question, same):
    merge(same, question, text="说的是同一个路口")
    entry = Entry.get(Entry.deed == Deed.THREAD_MERGE.value)
    assert (entry.thread_id, entry.reason, entry.role) == (same.id, "same_matter", "moderator")
    said = entry_data(entry.data)
    assert {name: said[name] for name in ("gone", "into", "first", "posts", "text")} == {
        "gone": same.id,
        "into": question.id,
        "first": 2,
        "posts": 3,
        "text": "说的是同一个路口",
    }
    leaves = [row.leaf for row in Entry.select().where(Entry.deed == Deed.POST_PLACE.value).order_by(Entry.id)]
    assert [f'"place":"{question.id}/{floor}"' in leaf for floor, leaf in zip((2, 3, 4), leaves, strict=True)] == [
        True
    ] * 3


def test_a_question_without_an_answer_becomes_a_duplicate_and_owes_nobody_anything(merge, question, same):
    before = disposition_counts()
    merge(same, question)
    gone = Thread.get_by_id(same.id)
    assert (gone.status, gone.disposition, gone.duplicate_of_id, gone.merged_into_id) == (
        "closed",
        "duplicate",
        question.id,
        question.id,
    )
    assert not Clock.select().where(Clock.thread == same.id, Clock.met_at.is_null()).exists()
    assert Clock.select().where(Clock.thread == question.id, Clock.met_at.is_null()).exists()
    after = disposition_counts()
    assert (after.received, after.lost, after.forwarded) == (before.received, 0, before.forwarded - 1)


def test_a_question_that_was_answered_stays_answered_by_its_department(merge, question, same, cast, rules, now):
    handling.accept(same, actor=cast.spokesperson, now=now)
    handling.give_result(same, actor=cast.spokesperson, now=now, city=rules, text="下周装。")
    merge(same, question)
    gone = Thread.get_by_id(same.id)
    assert (gone.status, gone.disposition) == ("closed", "forwarded")
    assert disposition_counts().lost == 0


def test_the_boards_count_what_stands_on_them(merge, question, same, places):
    merge(same, question)
    board = Board.get_by_id(places.housing_board.id)
    assert (board.threads, board.posts, board.last_thread_id) == (1, 4, question.id)


def test_who_watched_it_watches_the_other_from_now_on(merge, question, same, cast):
    merge(same, question)
    watching = Watch.select(Watch.account).where(Watch.thread == question.id, Watch.ended_at.is_null())
    assert [account for (account,) in watching.tuples()] == [cast.neighbour.account]


def test_a_thread_into_which_others_were_merged_can_be_merged_on(merge, question, same, places, cast, rules, now):
    third = ask(
        places.housing_board, actor=cast.asker, now=now, city=rules, title="红绿灯汇总", text="见各帖", kind="complaint"
    )
    merge(same, question)
    merge(question, third)
    assert [row[:2] for row in where(third)] == [
        (third.id, 1),
        (question.id, 1),
        (same.id, 1),
        (same.id, 2),
        (same.id, 3),
    ]
    assert Thread.get_by_id(same.id).merged_into_id == third.id


def test_nothing_more_happens_in_a_merged_thread(merge, question, same, cast, rules, now):
    merge(same, question)
    with pytest.raises(Conflict):
        posts.reply(Thread.get_by_id(same.id), actor=cast.asker, now=now, city=rules, text="还有人吗")
    with pytest.raises(Conflict):
        handling.accept(same, actor=cast.spokesperson, now=now)
    with pytest.raises(Conflict):
        support(Thread.get_by_id(same.id), actor=cast.asker, now=now)
    with pytest.raises(Conflict):
        hiding.hide_thread(same, actor=cast.moderator, now=now, code="insult", text="骂人")


def test_a_merge_that_makes_no_sense_is_refused_and_changes_nothing(
    merge, question, same, places, cast, rules, screened, now, everything
):
    talk = ask(places.talk_board, actor=cast.asker, now=now, city=rules, title="闲聊", text="天气")
    waits = ask(
        places.housing_board, actor=cast.asker, now=now, city=screened, title="等着", text="等审核", kind="complaint"
    )
    hidden = ask(
        places.housing_board, actor=cast.asker, now=now, city=rules, title="藏着", text="骂人", kind="complaint"
    )
    hiding.hide_thread(hidden, actor=cast.moderator, now=now, code="insult", text="骂人")
    before = everything()
    for gone, kept in (
        (question, question),
        (question, None),
        (question, talk),
        (waits, question),
        (question, waits),
        (hidden, question),
        (question, hidden),
    ):
        with pytest.raises(Invalid):
            merge(gone, kept)
    with pytest.raises(Invalid) as refusal:
        merge(question, same, code="valuable")
    assert list(refusal.value.errors) == ["code"]
    assert everything() == before


def test_into_or_out_of_a_merged_one_is_refused(merge, question, same, places, cast, rules, now):
    third = ask(
        places.housing_board, actor=cast.asker, now=now, city=rules, title="第三问", text="灯", kind="complaint"
    )
    merge(same, question)
    with pytest.raises(Conflict):
        merge(same, third)
    with pytest.raises(Invalid):
        merge(third, same)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("guest", Unauthorized), ("asker", Forbidden), ("spokesperson", Forbidden), ("administrator", Forbidden)],
)
def test_only_moderators_merge(merge, question, same, cast, who, refusal):
    with pytest.raises(refusal):
        merge(same, question, actor=getattr(cast, who))
