"""The public pages and downloads of an assessment, the supervisor's form, the API, and the command."""

import csv
import hashlib
import html
import io
import json
import re

import pytest
from click.testing import CliRunner

from forum import cli
from forum.store import db
from moderation.assessments import listing
from moderation.assessments.models import Assessment
from moderation.hiding import actions as hiding


@pytest.fixture
def guest(client_of, cast):
    return client_of(cast.guest)


def number_in(assessment):
    return json.loads(assessment.document)["city"]["figures"]["received"]


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_a_supervisor_freezes_a_period_and_is_led_to_its_page(client_of, cast, period):
    supervisor = client_of(cast.supervisor)
    first, last = (day.isoformat() for day in period)
    answer = supervisor.post("/supervision/assessments", data={"first": first, "last": last})
    assert answer.status_code == 303
    page = supervisor.get(answer.location)
    assert page.status_code == 200 and f"{first} 至 {last}" in page.text
    again = supervisor.post("/supervision/assessments", data={"first": first, "last": last})
    assert again.status_code == 409 and "已经冻结过了" in again.text and f'value="{first}"' in again.text


def test_what_was_typed_wrongly_comes_back_with_a_sentence_at_its_field(client_of, cast, period):
    answer = client_of(cast.supervisor).post("/supervision/assessments", data={"first": "昨天", "last": ""})
    assert answer.status_code == 422 and "请写一个日期" in answer.text


def test_everybody_reads_the_tables_with_their_definitions(guest, assessment, places):
    page = guest.get(f"/assessments/{assessment.id}").text
    assert places.housing.name in page and assessment.sha256 in page
    assert "期间内提出的全部问题" in page and "qzwaiting" not in page
    assert f"/assessments/{assessment.id}" in guest.get("/assessments").text


def test_the_download_is_the_very_document(guest, assessment):
    content = guest.get(f"/assessments/{assessment.id}.json").data
    assert hashlib.sha256(content).hexdigest() == assessment.sha256
    assert "qzwaiting" not in content.decode()


def test_the_tables_add_up_to_the_document(guest, assessment):
    document = json.loads(assessment.document)
    head, city, *departments = rows_of(guest.get(f"/assessments/{assessment.id}.csv"))
    assert city[head.index("收到")] == str(document["city"]["figures"]["received"])
    assert len(departments) == len(document["departments"])
    head, *cases = rows_of(guest.get(f"/assessments/{assessment.id}.cases.csv"))
    of_city = [row for row in cases if not row[head.index("部门")]]
    for key, column in (("received", "收到"), ("overdue", "逾期未办")):
        assert sum(int(row[head.index(column)]) for row in of_city) == document["city"]["figures"][key]


def test_every_figure_leads_to_just_the_cases_that_it_counted(guest, assessment, places):
    document = json.loads(assessment.document)
    page = guest.get(f"/assessments/{assessment.id}").text
    for slug, unit in (("", document["city"]), *((each["slug"], each) for each in document["departments"])):
        for key, number in unit["figures"].items():
            asked = f"figure={key}" + (f"&department={slug}" if slug else "")
            listed = guest.get(f"/assessments/{assessment.id}/threads?{asked}")
            assert listed.status_code == 200 and "qzwaiting" not in listed.text
            assert len(re.findall(r'<li class="thread-row', listed.text)) == number
            assert slug or f"/threads?{asked}" in page


def test_a_list_is_read_to_its_end_page_by_page(guest, assessment, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    address, found = f"/assessments/{assessment.id}/threads?figure=received", []
    while address:
        page = guest.get(address).text
        found += re.findall(r'href="(/threads/\d+)"', page)
        older = re.search(r'href="([^"]*before=[^"]*)"', page)
        address = older and html.unescape(older[1])
    received = [case["thread"] for case in json.loads(assessment.document)["cases"]]
    assert len(set(found)) >= len(received) - 1 and len(received) > 2  # one waits for screening


@pytest.mark.parametrize("query", ["", "figure=none", "figure=received&department=nowhere", "figure=received&before=x"])
def test_an_unknown_figure_department_or_cursor_is_told(guest, assessment, query):
    assert guest.get(f"/assessments/{assessment.id}/threads?{query}").status_code in (400, 404)


def test_a_case_that_was_hidden_later_is_listed_without_its_title(guest, assessment, city, cast, clock):
    address = f"/assessments/{assessment.id}/threads?figure=received"
    assert ">late<" in guest.get(address).text
    hiding.hide_thread(city["late"], actor=cast.moderator, now=clock.now(), code="personal", text="写了电话")
    listed = guest.get(address).text
    assert ">late<" not in listed and len(re.findall(r'<li class="thread-row', listed)) == number_in(assessment)


def test_the_api_tells_the_same(api_of, cast, assessment):
    api, document = api_of(cast.guest), json.loads(assessment.document)
    found = api.get(f"/assessments/{assessment.id}").json
    assert found["city"] == document["city"] and found["departments"] == document["departments"]
    assert (found["sha256"], found["last_entry"], found["entry"]) == (
        assessment.sha256,
        assessment.last_entry,
        assessment.last_entry + 1,
    )
    assert [each["id"] for each in api.get("/assessments").json["items"]] == [assessment.id]
    assert api.get("/assessments/999").status_code == 404


@pytest.fixture
def assess(database_url, tmp_path, monkeypatch):
    """assess(number): the command as a person runs it; returns click's result."""
    monkeypatch.setenv("WENQU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WENQU_DATABASE", database_url)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    def run(number):
        before = db.database.obj
        result = CliRunner().invoke(cli.commands, ["assess", str(number)])
        db.database.obj.close_all()
        db.database.initialize(before)
        return result

    return run


def test_the_command_says_that_it_is_the_same_to_the_byte(assess, assessment):
    result = assess(assessment.id)
    assert result.exit_code == 0 and assessment.sha256 in result.stdout and "逐字节相同" in result.stdout


def test_the_command_knows_no_other_assessment(assess, assessment):
    assert assess(assessment.id + 1).exit_code != 0
    assert Assessment.select().count() == 1
