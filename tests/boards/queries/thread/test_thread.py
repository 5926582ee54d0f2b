"""The head of a thread: who finds it, the title he reads, its neighbours on the board, its clocks, what helps to answer."""

from datetime import timedelta

import pytest

from boards.actions.cases import cohandling
from boards.actions.cases.handling import accept
from boards.actions.posts import drafts
from boards.actions.posts.threads import support
from boards.models.threads import Thread
from boards.queries.parts.shown import HIDDEN_TITLE
from boards.queries.thread import thread as heads
from forum.problems import NotFound

INSTANT = timedelta(microseconds=1)


@pytest.fixture
def as_read_by(cast):
    """as_read_by(viewer, thread): the thread as a page begins with it."""
    return lambda viewer, thread: heads.get_thread(thread.id, getattr(cast, viewer))


@pytest.mark.parametrize(
    ("viewer", "finds"),
    [
        ("asker", True),
        ("moderator", True),
        ("guest", False),
        ("neighbour", False),
        ("spokesperson", False),
        ("operator", False),
        ("administrator", False),
    ],
)
def test_a_question_that_waits_is_found_by_its_asker_and_the_moderators(asked, screened, as_read_by, viewer, finds):
    waiting = asked("路灯不亮", city=screened)
    if finds:
        assert as_read_by(viewer, waiting) == waiting
    else:
        with pytest.raises(NotFound):
            as_read_by(viewer, waiting)


def test_a_thread_that_was_never_started_is_not_found_even_by_a_moderator(database, cast):
    with pytest.raises(NotFound):
        heads.get_thread(999_999, cast.moderator)


@pytest.mark.parametrize(
    ("viewer", "reads"),
    [("asker", True), ("moderator", True), ("guest", False), ("neighbour", False), ("spokesperson", False)],
)
def test_a_hidden_title_is_read_by_the_asker_and_the_moderators(
    question, held, floor_of, as_read_by, cast, viewer, reads
):
    held(floor_of(question, 1))
    found = heads.title_of(as_read_by(viewer, question), getattr(cast, viewer))
    assert found == ("三衢路口没有红绿灯" if reads else HIDDEN_TITLE)


def test_a_title_that_is_not_hidden_is_read_by_everybody(question, as_read_by, cast):
    assert heads.title_of(as_read_by("guest", question), cast.guest) == "三衢路口没有红绿灯"


def test_support_and_watching_are_the_readers_own(question, as_read_by, cast, now):
    support(question, actor=cast.neighbour, now=now)
    found = {who: as_read_by(who, question) for who in ("guest", "asker", "neighbour")}
    assert {who: bool(thread.supported) for who, thread in found.items()} == {
        "guest": False,
        "asker": False,
        "neighbour": True,
    }
    assert {who: bool(thread.watching) for who, thread in found.items()} == {
        "guest": False,
        "asker": True,
        "neighbour": False,
    }


def links(thread):
    return [link and (str(link.label), link.url) for link in heads.neighbours(Thread.get_by_id(thread.id))]


def test_the_neighbours_are_the_threads_asked_before_and_after(asked):
    first, middle, last = asked("甲路积水"), asked("乙路积水"), asked("丙路积水")
    before, after = ("甲路积水", f"/threads/{first.id}"), ("丙路积水", f"/threads/{last.id}")
    assert links(middle) == [before, after]
    assert links(first) == [None, ("乙路积水", f"/threads/{middle.id}")]
    assert links(last) == [("乙路积水", f"/threads/{middle.id}"), None]


def test_threads_of_one_moment_are_neighbours_in_the_order_of_their_numbers(asked, clock):
    made = []
    for title in ("甲路积水", "乙路积水", "丙路积水"):
        made.append(asked(title))
        clock.advance(timedelta(minutes=-1))
    assert [link[1] for link in links(made[1])] == [f"/threads/{made[0].id}", f"/threads/{made[2].id}"]


def test_a_question_that_waits_or_stands_on_another_board_is_no_neighbour(asked, screened, places):
    first = asked("甲路积水")
    asked("乙路积水", city=screened)
    asked("桂花开了", board=places.talk_board, kind=None)
    last = asked("丙路积水")
    assert links(first) == [None, ("丙路积水", f"/threads/{last.id}")]


def test_a_neighbours_hidden_title_is_hidden_in_the_link(asked, held, floor_of):
    first, last = asked("甲路积水"), asked("乙路积水")
    held(floor_of(first, 1))
    assert links(last) == [(str(HIDDEN_TITLE), f"/threads/{first.id}"), None]


def test_a_clock_is_in_time_at_its_due_time_and_overdue_just_after(question, rules):
    clock = next(each for each in heads.clocks_of(question) if each.kind == "accept")
    at = [heads.clock_view(clock, question, clock.due_at + late, rules) for late in (-INSTANT, 0 * INSTANT, INSTANT)]
    assert [view.state for view in at] == ["warning", "warning", "overdue"]
    assert {view.department for view in at} == {"住建局"}


def test_a_clock_that_was_met_counts_no_longer(question, cast, now, rules):
    accept(question, actor=cast.spokesperson, now=now)
    accepted, answer = (heads.clock_view(each, question, now, rules) for each in heads.clocks_of(question))
    assert (accepted.kind, accepted.state, accepted.left) == ("accept", "met", None)
    assert (answer.kind, answer.met_at) == ("answer", None) and str(answer.left).startswith("还剩")


def test_a_department_is_awaited_until_it_has_given_its_input(question, places, cast, rules, now):
    accept(question, actor=cast.spokesperson, now=now)
    assert heads.cohandlers_of(heads.clocks_of(question)) == frozenset()
    by = {"actor": cast.spokesperson, "now": now, "city": rules}
    cohandling.request(question, departments=[places.roads], text="杆归谁管？", **by)
    assert heads.cohandlers_of(heads.clocks_of(question)) == {places.roads.id}
    cohandling.give_input(question, actor=cast.outsider, now=now, text="归我们管。")
    assert heads.cohandlers_of(heads.clocks_of(question)) == frozenset()


@pytest.mark.parametrize("viewer", ["guest", "asker", "moderator"])
def test_only_spokespersons_are_helped_to_answer(question, as_read_by, cast, viewer):
    assert heads.aid_of(as_read_by(viewer, question), getattr(cast, viewer)) is None


def test_a_draft_is_offered_to_the_one_who_saved_it(question, as_read_by, cast, now):
    drafts.save(question, actor=cast.spokesperson, now=now, text="正在查。", kind="first_reply")
    own = heads.aid_of(as_read_by("spokesperson", question), cast.spokesperson).draft
    assert (own.kind, own.text, own.saved_at) == ("first_reply", "正在查。", now)
    assert heads.aid_of(as_read_by("colleague", question), cast.colleague).draft is None
