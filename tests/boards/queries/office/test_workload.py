"""The open work of a department: its filters, its counts, its order, and reading on."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from boards.actions.cases.cohandling import give_input, request
from boards.actions.cases.handling import accept, give_result
from boards.models.threads import Thread
from boards.queries.office import desk as desks
from boards.queries.office.desk import desk_page
from boards.queries.office.desk_filter import DeskFilter
from boards.queries.office.workload import counted, work_counts
from forum.problems import Malformed


@pytest.fixture
def desk(cast, rules, now):
    def read(viewer=None, at=now, **asked):
        return desk_page(viewer or cast.spokesperson, DeskFilter(**asked), at, rules)

    return read


@pytest.fixture
def work(now):
    """work(viewer, status): how many rows of that desk there are."""
    return lambda viewer, status=None: counted(work_counts(viewer, "", now), DeskFilter(status))


def titles(page):
    return [str(row.thread.title) for row in page.rows]


@pytest.mark.parametrize("status", ["closed", "pending", "declined", "x"])
def test_a_filter_that_does_not_exist_is_refused(status):
    with pytest.raises(Malformed):
        DeskFilter(status=status)


@pytest.mark.parametrize("after", ["x", "1_2", "2014-09-22T10:00:00+00:00_1"])
def test_a_cursor_that_was_made_up_is_refused(desk, after):
    with pytest.raises(Malformed):
        desk(after=after)


def test_what_is_due_first_stands_first_and_what_is_answered_is_gone(desk, asked, cast, rules, now):
    slow, _, done = asked("先问的"), asked("后问的"), asked("答了的")
    accept(slow, actor=cast.spokesperson, now=now)
    accept(done, actor=cast.spokesperson, now=now)
    give_result(done, actor=cast.spokesperson, now=now, city=rules, text="修好了。")
    assert titles(desk()) == ["后问的", "先问的"]


def test_a_request_for_input_is_work_of_the_department_that_is_asked(work, asked, cast, places, rules, now):
    thread = asked("杆归谁管")
    accept(thread, actor=cast.spokesperson, now=now)
    request(thread, actor=cast.spokesperson, now=now, city=rules, departments=[places.roads], text="请说明。")
    assert work(cast.outsider, "cohandling") == 1
    assert work(cast.spokesperson, "cohandling") == 0
    give_input(thread, actor=cast.outsider, now=now, text="已说明。")
    assert work(cast.outsider) == 0


def test_every_filter_counts_the_rows_that_it_shows(desk, asked, cast, now):
    first, _ = asked("一"), asked("二")
    accept(first, actor=cast.spokesperson, now=now)
    for page in (desk(), desk(at=now + timedelta(days=30))):
        moment = now if page.filters[-1].count == 0 else now + timedelta(days=30)
        for each in page.filters:
            status = each.url.partition("status=")[2] or None
            assert each.count == len(desk(status=status, at=moment).rows), each.url


def test_a_case_is_overdue_after_its_due_second_and_not_at_it(desk, asked):
    thread = asked("会逾期")
    due = type(thread).get_by_id(thread.id).next_due_at
    assert titles(desk(status="overdue", at=due)) == []
    assert titles(desk(status="overdue", at=due + timedelta(microseconds=1))) == ["会逾期"]


def test_another_departments_work_is_not_shown(desk, asked, cast, places):
    asked("住建的事")
    asked("交通的事", places.roads_board)
    assert titles(desk()) == ["住建的事"]


def test_cases_due_at_the_same_second_are_read_on_without_a_gap_or_a_repeat(desk, asked, now, monkeypatch):
    monkeypatch.setattr(desks, "MOST", 2)
    for name in "一二三四五":
        asked(name)
    Thread.update(next_due_at=now).execute()
    seen, page = [], desk()
    while page.following:
        seen += titles(page)
        page = desk(after=parse_qs(urlsplit(page.following).query)["after"][0])
    assert seen + titles(page) == list("一二三四五")


def test_a_case_without_a_running_clock_stands_last_and_is_never_overdue(desk, asked, now):
    first, _ = asked("没有时限"), asked("有时限")
    Thread.update(next_due_at=None).where(Thread.id == first.id).execute()
    later = now + timedelta(days=400)
    assert titles(desk(at=later)) == ["有时限", "没有时限"]
    assert titles(desk(at=later, status="overdue")) == ["有时限"]
