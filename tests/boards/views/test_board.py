"""A board's list: the classic columns, filters, sorts, and pages that show every thread once."""

import re
from datetime import timedelta
from html import unescape

import pytest

from boards.actions.cases import handling
from boards.actions.posts.threads import support


def titles(html):
    return re.findall(r'<h3>(?:<span class="kind">[^<]*</span> )?<a href="/threads/\d+">([^<]*)</a>', html)


def test_the_classic_columns(see, cast, asked, say, words):
    thread = asked("路口的灯")
    say(thread, "同问")
    page = words(see(cast.guest, "/boards/zhujian"))
    assert "主题 状态 作者 回复 看过 支持 最后发表" in page
    assert re.search(
        r"投诉 路口的灯 未受理 三衢路的小陈 2014-09-22 10:01 回复 1 看过 0 支持 0 最后发表 清源老李 2014-09-22 10:02",
        page,
    )


@pytest.mark.parametrize("sort", ["latest", "newest", "supports"])
def test_seventy_threads_are_each_seen_once(see, cast, asked, sort):
    wanted = [asked(f"第{number}问").title for number in range(70)]
    address, seen = f"/boards/zhujian?sort={sort}", []
    while address:
        html = see(cast.guest, address)
        seen += titles(html)
        more = re.search(r'<a rel="next" href="([^"]+)"', html)
        address = more and unescape(more[1])
    assert seen == wanted[::-1]


def test_the_sorts(see, cast, asked, say, now):
    old, middle, _ = asked("最早的"), asked("中间的"), asked("最新的")
    say(old, "顶上来")
    support(middle, actor=cast.neighbour, now=now)
    assert titles(see(cast.guest, "/boards/zhujian")) == ["最早的", "最新的", "中间的"]
    assert titles(see(cast.guest, "/boards/zhujian?sort=newest")) == ["最新的", "中间的", "最早的"]
    assert titles(see(cast.guest, "/boards/zhujian?sort=supports")) == ["中间的", "最新的", "最早的"]


def test_the_filters(see, cast, asked, clock):
    accepted, waiting = asked("受理了的"), asked("等着的", kind="suggestion")
    handling.accept(accepted, actor=cast.spokesperson, now=clock.now())
    assert titles(see(cast.guest, "/boards/zhujian?status=accepted")) == [accepted.title]
    assert titles(see(cast.guest, "/boards/zhujian?kind=suggestion")) == [waiting.title]
    assert titles(see(cast.guest, "/boards/zhujian?status=accepted&kind=suggestion")) == []
    assert titles(see(cast.guest, "/boards/zhujian?status=overdue")) == []
    clock.advance(timedelta(hours=3))
    assert titles(see(cast.guest, "/boards/zhujian?status=overdue")) == [waiting.title]


def test_an_overdue_question_says_so_beside_its_status(see, cast, asked, clock, words):
    asked("等着的")
    assert "未受理 逾期" not in words(see(cast.guest, "/boards/zhujian"))
    clock.advance(timedelta(hours=3))
    assert "未受理 逾期" in words(see(cast.guest, "/boards/zhujian"))
    assert "Overdue" in see(cast.guest, "/boards/zhujian", headers={"Accept-Language": "en"})


def test_what_waits_for_screening_is_not_listed(see, cast, asked, screened):
    asked("还没审的问题", city=screened)
    for who in (cast.guest, cast.neighbour, cast.spokesperson):
        assert "还没审的问题" not in see(who, "/boards/zhujian")


def test_an_empty_list_says_what_to_do(see, cast, places):
    page = see(cast.guest, "/boards/zhujian")
    assert "这里还没有符合条件的主题" in page and 'href="/boards/zhujian/new"' in page


def test_only_those_who_may_start_a_thread_are_offered_it(see, cast, places, now):
    from boards.actions.city.structure import get_or_create_board, get_or_create_category

    get_or_create_board("gonggao", "公告", get_or_create_category("公告", "announcement", now=now), now=now)
    assert "/boards/gonggao/new" not in see(cast.asker, "/boards/gonggao")
    assert "/boards/gonggao/new" in see(cast.moderator, "/boards/gonggao")
