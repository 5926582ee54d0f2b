"""The filters of a board: each number is how many threads its list then has, beside the other filters."""

from dataclasses import replace
from datetime import timedelta

import pytest

from boards.actions.cases import handling
from boards.models.threads import Board
from boards.queries.lists import board_filters
from boards.queries.lists.board import board_page, get_board, threads_of
from boards.queries.lists.board_filters import OVERDUE, SHOWN_STATUSES, BoardFilters, offered
from boards.rules.labels import KIND_LABELS


@pytest.fixture
def board(asked, cast, rules, now, places):
    """A board with questions of several kinds and states, one of them accepted, one highlighted."""
    for number, kind in enumerate(("complaint", "complaint", "consultation")):
        thread = asked(f"路灯不亮 {number}", kind=kind)
    handling.accept(thread, actor=cast.spokesperson, now=now, city=rules)
    thread.highlighted = True
    thread.save(only=["highlighted"])
    return get_board("zhujian")


def urls(filters):
    return {each.url: each.count for each in filters}


def length(board, wanted, now):
    return len(threads_of(board, replace(wanted, limit=1000), now)[0])


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=30)])
@pytest.mark.parametrize(
    "wanted", [BoardFilters(), BoardFilters(kind="complaint"), BoardFilters(status="accepted"), BoardFilters(best=True)]
)
def test_each_number_is_the_length_of_the_list_that_it_leads_to(board, wanted, late, now):
    at = now + late
    found = offered(board, wanted, at)
    for status in (None, *(each.value for each in SHOWN_STATUSES), OVERDUE):
        address = board_filters.url(board, wanted, status=status)
        if address in urls(found.statuses):
            assert urls(found.statuses)[address] == length(board, replace(wanted, status=status), at)
    for kind in (None, *(each.value for each in KIND_LABELS)):
        address = board_filters.url(board, wanted, kind=kind)
        if address in urls(found.kinds):
            assert urls(found.kinds)[address] == length(board, replace(wanted, kind=kind), at)
    best = [length(board, replace(wanted, best=best), at) for best in (False, True)]
    assert [each.count for each in found.choices] == (best if best[1] or wanted.best else [])


def test_a_choice_that_leaves_nothing_is_not_offered_unless_it_is_chosen(board, now):
    assert [each.count for each in offered(board, BoardFilters(), now).kinds] == [3, 1, 2]
    chosen = offered(board, BoardFilters(kind="suggestion"), now).kinds
    assert [(each.chosen, each.count) for each in chosen if each.chosen] == [(True, 0)]


@pytest.mark.parametrize(
    "wanted", [BoardFilters(status="closed", kind="suggestion"), BoardFilters(status="overdue", best=True)]
)
def test_filters_that_leave_nothing_together_count_nothing(board, wanted, now):
    found = offered(board, wanted, now)
    assert {each.count for each in (*found.statuses, *found.kinds, *found.choices) if each.chosen} == {0}


def test_where_there_is_nothing_to_choose_between_no_filter_is_offered(places, cast, now, rules):
    page = board_page("zhujian", BoardFilters(), cast.guest, now, rules)
    assert (page.statuses, page.kinds, page.sorts, page.choices) == ((), (), (), ())


def test_a_very_large_board_offers_its_filters_without_numbers(board, now):
    Board.update(threads=board_filters.COUNTED + 1).where(Board.id == board.id).execute()
    found = offered(get_board("zhujian"), BoardFilters(), now)
    assert len(found.statuses) == len(SHOWN_STATUSES) + 2
    assert {each.count for each in (*found.statuses, *found.kinds, *found.choices)} == {None}
