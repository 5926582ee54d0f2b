"""The supervisors' page as tables: what stands in each, sorted and filtered by its address, page by page."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from boards.actions.cases import extensions, handling, transfers
from boards.actions.posts.threads import support
from boards.models.threads import Thread
from forum.problems import Malformed
from moderation.supervision import queries
from moderation.supervision.choice import SupervisionChoice
from moderation.supervision.queries import supervision_page

WHY = "这条路由交通局养护，请带上照片到窗口登记。"


@pytest.fixture
def page(cast, clock):
    """page(**choice): the SupervisionPage a month later, when all is overdue."""
    return lambda **asked: supervision_page(
        cast.supervisor, clock.now() + timedelta(days=30), SupervisionChoice(**asked)
    )


def titles(table):
    return [str(row.case.thread.title) if hasattr(row, "case") else str(row.thread.label) for row in table.rows]


@pytest.fixture
def late(asked, cast, places, now):
    """First, second (of the roads department), third (a consultation, supported)."""
    first, second, third = asked("一"), asked("二", places.roads_board), asked("三", kind="consultation")
    support(third, actor=cast.neighbour, now=now)
    return first, second, third


def test_all_three_tables_begin_on_the_page_and_say_how_many_there_are(page, late, monkeypatch):
    monkeypatch.setattr(queries, "BEGINNING", 2)
    found = page()
    assert titles(found.overdue) == ["一", "二"] and found.overdue.number == 3
    assert found.overdue.whole == "/supervision?view=overdue"
    assert [each.count for each in found.tabs] == [None, 0, 0, 3]
    assert (found.extensions.rows, found.alarms.rows) == ((), ())


@pytest.mark.parametrize(
    ("sort", "order"), [("", "一二三"), ("-due", "三二一"), ("-asked", "三二一"), ("-supports", "三二一")]
)
def test_overdue_cases_are_sorted_and_read_page_by_page(page, late, monkeypatch, sort, order):
    monkeypatch.setattr(queries, "MOST", 1)
    seen, found = [], page(view="overdue", sort=sort)
    while found.overdue.following:
        seen += titles(found.overdue)
        query = parse_qs(urlsplit(found.overdue.following).query)
        found = page(**{name: values[0] for name, values in query.items()})
    assert seen + titles(found.overdue) == list(order)


def test_filters_count_beside_each_other(page, late):
    found = page(view="overdue", office="zhujian")
    assert titles(found.overdue) == ["一", "三"]
    assert [(str(each.label), each.count) for each in found.kinds] == [
        ("全部", 2),
        ("咨询", 1),
        ("投诉", 1),
        ("建议", 0),
    ]
    assert [(slug, str(label)) for slug, label in found.offices] == [
        ("zhujian", "住建局（2）"),
        ("jiaotong", "交通局（1）"),
    ]
    assert titles(page(view="overdue", office="zhujian", kind="consultation").overdue) == ["三"]
    assert page(view="overdue", office="zhujian", kind="consultation").overdue.number == 1


def test_an_extension_stands_with_its_form_and_is_decided(page, client_of, asked, cast, now, words):
    thread = handling.accept(asked("要等设备"), actor=cast.spokesperson, now=now)
    extensions.ask_extension(
        thread, actor=cast.spokesperson, now=now, until=now + timedelta(days=20), reason="设备没到。"
    )
    (row,) = page(view="extensions").extensions.rows
    assert (row.reason, row.department, str(row.thread.label)) == ("设备没到。", "住建局", "要等设备")
    supervisor = client_of(cast.supervisor)
    html = supervisor.get("/supervision?view=extensions").text
    assert 'aria-sort="ascending"' in html and "设备没到。" in words(html)
    refused = supervisor.post(f"/supervision/extensions/{row.id}/decision", data={"granted": "no", "remark": ""})
    assert refused.status_code == 422 and "要等设备" in refused.text
    assert supervisor.post(f"/supervision/extensions/{row.id}/decision", data={"granted": "yes"}).status_code == 303
    assert page(view="extensions").extensions.rows == ()


def test_an_alarm_says_why_how_often_and_who_has_it_now(page, asked, cast, places, rules, now):
    thread = asked("该归谁管")
    for actor, to in ((cast.spokesperson, places.roads), (cast.outsider, places.housing)):
        case = Thread.get_by_id(thread.id)
        transfers.transfer(case, actor=actor, now=now, city=rules, to=to, explanation=WHY)
    (row,) = page(view="alarms").alarms.rows
    assert (str(row.why), row.hops, row.department) == ("又回到了转出过的部门", 2, "住建局")


@pytest.mark.parametrize("wrong", [{"view": "x"}, {"kind": "x"}, {"view": "alarms", "sort": "due"}])
def test_what_there_is_not_is_refused(wrong):
    with pytest.raises(Malformed):
        SupervisionChoice(**wrong)


@pytest.mark.parametrize("asked_for", ["view=lost", "view=overdue&after=x", "view=overdue&sort=name"])
def test_a_wrong_address_is_refused(client_of, cast, asked_for):
    assert client_of(cast.supervisor).get(f"/supervision?{asked_for}").status_code == 400


def test_the_address_of_a_heading_keeps_the_filters(client_of, cast, late, clock):
    clock.advance(timedelta(days=30))
    html = client_of(cast.supervisor).get("/supervision?view=overdue&office=zhujian").text
    links = [unescape(each) for each in re.findall(r'<th[^>]*><a href="([^"]+)"', html)]
    assert "/supervision?view=overdue&office=zhujian&sort=-supports" in links
