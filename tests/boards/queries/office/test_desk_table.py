"""The desk as a table: every column that sorts, filters that count beside each other, words that are looked for, paging in any order."""

from urllib.parse import parse_qs, urlsplit

import pytest

from boards.actions.cases.cohandling import request
from boards.actions.cases.handling import accept
from boards.actions.posts.posts import reply
from boards.actions.posts.threads import support
from boards.queries.office import desk as desks
from boards.queries.office.desk import desk_page
from boards.queries.office.desk_filter import DeskFilter
from forum.accounts import actions as accounts
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.problems import Malformed


@pytest.fixture
def desk(cast, rules, now):
    def read(viewer=None, at=now, **asked):
        return desk_page(viewer or cast.spokesperson, DeskFilter(**asked), at, rules)

    return read


@pytest.fixture
def titles(desk):
    return lambda **asked: [str(row.thread.title) for row in desk(**asked).rows]


@pytest.fixture
def three(asked, cast, rules, now):
    """First, second, third: the second accepted, replied to and supported by two, the third by one."""
    first, second, third = asked("一", kind="consultation"), asked("二"), asked("三")
    accept(second, actor=cast.spokesperson, now=now)
    reply(second, actor=cast.neighbour, now=now, city=rules, text="同问")
    for thread, who in ((second, cast.neighbour), (second, cast.asker), (third, cast.neighbour)):
        support(thread, actor=who, now=now)
    return first, second, third


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("due", "一三二"),
        ("-due", "二三一"),
        ("asked", "一二三"),
        ("-asked", "三二一"),
        ("status", "一三二"),
        ("-replies", "二三一"),
        ("-supports", "二三一"),
        ("supports", "一三二"),
    ],
)
def test_every_column_sorts_in_both_directions_and_page_by_page(titles, desk, three, monkeypatch, sort, order):
    assert titles(sort=sort) == list(order)
    monkeypatch.setattr(desks, "MOST", 1)
    seen, page = [], desk(sort=sort)
    while page.following:
        seen += [row.thread.title for row in page.rows]
        page = desk(**{name: values[0] for name, values in parse_qs(urlsplit(page.following).query).items()})
    assert seen + [row.thread.title for row in page.rows] == list(order)


def test_a_heading_sorts_by_its_column_and_turns_the_order_round(desk, question):
    heads = {column.name: column for column in desk(sort="-asked", status="unaccepted").columns}
    assert (heads["asked"].sorted, heads["asked"].url) == ("descending", "/desk?status=unaccepted&sort=asked")
    assert (heads["due"].sorted, heads["due"].url) == (None, "/desk?status=unaccepted")
    assert heads["supports"].url.endswith("sort=-supports")
    assert heads["case"].url is None


@pytest.mark.parametrize("wrong", [{"sort": "title"}, {"sort": "--due"}, {"kind": "x"}, {"taker": "me"}])
def test_what_there_is_not_is_refused(wrong):
    with pytest.raises(Malformed):
        DeskFilter(**wrong)


def test_filters_work_together_and_each_counts_beside_the_others(desk, titles, three):
    page = desk(kind="complaint")
    assert [(str(each.label), each.count) for each in page.takers] == [
        ("全部", 2),
        ("我受理的", 1),
        ("同事受理的", 0),
        ("还没有人受理", 1),
    ]
    assert {each.url.partition("status=")[2]: each.count for each in page.filters}["unaccepted&kind=complaint"] == 1
    assert titles(kind="complaint", taker="nobody") == ["三"]
    assert desk(kind="complaint", taker="mine").number == 1
    for each in (*page.filters, *page.kinds, *page.takers):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(each.url).query).items()}
        assert len(titles(**asked)) == each.count, each.url


def test_a_filter_with_nothing_to_choose_is_not_offered(desk, question):
    page = desk()
    assert (page.kinds, page.takers, page.offices) == ((), (), ())


def test_who_speaks_for_two_departments_can_keep_them_apart(desk, asked, cast, places, now):
    accounts.grant(Account.get_by_id(cast.spokesperson.account), "spokesperson", places.roads.id, now=now)
    both = actor_of_account(Account.get_by_id(cast.spokesperson.account), now)
    asked("住建的事"), asked("交通的事", places.roads_board)
    assert [each.count for each in desk(both).offices] == [2, 1, 1]
    page = desk(both, office="jiaotong")
    assert [str(row.thread.title) for row in page.rows] == ["交通的事"]


@pytest.mark.parametrize("words", ["路灯", "三衢 路灯", "坏了", "小陈", "ABC-7", "abc-7", "100%"])
def test_a_search_finds_title_question_and_asker(desk, titles, asked, cast, words):
    asked("三衢路路灯", text="路灯坏了，编号 ABC-7，亮度 100% 没有。")
    asked("公交", text="改线了。", actor=cast.neighbour)
    assert titles(q=words) == ["三衢路路灯"]
    assert desk(q=words).number == 1


@pytest.mark.parametrize("words", ["没有这个", "路灯 公交", "%", "_"])
def test_a_search_without_a_hit_says_so_and_leads_back(desk, asked, words):
    asked("路灯")
    page = desk(q=words)
    assert (page.rows, page.number, page.everything) == ((), 0, "/desk")


def test_a_number_finds_the_case(titles, asked):
    asked("一")
    second = asked("二")
    assert titles(q=str(second.id)) == titles(q=f"#{second.id}") == ["二"]


def test_a_search_keeps_the_filters_and_the_order(desk, question):
    assert dict(desk(q="路口", status="unaccepted", sort="-asked").kept) == {"status": "unaccepted", "sort": "-asked"}


def test_a_request_for_input_is_nobodys_and_not_handed_on(desk, asked, cast, places, rules, now):
    thread = asked("杆归谁管")
    accept(thread, actor=cast.spokesperson, now=now)
    request(thread, actor=cast.spokesperson, now=now, city=rules, departments=[places.roads], text="请说明。")
    (row,) = desk(cast.outsider).rows
    assert row.hand_on is None
    assert desk(cast.outsider, taker="nobody").number == 0
