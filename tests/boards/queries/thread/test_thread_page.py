"""The thread page as a whole: which floors it shows, its pager, what it offers, and to whom."""

import pytest

from boards.actions.cases import cohandling
from boards.actions.cases.handling import accept
from boards.pages.parts import Button
from boards.queries.thread.thread_page import FloorSelection, numbered_pager, thread_page
from forum.problems import Malformed, NotFound


@pytest.fixture
def page(cast, rules, now):
    """page(thread, viewer): the page object, for a guest when no reader is named; floors are chosen by name."""

    def read(thread, viewer=None, **selection):
        return thread_page(thread.id, viewer or cast.guest, now, rules, FloorSelection(**selection))

    return read


def floors(page):
    return [post.floor for post in page.posts]


@pytest.mark.parametrize(("floors", "pages"), [(1, 1), (20, 1), (21, 2)])
def test_the_twenty_first_floor_opens_a_second_page(page, grown, floors, pages):
    found = page(grown(floors))
    assert (found.pager.page, found.pager.pages, found.replies) == (1, pages, floors - 1)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_page_beyond_the_last_floor_is_not_found(page, grown, number):
    with pytest.raises(NotFound):
        page(grown(20), page=number)


def test_newest_first_keeps_its_order_in_the_pager(page, grown):
    thread = grown(21)
    first = page(thread, newest_first=True)
    assert floors(first) == [21]
    assert first.pager.next == f"/threads/{thread.id}?order=desc&page=2"
    assert floors(page(thread, newest_first=True, page=2)) == list(range(20, 0, -1))


def test_the_floors_of_one_author_are_read_on_by_a_cursor(page, grown):
    thread = grown(42)
    first = page(thread, only=2)
    assert floors(first) == list(range(2, 41, 2))
    assert first.pager.next == f"/threads/{thread.id}?only=2&after=40"
    rest = page(thread, only=2, after="40")
    assert (floors(rest), rest.pager.next) == ([42], None)


def test_twenty_floors_of_one_author_are_one_page(page, grown):
    assert page(grown(40), only=2).pager.pages == 1


@pytest.mark.parametrize("selection", [{"tree": True, "after": "0000!"}, {"only": 1, "after": "zzz"}])
def test_a_cursor_that_was_made_up_is_refused(selection):
    with pytest.raises(Malformed):
        FloorSelection(**selection)


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, 3, None, 9]),
        (5, 9, [1, None, 3, 4, 5, 6, 7, None, 9]),
        (4, 9, [1, 2, 3, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 7, 8, 9]),
    ],
)
def test_the_pager_shows_the_ends_and_the_neighbours_with_gaps_between(page, pages, shown):
    found = numbered_pager(page, pages, str)
    assert [link and link[0] for link in found.links] == shown
    assert found.previous == (str(page - 1) if page > 1 else None)
    assert found.next == (str(page + 1) if page < pages else None)


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        ({}, "楼层"),
        ({"newest_first": True}, "倒序"),
        ({"only": 1}, "只看楼主"),
        ({"tree": True}, "树状"),
        ({"only": 2}, None),
    ],
)
def test_the_view_that_was_asked_for_is_marked(page, grown, selection, chosen):
    views = page(grown(3), **selection).views
    assert [str(view.label) for view in views if view.chosen] == ([chosen] if chosen else [])


@pytest.mark.parametrize(
    ("viewer", "offered"),
    [
        ("guest", []),
        ("neighbour", []),
        ("asker", []),
        ("outsider", []),
        ("spokesperson", ["accept", "transfer", "return", "decline", "extend", "contact"]),
    ],
)
def test_only_its_department_is_offered_to_handle_a_new_question(page, question, cast, viewer, offered):
    assert [verb.name for verb in page(question, getattr(cast, viewer)).verbs] == offered


def test_a_department_that_was_asked_is_offered_to_give_its_input_until_it_has(
    page, question, places, cast, rules, now
):
    accept(question, actor=cast.spokesperson, now=now)
    by = {"actor": cast.spokesperson, "now": now, "city": rules}
    cohandling.request(question, departments=[places.roads], text="杆归谁管？", **by)
    [given] = page(question, cast.outsider).verbs
    assert isinstance(given, Button) and (given.name, given.url) == ("input", f"/threads/{question.id}/input")
    cohandling.give_input(question, actor=cast.outsider, now=now, text="归我们管。")
    assert page(question, cast.outsider).verbs == ()


@pytest.mark.parametrize(
    ("viewer", "kinds"), [("guest", []), ("neighbour", ["reply"]), ("spokesperson", ["result", "first_reply", "reply"])]
)
def test_what_a_reader_may_write_begins_with_the_most_official(page, question, cast, now, viewer, kinds):
    accept(question, actor=cast.spokesperson, now=now)
    assert [choice.kind for choice in page(question, getattr(cast, viewer)).writing] == kinds


@pytest.mark.parametrize(
    ("viewer", "may", "by_default"),
    [("guest", False, False), ("neighbour", True, False), ("asker", True, True), ("spokesperson", False, False)],
)
def test_citizens_may_write_without_a_name_and_an_anonymous_asker_does(page, asked, cast, viewer, may, by_default):
    found = page(asked("楼上漏水", anonymous=True), getattr(cast, viewer))
    assert (found.may_write_anonymously, found.anonymous_by_default) == (may, by_default)


@pytest.mark.parametrize("viewer", ["guest", "asker", "spokesperson"])
def test_only_moderators_have_tools(page, question, cast, viewer):
    assert page(question, getattr(cast, viewer)).tools == ()
    assert "merge" in [tool.name for tool in page(question, cast.moderator).tools]


def test_a_thread_without_a_case_has_neither_badge_nor_clocks(page, asked, places):
    found = page(asked("桂花开了", board=places.talk_board, kind=None))
    assert (found.badge, found.clocks, found.verbs, found.department) == (None, (), (), None)


def test_the_floors_of_a_thread_that_was_never_merged_into_it_are_not_found(page, question, asked):
    with pytest.raises(NotFound):
        page(question, of=asked("路灯不亮").id)
