"""The supervisors' page as tables: what stands in each, sorted and filtered by its address, page by page."""

import csv
import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from boards.actions.cases import extensions, handling, ratings, transfers
from boards.actions.posts.threads import support
from boards.models.threads import Thread
from forum.problems import Malformed
from moderation.supervision import queries
from moderation.supervision.choice import VIEWS, SupervisionChoice
from moderation.supervision.queries import supervision_page

WHY = "这条路由交通局养护，请带上照片到窗口登记。"


@pytest.fixture
def page(cast, clock, rules):
    """page(**choice): the SupervisionPage a month later, when all is overdue, or some `days` later."""
    return lambda days=30, **asked: supervision_page(
        cast.supervisor, clock.now() + timedelta(days=days), rules.timezone, SupervisionChoice(**asked)
    )


def titles(table):
    return [str(row.case.thread.title) if hasattr(row, "case") else str(row.thread.label) for row in table.rows]


@pytest.fixture
def late(asked, cast, places, now):
    """First, second (of the roads department), third (a consultation, supported)."""
    first, second, third = asked("一"), asked("二", places.roads_board), asked("三", kind="consultation")
    support(third, actor=cast.neighbour, now=now)
    return first, second, third


def test_all_tables_begin_on_the_page_and_say_how_many_there_are(page, late, monkeypatch):
    monkeypatch.setattr(queries, "BEGINNING", 2)
    found = page()
    assert titles(found.overdue) == ["一", "二"] and found.overdue.number == 3
    assert found.overdue.whole == "/supervision?view=overdue"
    assert [each.count for each in found.tabs] == [None, 0, 0, 0, 3, 0]
    assert (found.extensions.rows, found.alarms.rows, found.due.rows, found.unsatisfied.rows) == ((), (), (), ())


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
    decision = f"/supervision/extensions/{row.id}/decision?view=extensions"
    assert f'action="{decision}"' in html
    refused = supervisor.post(decision, data={"granted": "no", "remark": ""})
    assert refused.status_code == 422 and "要等设备" in refused.text and "踢皮球警示</h2>" not in refused.text
    answer = supervisor.post(decision, data={"granted": "yes"})
    assert (answer.status_code, answer.location) == (303, "/supervision?view=extensions")
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


def test_what_is_due_by_midnight_is_due_today_and_what_is_past_it_overdue(page, late, cast, clock, rules):
    due = rules.day(Thread.get_by_id(late[0].id).next_due_at)
    today = (due - rules.day(clock.now())).days
    found = page(days=today)
    assert found.due.number + found.overdue.number == 3
    assert {row.case.due_at >= clock.now() + timedelta(days=today) for row in found.due.rows} <= {True}
    assert page(days=today + 30).due.number == 0


def test_an_asker_is_unsatisfied_until_he_says_otherwise(page, asked, cast, now, rules):
    case = handling.accept(asked("一"), actor=cast.spokesperson, now=now)
    handling.give_result(case, actor=cast.spokesperson, now=now, city=rules, text="修好了。")
    ratings.rate(Thread.get_by_id(case.id), actor=cast.asker, now=now, city=rules, grade=2, solved=False)
    (row,) = page(view="unsatisfied").unsatisfied.rows
    assert (str(row.grade), str(row.solved), row.department) == ("不满意", "问题未解决", "住建局")
    ratings.rate(Thread.get_by_id(case.id), actor=cast.asker, now=now, city=rules, grade=5)
    assert page().unsatisfied.number == 0


@pytest.mark.parametrize("view", VIEWS)
def test_each_table_is_a_file_with_its_filters(client_of, cast, late, clock, view):
    clock.advance(timedelta(days=30))
    sent = client_of(cast.supervisor).get(f"/supervision.csv?view={view}&office=zhujian")
    head, *rows = csv.reader(sent.data.decode("utf-8-sig").splitlines())
    assert head[:3] == ["问题", "网址", "承办部门"] and len(rows) == (2 if view == "overdue" else 0)
    assert sent.headers["Content-Disposition"] == f"attachment; filename={view}.csv"


def test_a_title_is_no_formula_in_the_file(client_of, cast, asked, clock):
    asked("=1+1号楼")
    clock.advance(timedelta(days=30))
    assert "'=1+1号楼," in client_of(cast.supervisor).get("/supervision.csv").text
