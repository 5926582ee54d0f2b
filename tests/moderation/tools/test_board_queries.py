"""What a board's list makes of pinned, highlighted and merged threads."""

import pytest

from boards.queries.lists.board import board_page, pinned_of, threads_of
from boards.queries.lists.board_filters import BoardFilters
from moderation.tools import marking, merging


@pytest.fixture
def page(cast, rules, now):
    return lambda **filters: board_page("zhujian", BoardFilters(**filters), cast.guest, now, rules)


@pytest.fixture
def pin(cast, now):
    return lambda thread, **given: marking.pin(thread, actor=cast.moderator, now=now, code="notice", **given)


def titles(rows):
    return [row.title for row in rows]


def test_pinned_threads_stand_above_the_list_in_their_order_and_not_in_it(page, pin, asked):
    first, second, _ = asked("先问的"), asked("后问的"), asked("没有置顶")
    pin(first), pin(second, position=1)
    assert (titles(page().pinned), titles(page().rows)) == (["后问的", "先问的"], ["没有置顶"])


@pytest.mark.parametrize("filters", [{"status": "unaccepted"}, {"kind": "complaint"}, {"sort": "newest"}])
def test_a_filtered_list_holds_a_pinned_thread_among_the_others(page, pin, asked, filters):
    pin(asked("置顶的")), asked("没有置顶")
    found = page(**filters)
    assert (found.pinned, titles(found.rows)) == ((), ["没有置顶", "置顶的"])


def test_an_older_page_repeats_no_pinned_thread(page, pin, asked, places, now):
    pin(asked("置顶的")), asked("旧的"), asked("新的")
    _, cursor = threads_of(places.housing_board, BoardFilters(limit=1, unpinned=True), now)
    found = page(before=cursor)
    assert (found.pinned, titles(found.rows)) == ((), ["旧的"])


def test_a_pin_of_one_board_is_not_shown_on_another(pin, asked, places):
    pin(asked("置顶的"))
    assert pinned_of(places.roads_board) == []


def test_only_highlighted_threads_are_found_as_the_best(page, asked, cast, now):
    marking.highlight(asked("精华"), actor=cast.moderator, now=now, code="valuable")
    asked("平常")
    found = page(best=True)
    assert (titles(found.rows), [each.chosen for each in found.choices]) == (["精华"], [False, True])


def test_a_merged_thread_leaves_the_list(page, asked, cast, rules, now):
    gone, kept = asked("重复的"), asked("留下的")
    merging.merge(gone, into=kept, actor=cast.moderator, now=now, city=rules, code="same_matter")
    assert titles(page().rows) == ["留下的"]
