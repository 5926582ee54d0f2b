"""Moderators who dispose of the same questions at the same moment: each question goes one way, and the others are told."""

import threading

from boards.actions.posts.threads import ask
from boards.models.threads import Post, Thread
from boards.queries.parts.dispositions import disposition_counts
from forum.store import db
from moderation.screening.actions import DispositionChoice, dispose

WAYS = (
    DispositionChoice("publish"),
    DispositionChoice("decline", code="privacy"),
    DispositionChoice("discussion", board="chengshi"),
    DispositionChoice("platform", text="照常开放。"),
)


def test_of_eight_who_dispose_of_three_questions_each_question_is_disposed_of_once(places, cast, screened, now):
    def put(number):
        return ask(
            places.housing_board,
            actor=cast.asker,
            now=now,
            city=screened,
            title=f"第{number}问",
            text="请看。",
            kind="complaint",
        ).id

    numbers = [put(number) for number in range(3)]
    start, outcomes = threading.Barrier(8), []

    def act(number):
        with db.connection():
            start.wait(30)
            outcomes.extend(dispose(numbers, WAYS[number % len(WAYS)], actor=cast.moderator, now=now, city=screened))

    threads = [threading.Thread(target=act, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [outcome.thread.id for outcome in outcomes if outcome.done]
    assert (len(outcomes), sorted(done)) == (24, numbers)
    assert {outcome.message.msgid for outcome in outcomes if not outcome.done} == {"已经有人处理过了，没有改动。"}
    found = disposition_counts()
    assert (found.received, found.waiting, found.lost) == (3, 0, 0)
    said = Post.select().join(Thread).where(Thread.id.in_(numbers), Post.kind.in_(["decline", "platform"])).count()
    assert said == found.places["declined"] + found.places["platform"]
