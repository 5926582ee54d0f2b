"""`wenqu calendar import` as a person runs it."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from boards.actions.posts.threads import ask
from boards.clocks.policy import load
from boards.models.cases import CalendarDay
from boards.models.threads import Clock
from forum import cli
from forum.store import db
from forum.store.log import Deed, Entry

NOTICE = "date,working,name\n2014-09-23,rest,建市日\n2014-10-12,work,调休\n"


@pytest.fixture
def wenqu(database_url, tmp_path, monkeypatch):
    """wenqu(text): import a calendar of this text; returns what was said."""
    monkeypatch.setenv("WENQU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WENQU_DATABASE", database_url)
    monkeypatch.setenv("WENQU_POLICY", "ruian")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    def run(text):
        (tmp_path / "calendar.csv").write_text(text, encoding="utf-8")
        before = db.database.obj
        result = CliRunner().invoke(
            cli.commands, ["calendar", "import", str(tmp_path / "calendar.csv")], standalone_mode=False
        )
        db.database.obj.close_all()
        db.database.initialize(before)
        if result.exception:
            raise result.exception
        return result.stdout

    return run


@pytest.fixture
def waiting(places, cast, rules, now):
    ruian = replace(rules, policy=load("ruian"))
    return ask(places.housing_board, actor=cast.asker, now=now, city=ruian, title="路灯", text="不亮", kind="complaint")


def test_it_imports_counts_again_and_says_how_much_there_was_to_do(waiting, wenqu):
    assert wenqu(NOTICE).splitlines() == ["新增 2 天，更改 0 天，新公布的年份：–", "2 个时限有变化"]
    assert CalendarDay.select().count() == 2
    assert Entry.select().where(Entry.deed == Deed.CLOCK_RECOMPUTE.value).count() == 2


def test_the_second_time_there_is_nothing_to_do(waiting, wenqu):
    wenqu(NOTICE)
    assert wenqu(NOTICE).splitlines() == ["新增 0 天，更改 0 天，新公布的年份：–", "0 个时限有变化"]


def test_a_wrong_file_changes_nothing(waiting, wenqu):
    before = [(row.due_at, row.explanation) for row in Clock.select().order_by(Clock.id)]
    with pytest.raises(SystemExit) as end:
        wenqu(NOTICE + "2014-09-31,rest,\n2014-9-32,rest,\n")
    assert end.value.code == 2
    assert CalendarDay.select().count() == 0
    assert [(row.due_at, row.explanation) for row in Clock.select().order_by(Clock.id)] == before


def test_the_timeline_tells_the_old_and_the_new_due_time(waiting, wenqu, client_of, cast, app):
    wenqu(NOTICE)
    page = client_of(cast.guest).get(f"/threads/{waiting.id}").text
    assert "放假安排公布，首次回复时限由 2014-09-23 23:59 改为 2014-09-24 23:59" in page
