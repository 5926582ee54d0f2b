"""A board's list: what its filters find, in which order, and how a long one is read on."""

import pytest

from boards.actions.cases.handling import accept
from boards.actions.posts.threads import support
from boards.queries.lists.board import BoardFilters, board_page, get_board, threads_of
from forum.problems import Malformed, NotFound


@pytest.fixture
def titles(places, now):
    """titles(**filters): the titles of one page, and the cursor of the next."""

    def read(**filters):
        rows, cursor = threads_of(places.housing_board, BoardFilters(**filters), now)
        return [row["title"] for row in rows], cursor

    return read


@pytest.fixture
def page(cast, rules, now):
    return lambda viewer=None, **filters: board_page(
        "zhujian", BoardFilters(**filters), viewer or cast.guest, now, rules
    )


@pytest.mark.parametrize("filters", [{"status": "pending"}, {"status": "x"}, {"kind": "x"}, {"sort": "x"}])
def test_a_filter_that_does_not_exist_is_refused(filters):
    with pytest.raises(Malformed):
        BoardFilters(**filters)


def test_an_unknown_board_is_not_found(places):
    with pytest.raises(NotFound):
        get_board("nowhere")


def test_threads_of_one_second_are_read_on_without_a_gap_or_a_repeat(titles, asked):
    for number in range(7):
        asked(f"第{number}个")
    seen, before = [], None
    for _ in range(4):
        found, before = titles(limit=2, before=before)
        seen += found
    assert (seen, before) == ([f"第{number}个" for number in reversed(range(7))], None)


def test_a_page_that_ends_with_the_last_thread_has_no_next(titles, asked):
    asked("一"), asked("二")
    assert titles(limit=2)[1] is None
    assert titles(limit=1)[1] is not None


def test_by_supports_the_most_supported_comes_first(titles, asked, cast, now):
    first, _ = asked("有人顶"), asked("没人顶")
    support(first, actor=cast.neighbour, now=now)
    assert titles(sort="supports")[0] == ["有人顶", "没人顶"]


def test_status_and_kind_narrow_the_list_together(titles, asked, cast, now):
    taken, other = asked("受理的投诉"), asked("受理的咨询", kind="consultation")
    asked("没受理的投诉")
    for thread in (taken, other):
        accept(thread, actor=cast.spokesperson, now=now)
    assert titles(status="accepted", kind="complaint")[0] == ["受理的投诉"]


def test_overdue_is_told_by_the_clock_and_not_by_the_status(places, asked, now):
    thread = asked("会逾期")
    due = type(thread).get_by_id(thread.id).next_due_at
    for moment, found in ((due, 0), (due.replace(microsecond=1), 1)):
        rows, _ = threads_of(places.housing_board, BoardFilters(status="overdue"), moment)
        assert len(rows) == found


def test_a_page_links_its_filters_and_marks_the_chosen_one(page, asked):
    asked("一个问题")
    found = page(status="unaccepted")
    chosen = [each.url for each in found.statuses if each.chosen]
    assert (chosen, len(found.rows)) == (["/boards/zhujian?status=unaccepted"], 1)
    assert (found.department.url, found.older, found.newest) == ("/departments/zhujian", None, None)


def test_only_those_who_may_start_a_thread_are_invited(page, cast):
    assert page().may_ask
    assert page(cast.asker).may_ask
