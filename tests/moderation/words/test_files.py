"""Word lists as they come: tables, plain lists, and those of Discuz!."""

import io

import openpyxl
import pytest
from click.testing import CliRunner

from boards.models.words import Word
from boards.rules.text.word_list import Tier
from forum import cli
from forum.problems import Malformed
from forum.store import db
from moderation.words.files import read_words


def rows(text, *given):
    file = read_words(text if isinstance(text, bytes) else text.encode(), *given)
    assert file.wrong == {}
    return [(word, tier.value, reason) for word, tier, reason in file.rows]


def wrong(text, *given):
    return {line: str(message) for line, message in read_words(text.encode(), *given).wrong.items()}


def test_a_file_is_a_table_with_headings_or_a_plain_list():
    table = '\ufeffword,tier,reason\r\n赌博,hold,可能违法\r\n"办,假证",refuse,\r\n'
    assert rows(table) == [("赌博", "hold", "可能违法"), ("办,假证", "refuse", "")]
    assert rows("# 辱骂\n傻瓜\n\n笨蛋\n", "mask", "辱骂") == [("傻瓜", "mask", "辱骂"), ("笨蛋", "mask", "辱骂")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
def test_chinese_headings_and_tiers_are_known_in_every_encoding(encoding):
    text = "敏感词\t处理方式\t理由\t\r\n赌博\t先审核\t违法\t\r\n傻瓜\t显示为＊\t\t\r\n\t\t\t\r\n平台独立\t例外\t\t\r\n办证\t禁止\t\t\r\n"
    assert rows(text.encode(encoding)) == [
        ("赌博", "hold", "违法"),
        ("傻瓜", "mask", ""),
        ("平台独立", "except", ""),
        ("办证", "refuse", ""),
    ]


@pytest.mark.parametrize(("line", "tier"), [
    ("赌博={MOD}", "hold"), ("赌博={BANNED}", "refuse"), ("赌博=**", "mask"), ("赌博=*", "mask"), ("赌博=＊＊＊", "mask"), ("赌博 = {mod}", "hold"),
    ("赌博＝｛ＢＡＮＮＥＤ｝", "refuse"), ("赌博={MOD},,", "hold"), ("赌博=例外", "except"), ("'赌博={MOD}", "hold"), ("赌博", "mask"),
])  # fmt: skip
def test_the_lines_of_discuz_say_what_is_done(line, tier):
    assert rows(f"{line}\r\n傻瓜=**\r\n") == [("赌博", tier, ""), ("傻瓜", "mask", "")]


def test_an_action_of_a_line_counts_before_the_one_that_was_given():
    assert rows("赌博={MOD}\n傻瓜\n", "refuse") == [("赌博", "hold", ""), ("傻瓜", "refuse", "")]


@pytest.mark.parametrize(("line", "told"), [
    ("赌博=棋牌", "“棋牌”应当是"), ("赌博=", "应当是"), ("=**", "没有词"), ("a{1}s{2}s={BANNED}", "通配符"), ("赌{2}博", "通配符"),
    ("/赌.*博/i={BANNED}", "正则"), ("赌", "“赌”：要有 2 至 40"), ("傻瓜={MOD}", "与第 1 行矛盾"), ("傻 瓜={BANNED}", "与第 1 行矛盾"), ("。。={MOD}", "要有"),
])  # fmt: skip
def test_what_a_line_means_otherwise_is_told(line, told):
    found = wrong(f"傻瓜=**\n{line}\n麻将={{MOD}}\n")
    assert list(found) == [2] and told in found[2]


@pytest.mark.parametrize(("text", "lines"), [
    ("word,tier\n赌博,burn\n", [2]), ("word,tier\n赌博,hold\n,hold\n", [3]), ("赌博\n", [1]), ("word,tier\n赌博,\n", [2]),
    ("word,tier\n赌博,hold\n赌博,mask\n赌博,hold\n", [3]), ("word,tier,reason\n赌博,hold,一\n赌博,hold,二\n", [3]),
    ("word,tier,reason\n赌博,hold," + "理" * 101 + "\n", [2]),
])  # fmt: skip
def test_a_wrong_line_of_a_table_is_named(text, lines):
    assert list(wrong(text)) == lines


def test_a_word_that_comes_twice_alike_is_taken_once():
    assert rows("赌博\n赌 博\n賭博\n", "hold") == [("赌博", "hold", "")]


def test_all_wrong_lines_are_named_at_once():
    lines = [f"词语{n}" if n % 180 else "词" for n in range(1, 7747)]
    assert list(wrong("\n".join(lines), "hold")) == list(range(180, 7747, 180))


def test_a_workbook_is_read_like_a_list_or_a_table():
    for given in ([["赌博={MOD}"], ["傻瓜"]], [["词", "处理"], ["赌博", "审核"], ["傻瓜", "打码"]]):
        book, file = openpyxl.Workbook(), io.BytesIO()
        for row in given:
            book.active.append(row)
        book.save(file)
        assert rows(file.getvalue()) == [("赌博", "hold", ""), ("傻瓜", "mask", "")]


@pytest.mark.parametrize(
    "raw", [b"\xff\xff\xff", b"\xd0\xcf\x11\xe0", "词，处理\n赌博，审核\n".encode(), b"tier,word,colour\n"]
)
def test_what_is_no_list_is_refused(raw):
    with pytest.raises(Malformed):
        read_words(raw)


@pytest.fixture
def wenqu(database_url, tmp_path, monkeypatch):
    """wenqu(text, *words): import a list; gives the exit code and what was said."""
    monkeypatch.setenv("WENQU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WENQU_DATABASE", database_url)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    def run(text, *words):
        (tmp_path / "words.txt").write_text(text, encoding="utf-8")
        before = db.database.obj
        result = CliRunner().invoke(cli.commands, ["words", *words, str(tmp_path / "words.txt")])
        db.database.obj.close_all()
        db.database.initialize(before)
        return result.exit_code, result.stdout, result.stderr

    return run


def test_the_command_names_what_is_wrong_and_offers_the_rest(wenqu, database):
    text = "赌博={MOD}\n赌\n麻将=棋\n傻瓜=**\n"
    code, out, err = wenqu(text, "import")
    assert (code, out, Word.select().count()) == (2, "", 0)
    assert "第 2 行：" in err and "第 3 行：" in err and "其余 2 行没有错：加上 --skip-wrong" in err
    assert wenqu(text, "trial")[0] == 2
    code, out, err = wenqu(text, "import", "--skip-wrong")
    assert (code, out) == (1, "加入 2 个词，0 个已有\n") and "第 2 行：" in err
    assert dict(Word.select(Word.text, Word.tier).tuples()) == {"赌博": Tier.HOLD, "傻瓜": Tier.MASK}
    assert wenqu("赌博={MOD}\n", "import") == (0, "加入 0 个词，1 个已有\n", "")


def test_the_command_counts_the_lines_that_it_does_not_name(wenqu, database):
    _, _, err = wenqu("\n".join(f"词{n}=换{n}" for n in range(60)), "import", "--tier", "hold")
    assert err.count("应当是") == 50 and "还有 10 行有错" in err and "其余" not in err
