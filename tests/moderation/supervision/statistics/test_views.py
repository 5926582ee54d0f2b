"""The pages of the statistics: every figure a link to its threads, nothing concealed among them."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from boards.actions.city.closing import close_department
from boards.readers.figures import reader
from boards.rules.figures.published import FIGURES
from forum.tables.spreadsheets import harmless


@pytest.fixture
def guest(client_of, cast, city):
    return client_of(cast.guest)


def test_each_figure_links_to_a_page_that_lists_so_many_threads(guest):
    html = guest.get("/statistics").text
    links = re.findall(r'<td class="num"><a href="(/statistics/threads\?figure=\w+)">([\d,]+)</a></td>', html)
    assert len(links) == 15
    for address, number in links:
        page = guest.get(address)
        assert page.status_code == 200
        assert page.text.count('<li class="thread-row') == int(number), address


def test_a_question_that_waits_and_a_hidden_title_are_not_shown(guest):
    html = guest.get("/statistics/threads?figure=received").text
    assert "qzwaiting" not in html and "（等待审核的问题）" in html
    assert ">hidden<" not in html and "（标题已屏蔽）" in html


def test_what_was_typed_wrongly_comes_back_with_a_sentence_at_its_field(guest):
    answer = guest.get("/statistics?from=2014-10-01&to=2014-09-01&department=zhujian")
    assert answer.status_code == 422
    assert "开始日期不能晚于结束日期。" in answer.text
    assert 'value="2014-10-01"' in answer.text and 'name="department" value="zhujian" checked' in answer.text


@pytest.mark.parametrize("address", ["/statistics?from=2030-01-01", "/statistics?channel=import"])
def test_a_period_without_questions_says_so(guest, address):
    answer = guest.get(address)
    assert answer.status_code == 200 and "这个范围内没有问题" in answer.text


def test_an_empty_city_has_the_page_too(client_of, cast):
    assert "有人提问以后，这里会有数字。" in client_of(cast.guest).get("/statistics").text


@pytest.mark.parametrize("query", ["figure=nothing", "", "figure=open"])
def test_a_figure_that_there_is_none_of_is_missing(guest, query):
    assert guest.get(f"/statistics/threads?{query}").status_code == 404


def test_a_long_list_goes_on_page_by_page(guest, asked, rules, clock):
    for number in range(60):
        asked(f"第{number}个问题")
    reader(rules).catch_up(clock.now())
    first = guest.get("/statistics/threads?figure=received&kind=complaint").text
    older = re.search(r'href="([^"]*before=[^"]*)"', first)[1].replace("&amp;", "&")
    rest = guest.get(older).text
    titles = [re.findall(r"第\d+个问题", html) for html in (first, rest)]
    assert not set(titles[0]) & set(titles[1]) and len(set(titles[0] + titles[1])) == 60


def test_the_csv_holds_the_same_figures(guest):
    answer = guest.get("/statistics.csv?from=2014-09-01&to=2014-09-30")
    heads, whole, *departments = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert answer.mimetype == "text/csv" and heads[2] == "收到"
    assert (whole[2], {row[0]: row[2] for row in departments}) == ("7", {"zhujian": "6", "jiaotong": "1"})
    assert len(heads) == len(whole) == 2 + len(FIGURES) + 7 + 1


def test_files_and_api_say_when_a_department_was_merged_and_into_which(guest, places, cast, rules, clock):
    close_department(
        places.housing, actor=cast.administrator, now=clock.now(), city=rules, into=places.roads, reason="机构改革。"
    )
    reader(rules).catch_up(clock.now())
    said = f"{rules.day(clock.now())} 并入{places.roads.short}"
    rows = {row[0]: row[-1] for row in csv.reader(io.StringIO(guest.get("/statistics.csv").data.decode("utf-8-sig")))}
    assert (rows["代号"], rows["zhujian"], rows["jiaotong"], rows[""]) == ("撤并", said, "", "")
    sheet = load_workbook(io.BytesIO(guest.get("/statistics.xlsx").data)).worksheets[0]
    assert said in [row[-1].value for row in sheet.iter_rows()]
    told = guest.get("/api/v1/statistics?department=zhujian").get_json()
    assert told["merged_into"] == "jiaotong" and told["closed_at"]
    whole = guest.get("/api/v1/statistics").get_json()
    assert (whole["merged_into"], whole["closed_at"]) == (None, None)


def test_the_workbook_holds_the_same_figures_and_what_they_mean(guest):
    book = load_workbook(io.BytesIO(guest.get("/statistics.xlsx").data))
    figures, meanings = book.worksheets
    assert [cell.value for cell in figures[2]][1:3] == ["合计", 7]
    assert meanings.max_row == len(FIGURES)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_text_becomes_a_formula(text):
    assert harmless(text) == f"'{text}"
    assert harmless(f"住建{text}") == f"住建{text}"


def test_the_league_table_is_by_kind_of_body_and_needs_a_minimum(guest):
    html = guest.get("/statistics?by=reply_rate").text
    assert "市级部门" in html and "不足 10 件" in html
    assert html.count('<td class="num">–</td>') >= 2


def test_a_department_is_named_or_ticked(app, places):
    see = app.test_client().get
    for named in ("department=zhujian", "department=住建局", "department=&department=zhujian"):
        page = see(f"/statistics?{named}")
        assert page.status_code == 200 and "department=zhujian" in page.text
    unclear = see("/statistics?department=住建")
    assert unclear.status_code == 422 and "最接近的是：住建局" in unclear.text
