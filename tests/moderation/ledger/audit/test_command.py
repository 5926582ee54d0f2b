"""`wenqu verify --local` as a person runs it: one line for each finding, and the exit code."""

import pytest
from click.testing import CliRunner

from forum.cli import commands
from forum.store import baseline, db, log
from moderation.ledger.merkle import notes


@pytest.fixture
def verify(database, settings, monkeypatch):
    """verify(*words): (exit code, lines) of the command with the settings of the test, in Chinese."""

    def run(*words, language="zh_CN.UTF-8"):
        given = {"WENQU_DATA": str(settings.data), "WENQU_DATABASE": settings.database, "LC_ALL": language}
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        database.close()
        result = CliRunner().invoke(commands, ["verify", *words])
        db.database.close_all()
        db.database.initialize(database)
        database.connect()
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout.splitlines()

    return run


def test_without_a_finding_it_says_so_and_ends_with_0(story, verify):
    code, (line,) = verify("--local")
    assert code == 0
    assert line.endswith("没有发现问题")


def test_it_says_what_an_upgrade_took_over_unproved(story, verify, now):
    baseline.record(now, ["thread"])
    code, lines = verify("--local")
    assert code == 0
    assert f"第 {log.last_entry_number()} 条是升级时的存证：此前改动过的状态，核对不出来" in lines


def test_it_says_when_nothing_is_signed_yet(question, verify):
    code, lines = verify("--local")
    assert code == 0
    assert lines[-1].startswith("还没有签名：")


def test_each_finding_is_a_line_that_names_the_floor_and_it_ends_with_1(story, verify, by_hand):
    by_hand(f"UPDATE revision SET text = 'x', html = '<p>x</p>\n' WHERE post_id = {story.posts[4]}")
    place = f"主题 {story.case.id} 第 4 楼（帖子 {story.posts[4]}）"
    code, (line,) = verify("--local")
    assert code == 1
    assert line.startswith(f"{place}：第 1 版正文与存证不符")
    assert line.endswith("[text]")


def test_it_speaks_the_language_of_the_terminal(story, verify, by_hand):
    by_hand(f"UPDATE post SET hidden_at = NULL WHERE id = {story.posts[3]}")
    _, (line,) = verify("--local", language="C")
    assert line.startswith(f"thread {story.case.id}, floor 3 (post {story.posts[3]}): was hidden by entry")


WITNESS = notes.Verifier("w.example", bytes(range(32)), notes.COSIGNATURE).vkey


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--local", "--witness", WITNESS), "--local"),
        (("--witness", "nobody"), "--witness"),
        (("--witness", notes.Verifier("a.log", bytes(range(32))).vkey), "--witness"),
        (("--witness", WITNESS, "--witness", WITNESS, "--quorum", "2"), "--quorum"),
        (("--quorum", "1"), "--quorum"),
    ],
)
def test_a_witness_that_cannot_be_one_is_a_mistake(words, told):
    result = CliRunner().invoke(commands, ["verify", "--url", "http://127.0.0.1:9", *words])
    assert result.exit_code == 2 and told in result.output


def test_a_database_of_another_version_is_not_audited(story, verify, by_hand, monkeypatch, capsys):
    by_hand("DELETE FROM schema_migration WHERE id = (SELECT MAX(id) FROM schema_migration)")
    with pytest.raises(AssertionError, match="lacks"):
        verify("--local")
