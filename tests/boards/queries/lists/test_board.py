"""A board's list: what its filters find, in which order, and how a long one is read on."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from boards.actions.cases.handling import accept
from boards.actions.city.structure import get_or_create_board, get_or_create_category
from boards.actions.posts.threads import ask, support
from boards.models.threads import Thread
from boards.queries.lists.board import board_page, get_board, threads_of
from boards.queries.lists.board_filters import BoardFilters
from boards.readers.tallies import reader as tallies
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


@pytest.fixture
def asked_at_once(places, cast, rules, now):
    """asked_at_once(titles): questions of the same second."""

    def put(names):
        given = {"actor": cast.asker, "now": now, "city": rules, "text": "请看一看。", "kind": "complaint"}
        return [ask(places.housing_board, title=name, **given) for name in names]

    return put


@pytest.mark.parametrize("filters", [{"status": "pending"}, {"status": "x"}, {"kind": "x"}, {"sort": "x"}])
def test_a_filter_that_does_not_exist_is_refused(filters):
    with pytest.raises(Malformed):
        BoardFilters(**filters)


def test_an_unknown_board_is_not_found(places):
    with pytest.raises(NotFound):
        get_board("nowhere")


@pytest.mark.parametrize("sort", ["latest", "newest", "supports"])
def test_threads_of_one_second_are_read_on_without_a_gap_or_a_repeat(titles, asked_at_once, sort):
    asked_at_once([f"第{number}个" for number in range(7)])
    assert len({moment for (moment,) in Thread.select(Thread.last_at).tuples()}) == 1
    seen, before = [], None
    for _ in range(4):
        found, before = titles(sort=sort, limit=2, before=before)
        seen += found
    assert (seen, before) == ([f"第{number}个" for number in reversed(range(7))], None)


@pytest.mark.parametrize("before", ["x", "1", "2014-09-22T10:00:00+08:00_x"])
def test_a_cursor_that_was_made_up_is_refused(titles, before):
    with pytest.raises(Malformed):
        titles(before=before)


def test_an_older_page_leads_back_to_the_newest(page, asked_at_once):
    asked_at_once("甲乙丙")
    first = page(limit=2)
    assert [row.title for row in first.rows] == ["丙", "乙"]
    older = page(limit=2, before=parse_qs(urlsplit(first.older).query)["before"][0])
    assert ([row.title for row in older.rows], older.older, older.newest) == (["甲"], None, "/boards/zhujian")


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


@pytest.mark.parametrize(("who", "invited"), [("guest", True), ("asker", False), ("moderator", True)])
def test_only_those_who_may_announce_are_invited_to_and_a_guest_may_sign_in(cast, rules, now, who, invited):
    get_or_create_board("gonggao", "公告", get_or_create_category("站务", "announcement", now=now), now=now)
    assert board_page("gonggao", BoardFilters(), getattr(cast, who), now, rules).may_ask is invited


@pytest.mark.parametrize(
    ("sort", "found"),
    [("latest", ["先问的", "后问的"]), ("newest", ["后问的", "先问的"]), ("supports", ["后问的", "先问的"])],
)
def test_each_order_has_its_own_first_thread(titles, asked, say, cast, now, sort, found):
    old, new = asked("先问的"), asked("后问的")
    say(old, "顶一下。")
    support(new, actor=cast.neighbour, now=now)
    assert titles(sort=sort)[0] == found


def test_a_list_holds_its_own_board_and_nothing_that_waits_for_screening(titles, asked, places, screened):
    asked("住建的事")
    asked("交通的事", places.roads_board)
    asked("还在审核", city=screened)
    assert titles()[0] == ["住建的事"]


def test_a_board_of_talk_has_no_filters_of_cases(places, cast, rules, now):
    found = board_page("chengshi", BoardFilters(), cast.guest, now, rules)
    assert (found.department, found.statuses, found.kinds, found.sorts) == (None, (), (), ())


def test_todays_posts_are_those_of_the_citys_day(cast, rules, now, asked):
    asked("今天的问题")
    tallies(rules).catch_up(now)
    for days, number in ((0, 1), (1, 0)):
        found = board_page("zhujian", BoardFilters(), cast.guest, now + timedelta(days=days), rules)
        assert found.today == number


def test_an_anonymous_asker_is_named_to_himself_only(page, cast, asked):
    asked("匿名问的", anonymous=True)
    for viewer, name in ((cast.guest, None), (cast.neighbour, None), (cast.asker, "三衢路的小陈")):
        (row,) = page(viewer).rows
        assert (str(row.author.name), row.author.revealed, str(row.last_name)) == ("匿名网友", name, "匿名网友")
