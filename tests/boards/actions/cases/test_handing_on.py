"""Handing on several cases at once: each has its own outcome, and nothing is lost when some cannot go."""

import pytest

from boards.actions.cases import handling, transfers
from boards.actions.cases.handing_on import hand_on
from boards.models.threads import Post, Thread
from boards.rules.bulk import MOST
from forum.problems import Forbidden, Invalid
from forum.store.log import Deed, Entry

WHY = "这些路由交通局养护，请带身份证到窗口登记。"


@pytest.fixture
def hand(cast, places, rules, now):
    """hand(threads, way): the outcomes as (title, done, message)."""

    def act(threads, way="transfer", to=places.roads, explanation=WHY, actor=cast.spokesperson):
        outcomes = hand_on(
            [thread.id for thread in threads], way, actor=actor, now=now, city=rules, to=to, explanation=explanation
        )
        return [(outcome.thread.title, outcome.done, str(outcome.message)) for outcome in outcomes]

    return act


def departments():
    return [row for (row,) in Thread.select(Thread.department).order_by(Thread.id).tuples()]


def test_several_go_to_one_department_each_with_its_own_floor_and_deed(hand, asked, places):
    threads = [asked(f"第{n}问") for n in range(3)]
    assert hand(threads) == [(f"第{n}问", True, "已转给交通局。") for n in range(3)]
    assert departments() == [places.roads.id] * 3
    assert Post.select().where(Post.kind == "transfer").count() == 3
    assert Entry.select().where(Entry.deed == Deed.TRANSFER.value).count() == 3


def test_several_go_back_to_the_moderators(hand, asked):
    threads = [asked("一"), asked("二")]
    assert [done for _, done, _ in hand(threads, "return", to=None, explanation="不归本局管。")] == [True, True]
    assert departments() == [None, None]


def test_those_that_cannot_go_stay_as_they_are_and_say_why(hand, asked, cast, places, rules, now):
    gone, answered, ours, foreign = asked("已转走"), asked("已答复"), asked("能转"), asked("交通的", places.roads_board)
    transfers.transfer(gone, actor=cast.spokesperson, now=now, city=rules, to=places.roads, explanation=WHY)
    handling.accept(answered, actor=cast.spokesperson, now=now)
    handling.give_result(answered, actor=cast.spokesperson, now=now, city=rules, text="修好了。")
    written = Post.select().count()
    outcomes = hand([gone, answered, ours, foreign])
    assert [(title, done) for title, done, _ in outcomes] == [
        ("已转走", False),
        ("已答复", False),
        ("能转", True),
        ("交通的", False),
    ]
    assert all(message for _, _, message in outcomes)
    assert Post.select().count() == written + 1


def test_one_ticked_twice_and_one_that_there_is_not_count_once_and_not_at_all(hand, asked):
    thread = asked("一")
    assert len(hand([thread, thread, Thread(id=999_999)])) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"to": None}, "to"),
        ({"explanation": "短"}, "explanation"),
        ({"way": "return", "explanation": " "}, "explanation"),
        ({"way": "away"}, "way"),
    ],
)
def test_what_is_missing_is_said_before_any_case_moves(hand, asked, places, given, field):
    threads = [asked("一"), asked("二")]
    with pytest.raises(Invalid) as refused:
        hand(threads, **given)
    assert list(refused.value.errors) == [field]
    assert departments() == [places.housing.id] * 2


@pytest.mark.parametrize("number", [0, MOST + 1])
def test_none_or_too_many_are_refused(hand, number):
    with pytest.raises(Invalid):
        hand([Thread(id=n + 1) for n in range(number)])


def test_a_closed_department_gets_nothing(hand, asked, places):
    places.roads.active = False
    with pytest.raises(Invalid):
        hand([asked("一")])


def test_who_speaks_for_no_department_hands_nothing_on(hand, asked, cast):
    for actor in (cast.moderator, cast.asker, cast.guest):
        with pytest.raises(Forbidden):
            hand([asked("一")], actor=actor)
