"""Floors as they are read: by pages, one author's, newest first and as a tree; what of a post each reader gets."""

from dataclasses import replace

import pytest

from boards.actions.posts import posts as writing
from boards.queries.thread import posts
from boards.queries.thread.thread import get_thread
from boards.rules.floors import DRAWN_DEPTH
from forum.problems import NotFound
from forum.roles import Suspension


def numbers(found):
    return [post.floor for post in found]


@pytest.fixture
def views(cast):
    """views(thread, viewer): its first page for a reader, a guest when none is named."""

    def read(thread, viewer=None):
        viewer = viewer or cast.guest
        return posts.page_of_floors(get_thread(thread.id, viewer), viewer, 1)

    return read


@pytest.mark.parametrize(
    ("floors", "page", "newest_first", "shown"),
    [
        (1, 1, False, [1]),
        (20, 1, False, list(range(1, 21))),
        (21, 1, False, list(range(1, 21))),
        (21, 2, False, [21]),
        (20, 1, True, list(range(20, 0, -1))),
        (21, 1, True, [21]),
        (21, 2, True, list(range(20, 0, -1))),
    ],
)
def test_a_page_holds_twenty_floors_and_newest_first_counts_the_pages_from_the_other_end(
    grown, cast, floors, page, newest_first, shown
):
    assert numbers(posts.page_of_floors(grown(floors), cast.guest, page, newest_first)) == shown


def test_floors_are_read_on_from_any_of_them(grown, cast):
    assert numbers(posts.floors_from(grown(6), cast.guest, first=3, limit=3)) == [3, 4, 5]


@pytest.mark.parametrize(
    ("floor", "after", "limit", "shown"),
    [(1, 0, 9, [1, 3, 5]), (2, 0, 9, [2, 4, 6]), (4, 0, 9, [2, 4, 6]), (2, 2, 9, [4, 6]), (2, 0, 2, [2, 4])],
)
def test_only_the_floors_of_one_author_are_read_whichever_of_them_was_named(grown, cast, floor, after, limit, shown):
    assert numbers(posts.floors_of_author(grown(6), cast.guest, floor, after, limit)) == shown


def test_what_somebody_wrote_under_his_name_is_kept_apart_from_what_he_wrote_without(question, say, cast):
    for anonymous in (True, False, True):
        say(question, f"同问{anonymous}", anonymous=anonymous)
    thread = get_thread(question.id, cast.guest)
    assert numbers(posts.floors_of_author(thread, cast.guest, 2, 0, 9)) == [2, 4]
    assert numbers(posts.floors_of_author(thread, cast.guest, 3, 0, 9)) == [3]


@pytest.mark.parametrize("floor", [0, 3])
def test_a_floor_that_was_never_given_out_is_not_found(grown, cast, floor):
    thread = grown(2)
    with pytest.raises(NotFound):
        posts.post_at(thread, floor)
    with pytest.raises(NotFound):
        posts.floors_of_author(thread, cast.guest, floor, 0, 9)


def test_a_post_is_found_by_its_floor(grown, floor_of):
    assert posts.post_at(grown(2), 2) == floor_of(grown(2), 2)


@pytest.fixture
def branches(question, say):
    """Floors 2 and 3 answer the question, 4 and 6 answer floor 2, 5 answers floor 3, 7 answers floor 4."""
    written = {1: None}
    for floor, above in ((2, 1), (3, 1), (4, 2), (5, 3), (6, 2), (7, 4)):
        written[floor] = say(question, f"第 {floor} 楼", parent=written[above])
    return question


def test_the_tree_puts_each_answer_below_what_it_answers(branches, cast):
    found, cursor = posts.tree(branches, cast.guest)
    assert [(post.floor, post.depth) for post in found] == [(1, 0), (2, 0), (4, 1), (7, 2), (6, 1), (3, 0), (5, 1)]
    assert cursor is None


@pytest.mark.parametrize(
    ("root", "drawn"), [(2, [(2, 0), (4, 1), (7, 2), (6, 1)]), (4, [(4, 0), (7, 1)]), (6, [(6, 0)])]
)
def test_a_branch_is_its_floor_with_all_that_answers_it(branches, cast, root, drawn):
    thread = get_thread(branches.id, cast.guest)
    found, _ = posts.tree(thread, cast.guest, root)
    assert [(post.floor, post.depth) for post in found] == drawn


def test_what_lies_too_deep_is_counted_on_the_last_floor_that_is_drawn(question, say, cast):
    above = None
    for depth in range(DRAWN_DEPTH + 2):
        above = say(question, f"深 {depth}", parent=above)
    found, _ = posts.tree(question, cast.guest)
    assert numbers(found) == list(range(1, DRAWN_DEPTH + 2))
    assert [post.unseen for post in found] == [0] * DRAWN_DEPTH + [2]


def test_a_long_tree_is_read_on_from_its_cursor(grown, cast, monkeypatch):
    monkeypatch.setattr(posts, "TREE_POSTS", 4)
    thread = grown(6)
    first, cursor = posts.tree(thread, cast.guest)
    rest, end = posts.tree(thread, cast.guest, after=cursor)
    assert (numbers(first), numbers(rest), end) == ([1, 2, 3, 4], [5, 6], None)


def test_a_tree_that_just_fills_its_page_has_no_cursor(grown, cast, monkeypatch):
    monkeypatch.setattr(posts, "TREE_POSTS", 4)
    assert posts.tree(grown(4), cast.guest)[1] is None


@pytest.mark.parametrize(
    ("viewer", "reads"),
    [("guest", False), ("asker", False), ("spokesperson", False), ("neighbour", True), ("moderator", True)],
)
def test_the_text_of_a_held_post_is_read_by_its_author_and_the_moderators(
    question, say, held, views, cast, viewer, reads
):
    held(say(question, "来我家打牌。"))
    post = views(question, getattr(cast, viewer))[1]
    assert (post.text, post.html is not None) == (("来我家打牌。", True) if reads else (None, False))
    assert (str(post.hidden.by), post.hidden.waits) == ("系统", True)


def test_an_answer_quotes_what_it_answers_but_not_the_question(question, say, floor_of, views):
    say(question, "同问。", parent=floor_of(question, 1))
    say(question, "我也是。", parent=floor_of(question, 2), anonymous=True)
    say(question, "都一样。", parent=floor_of(question, 3))
    quotes = [post.quote for post in views(question)]
    assert quotes[:2] == [None, None]
    assert [(str(quote.name), quote.floor, quote.excerpt) for quote in quotes[2:]] == [
        ("清源老李", 2, "同问。"),
        ("匿名网友", 3, "我也是。"),
    ]


def test_of_a_held_post_nothing_is_quoted_even_to_its_author(question, say, held, views, cast):
    first = say(question, "来我家打牌。")
    say(question, "好的。", parent=first)
    held(first)
    assert views(question, cast.neighbour)[2].quote.excerpt == ""


@pytest.mark.parametrize(
    ("viewer", "can"),
    [
        ("guest", set()),
        ("asker", {"reply", "report"}),
        ("neighbour", {"reply", "edit"}),
        ("spokesperson", {"reply", "report"}),
        ("moderator", {"reply", "hide", "cover", "sanction"}),
        ("administrator", {"reply", "report", "seal", "open"}),
    ],
)
def test_what_a_reader_can_do_to_the_neighbours_post(question, say, views, cast, viewer, can):
    say(question, "同问。")
    assert views(question, getattr(cast, viewer))[1].can == can


@pytest.mark.parametrize(
    ("viewer", "can"),
    [("asker", {"reply"}), ("neighbour", {"reply"}), ("moderator", {"reply", "restore", "cover", "sanction"})],
)
def test_a_held_post_is_neither_edited_nor_reported(question, say, held, views, cast, viewer, can):
    held(say(question, "来我家打牌。"))
    assert views(question, getattr(cast, viewer))[1].can == can


def test_who_is_suspended_neither_replies_nor_edits(question, say, views, cast, now):
    say(question, "同问。")
    silenced = replace(cast.neighbour, suspension=Suspension(now, "insult", ""))
    assert views(question, silenced)[1].can == set()


def test_the_asker_is_marked_unless_the_mark_would_tell_who_wrote_without_a_name(asked, say, cast, views):
    open_thread, secret = asked("路灯不亮"), asked("楼上漏水", anonymous=True)
    for thread in (open_thread, secret):
        say(thread, "补充一下。", actor=cast.asker)
        say(thread, "再补充。", actor=cast.asker, anonymous=True)
    assert [post.author.asker for post in views(open_thread)] == [True, True, False]
    assert [(post.author.asker, post.author.anonymous) for post in views(secret)] == [(True, True)] * 3


@pytest.mark.parametrize(
    ("viewer", "sees"),
    [("guest", False), ("neighbour", False), ("spokesperson", False), ("asker", True), ("moderator", True)],
)
def test_a_post_of_a_question_that_waits_is_found_by_its_asker_and_the_moderators(
    asked, screened, floor_of, cast, viewer, sees
):
    waiting = asked("路灯不亮", city=screened)
    post, viewer = floor_of(waiting, 1), getattr(cast, viewer)
    if sees:
        assert posts.get_post(post.id, viewer) == (post, waiting)
    else:
        with pytest.raises(NotFound):
            posts.get_post(post.id, viewer)


def test_a_post_that_was_never_written_is_not_found(database, cast):
    with pytest.raises(NotFound):
        posts.get_post(999_999, cast.moderator)


def test_the_latest_revision_is_the_one_that_is_read(question, say, views, cast, now):
    writing.revise(say(question, "同问。"), actor=cast.neighbour, now=now, text="同问，谢谢。")
    post = views(question)[1]
    assert (post.text, post.revision) == ("同问，谢谢。", 2)
