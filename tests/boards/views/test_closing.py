"""An administrator closes a department in the browser or by the command; its pages and the statistics say so."""

import pytest
from click.testing import CliRunner

from boards.models.threads import Department, Thread
from boards.readers.figures import reader
from forum.cli import commands
from forum.store import db

SENT = {"to": "交通局", "reason": "市机构改革方案。", "password": "a long enough password"}


@pytest.fixture
def closed(client_of, cast, places, question):
    """住建局 was merged into 交通局."""
    answer = client_of(cast.administrator).post("/departments/zhujian/closure", data=SENT)
    assert answer.status_code == 303
    return answer


def test_the_form_says_how_many_cases_are_handed_on(see, cast, places, question, words):
    page = words(see(cast.administrator, "/departments/zhujian/closing"))
    assert "现在有 1 件没有办结。" in page
    assert "撤销或并入" in see(cast.administrator, "/departments/zhujian")
    assert "撤销或并入" not in see(cast.spokesperson, "/departments/zhujian")


def test_a_merged_department_leads_to_the_one_that_took_over(see, cast, places, question, closed, words):
    assert Thread.get_by_id(question.id).department_id == places.roads.id
    page = words(see(cast.guest, "/departments/zhujian"))
    assert "并入 清源市交通运输局 市机构改革方案。" in page
    assert "进入版块提问" not in page and "查阅版块" in page
    board = words(see(cast.asker, "/boards/zhujian"))
    assert "这个部门已经撤销，版块只供查阅。" in board and "我要提问" not in board
    assert "住房和城乡建设局" not in words(see(cast.guest, "/departments"))


def test_the_api_names_the_successor(client_of, cast, closed):
    answer = client_of(cast.guest).get("/api/v1/departments/zhujian").json
    assert answer["merged_into"] == "jiaotong" and answer["closed_at"].startswith("2014-")
    other = client_of(cast.guest).get("/api/v1/departments/jiaotong").json
    assert (other["merged_into"], other["closed_at"]) == (None, None)


def test_the_statistics_of_a_period_that_spans_it_say_so(see, cast, places, closed, rules, clock, words):
    reader(rules).catch_up(clock.now())
    assert "住建局 2014年9月22日 并入 交通局" in words(see(cast.guest, "/statistics"))
    assert "2014年9月22日 并入 交通局" in words(see(cast.guest, "/statistics?department=zhujian"))


def test_a_refusal_keeps_what_was_typed(client_of, cast, places, question, words):
    browser = client_of(cast.administrator)
    wrong = browser.post("/departments/zhujian/closure", data=SENT | {"password": "wrong"})
    assert wrong.status_code == 422 and "市机构改革方案。" in wrong.text
    alone = browser.post("/departments/zhujian/closure", data=SENT | {"to": ""})
    assert alone.status_code == 409 and "还有 1 件没有办结" in words(alone.text)
    assert Department.get_by_id(places.housing.id).active


def test_what_was_closed_has_no_form_any_more(client_of, cast, closed):
    assert client_of(cast.administrator).get("/departments/zhujian/closing").status_code == 404


@pytest.fixture
def wenqu(database_url, tmp_path, monkeypatch):
    """wenqu(arguments): the result of the command."""
    monkeypatch.setenv("WENQU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WENQU_DATABASE", database_url)

    def run(*arguments):
        before = db.database.obj
        result = CliRunner().invoke(commands, arguments)
        db.database.obj.close_all()
        db.database.initialize(before)
        return result

    return run


def test_the_command_names_the_administrator_who_answers_for_it(wenqu, places, cast):
    given = ["department", "close", "zhujian", "--into", "jiaotong", "--reason", "市机构改革方案，两局合并。"]
    assert wenqu(*given, "--administrator", "nobody").exit_code != 0
    assert Department.get_by_id(places.housing.id).active
    run = wenqu(*given, "--administrator", "administrator")
    assert run.exit_code == 0 and "zhujian" in run.output, run.output
    assert not Department.get_by_id(places.housing.id).active
