"""The list of all boards' threads: what stands in it, in which order, and what its filters count."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from boards.actions.cases import handling
from boards.actions.posts.threads import ask, support
from boards.models.threads import Thread
from boards.queries.lists import board_filters
from boards.queries.lists.board import threads_of, threads_page
from boards.queries.lists.board_filters import OVERDUE, BoardFilters, offered


@pytest.fixture
def titles(cast, clock):
    """titles(**filters): those of the list's rows."""
    return lambda **filters: [row.title for row in threads_page(BoardFilters(**filters), cast.guest, clock.now()).rows]


@pytest.fixture
def city(asked, places, cast, rules, clock):
    """(lamp, tree, walk): a question on each of two departments' boards, a day between them, and a talk."""
    lamp = asked("路口的灯", kind="complaint")
    clock.advance(timedelta(days=1))
    tree = asked("倒下的树", board=places.roads_board, kind="suggestion")
    given = {"actor": cast.neighbour, "now": clock.advance(timedelta(days=1)), "city": rules}
    return lamp, tree, ask(places.talk_board, title="去哪里散步", text="大家说说。", **given)


def test_threads_of_all_boards_stand_in_one_list_each_with_its_board(city, cast, clock):
    rows = threads_page(BoardFilters(sort="newest"), cast.guest, clock.now()).rows
    assert [row.title for row in rows] == ["去哪里散步", "倒下的树", "路口的灯"]
    assert [row.board.url for row in rows] == ["/boards/chengshi", "/boards/jiaotong", "/boards/zhujian"]


def test_the_most_supported_come_first(city, titles, cast, clock):
    support(city[0], actor=cast.neighbour, now=clock.now())
    assert titles(sort="supports")[0] == "路口的灯"


def test_by_due_time_only_open_cases_are_listed_the_earliest_first(city, titles, cast, clock, rules):
    assert titles(sort="due") == ["路口的灯", "倒下的树"]
    clock.advance(timedelta(days=60))
    assert titles(sort="due", status=OVERDUE) == ["路口的灯", "倒下的树"]
    handling.accept(city[0], actor=cast.spokesperson, now=clock.now(), city=rules)
    handling.give_result(city[0], actor=cast.spokesperson, now=clock.now(), city=rules, text="装好了。")
    assert titles(sort="due") == ["倒下的树"]


def test_what_is_hidden_or_waits_is_neither_listed_nor_counted(city, asked, titles, cast, clock, screened):
    asked("还没审的问题", city=screened)
    Thread.update(hidden=True).where(Thread.id == city[1].id).execute()
    assert sorted(titles()) == ["去哪里散步", "路口的灯"]
    page = threads_page(BoardFilters(kind="complaint"), cast.moderator, clock.now())
    assert [each.count for each in page.kinds] == [2, 1]


@pytest.mark.parametrize("sort", ["latest", "newest", "supports", "due"])
def test_it_is_read_on_without_a_gap_or_a_repeat(asked, clock, sort):
    names = [f"第{number}个" for number in range(7)]
    for number, name in enumerate(names):
        asked(name)
        clock.advance(timedelta(minutes=number % 2))
    seen, before = [], None
    while before is not None or not seen:
        rows, before = threads_of(None, BoardFilters(sort=sort, limit=2, before=before), clock.now())
        seen += [row["title"] for row in rows]
        if before is None:
            break
    assert seen == (names if sort == "due" else names[::-1])


@pytest.mark.parametrize("wanted", [BoardFilters(), BoardFilters(sort="due"), BoardFilters(status="unaccepted")])
@pytest.mark.parametrize("days", [0, 60])
def test_each_number_is_the_length_of_the_list_that_it_leads_to(city, wanted, days, cast, rules, clock):
    handling.accept(city[1], actor=cast.outsider, now=clock.now(), city=rules)
    at = clock.advance(timedelta(days=days))
    found = offered(None, wanted, at)
    for each in (*found.statuses, *found.kinds):
        asked = {name: value for name, (value,) in parse_qs(urlsplit(each.url).query).items()}
        rows, _ = threads_of(None, replace(BoardFilters(**asked), limit=1000), at)
        assert each.count == len(rows), each.url


def test_a_very_large_city_offers_its_filters_without_numbers(city, monkeypatch, clock):
    monkeypatch.setattr(board_filters, "_threads_of_all", lambda: board_filters.COUNTED + 1)
    assert {each.count for each in offered(None, BoardFilters(), clock.now()).statuses} == {None}


def test_the_front_page_leads_to_it(city, see, cast, clock):
    support(city[0], actor=cast.neighbour, now=clock.now())
    clock.advance(timedelta(days=60))
    front = see(cast.guest, "/")
    for address in ("/threads?sort=supports", "/threads?status=overdue&amp;sort=due", "/threads"):
        assert f'href="{address}"' in front
    page = see(cast.guest, "/threads?status=overdue&sort=due")
    assert page.index("路口的灯") < page.index("倒下的树") and "去哪里散步" not in page
    assert 'href="/boards/zhujian"' in page and see(cast.guest, "/threads?status=closed").count("看全部") == 1


def test_the_line_that_unfolds_the_filters_names_those_that_are_chosen_and_nothing_else(city, see, cast):
    page = see(cast.guest, "/threads?status=unaccepted&sort=supports")
    line = page.partition("<summary>筛选和排序")[2].partition("</summary>")[0]
    assert re.findall(r"<b>([^<]*)</b>", line) == ["未受理", "最多支持"]
    assert "<summary>筛选和排序</summary>" in see(cast.guest, "/threads")
