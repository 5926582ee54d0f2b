"""Moderators who act on one thread at the same moment: one succeeds, the others are told, and nothing is done twice."""

import threading

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.moderation import Placement, Report
from boards.models.threads import Board, Post, Thread
from forum.problems import Conflict
from forum.store import db
from forum.store.log import Deed, Entry
from moderation.hiding import actions as hiding
from moderation.reports import actions as reporting
from moderation.tools import marking, merging

CROWD = 8


def together(deeds):
    """Every deed on a thread and a connection of its own, all at once; returns (how many were done, what the others got)."""
    start, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def act(number, deed):
        with db.connection():
            start.wait(30)
            try:
                deed()
            except Exception as problem:
                outcomes[number] = problem

    running = [threading.Thread(target=act, args=pair) for pair in enumerate(deeds)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return outcomes.count(None), {type(problem) for problem in outcomes if problem}


@pytest.fixture
def threads(question, places, cast, rules, now):
    """The question and two more about the same, each with a reply."""
    others = [
        ask(
            places.housing_board,
            actor=cast.neighbour,
            now=now,
            city=rules,
            title=f"路口没灯{n}",
            text="灯",
            kind="complaint",
        )
        for n in "12"
    ]
    for thread in (question, *others):
        posts.reply(thread, actor=cast.asker, now=now, city=rules, text="同问")
    return (question, *others)


def test_a_thread_is_merged_once_whoever_else_merges_it_elsewhere(threads, cast, rules, now, places):
    kept, other, gone = threads

    def merge(into):
        return lambda: merging.merge(gone, actor=cast.moderator, now=now, city=rules, into=into, code="same_matter")

    assert together([merge(into) for into in (kept, other) * (CROWD // 2)]) == (1, {Conflict})
    assert Placement.select().count() == 2 and Entry.select().where(Entry.deed == Deed.THREAD_MERGE.value).count() == 1
    into = Thread.get_by_id(gone.id).merged_into_id
    assert Post.select().where(Post.place_thread == into).count() == 4 and Thread.get_by_id(into).floors == 4
    board = Board.get_by_id(places.housing_board.id)
    assert (board.threads, board.posts) == (2, 6)


def test_a_reply_at_the_moment_of_a_merge_has_a_floor_of_its_own(threads, cast, rules, now):
    kept, _, gone = threads
    deeds = [lambda: posts.reply(kept, actor=cast.neighbour, now=now, city=rules, text="还有我")] * (CROWD - 1)
    deeds.append(lambda: merging.merge(gone, actor=cast.moderator, now=now, city=rules, into=kept, code="same_matter"))
    assert together(deeds) == (CROWD, set())
    floors = [
        floor
        for (floor,) in Post.select(Post.place_floor)
        .where(Post.place_thread == kept.id)
        .order_by(Post.place_floor)
        .tuples()
    ]
    assert floors == list(range(1, 2 + CROWD - 1 + 2 + 1))


@pytest.mark.parametrize(
    "deed",
    [
        lambda thread, by: marking.lock(thread, code="heated", **by),
        lambda thread, by: marking.highlight(thread, code="valuable", **by),
        lambda thread, by: marking.pin(thread, code="notice", **by),
        lambda thread, by: hiding.hide_thread(thread, code="insult", text="骂人", **by),
    ],
    ids=["lock", "highlight", "pin", "hide"],
)
def test_a_mark_is_set_once(threads, cast, now, deed):
    before = Entry.select().where(Entry.deed.startswith("thread.")).count()
    assert together([lambda: deed(threads[0], {"actor": cast.moderator, "now": now})] * CROWD) == (1, {Conflict})
    assert Entry.select().where(Entry.deed.startswith("thread.")).count() == before + 1


def test_reports_are_decided_once(threads, cast, rules, now):
    post = Post.get(Post.thread == threads[0].id, Post.floor == 2)
    reporting.report(post, actor=cast.neighbour, now=now, city=rules, reason="", code="insult")
    by = {"actor": cast.moderator, "now": now, "answer": "好"}
    deeds = [
        lambda: reporting.uphold(post, code="insult", text="骂人", **by),
        lambda: reporting.dismiss(post, **by),
    ] * (CROWD // 2)
    assert together(deeds) == (1, {Conflict})
    upheld = Report.get().outcome == "upheld"
    assert (Post.get_by_id(post.id).hidden_at is not None) == upheld
