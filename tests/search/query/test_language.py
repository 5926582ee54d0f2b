"""The query language: what is understood of what people type, and that nothing raises."""

from datetime import date

import pytest
from hypothesis import given, strategies

from search.query import terms
from search.query.language import LONGEST_ROW, MOST_WANTS, parse


def said(query):
    """The groups as words: alternatives joined by |, title: before what is looked for in titles."""
    return [
        "|".join(("title:" if want.title else "") + "".join(want.row.units) for want in group) for group in query.groups
    ]


@pytest.mark.parametrize(
    ("raw", "groups"),
    [
        ("红绿灯", ["红绿灯"]),
        ("三衢路口 红绿灯", ["三衢", "路口", "红绿灯"]),
        ("ＢＲＴ站台", ["brt", "站台"]),
        ("垃圾焚燒", ["垃圾焚烧"]),
        ('"红绿灯 坏了"', ["红绿灯坏了"]),
        ("“红绿灯坏了”", ["红绿灯坏了"]),
        ("「红绿灯坏了」", ["红绿灯坏了"]),
        ("公交 OR 地铁", ["公交|地铁"]),
        ("公交 或 地铁 站台", ["公交|地铁", "站台"]),
        ("公交 | 地铁 | 轻轨", ["公交|地铁|轻轨"]),
        ("title:红绿灯", ["title:红绿灯"]),
        ("标题：红绿灯", ["title:红绿灯"]),
        ("题目:红绿灯", ["题目", "红绿灯"]),
        ("OR 公交", ["公交"]),
        ("公交 OR", ["公交"]),
        ("OR OR", []),
        ("的", ["的"]),
        ("怎么 的 公交", ["公交"]),
        ("清", ["清"]),
        ("a AND b", ["b"]),
        ("A市公交", ["a", "市", "公交"]),
        ("10:30 停水", ["10", "30", "停水"]),
        ("😀", ["😀"]),
        ("公交 公交", ["公交"]),
    ],
)
def test_what_is_looked_for(raw, groups):
    assert said(parse(raw)) == groups


@pytest.mark.parametrize(
    ("raw", "filters"),
    [
        ("board:住建局", {"board": ("住建局",)}),
        ("版块：住建局", {"board": ("住建局",)}),
        ('board:"住建 局"', {"board": ("住建 局",)}),
        ("board:a board:b", {"board": ("a", "b")}),
        ("dept:交通局 部门:住建局", {"dept": ("交通局", "住建局")}),
        ("status:answered", {"status": ("answered",)}),
        ("状态:已答复", {"status": ("answered",)}),
        ("status:逾期", {"status": ("overdue",)}),
        ("kind:投诉 类型:suggestion", {"kind": ("complaint", "suggestion")}),
        ("has:answer", {"has": ("answer",)}),
        ("有:答复", {"has": ("answer",)}),
        ("author:小陈", {"author": ("小陈",)}),
        ("BOARD:x", {"board": ("x",)}),
    ],
)
def test_filters_in_both_languages(raw, filters):
    query = parse(raw)
    assert (query.filters, query.groups, query.notes) == (filters, (), ())


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2014-09-13", date(2014, 9, 13)),
        ("2014/9/13", date(2014, 9, 13)),
        ("2014年9月13日", date(2014, 9, 13)),
        ("2014-09", date(2014, 9, 1)),
        ("2014", date(2014, 1, 1)),
        ("2014年", date(2014, 1, 1)),
    ],
)
def test_days(raw, day):
    assert (parse(f"before:{raw}").before, parse(f"晚于:{raw}").after) == (day, day)


def test_what_is_left_out():
    query = parse('红绿灯 -计划 -"已经 列入" -title:通知')
    assert said(query) == ["红绿灯"]
    assert [("".join(want.row.units), want.title) for want in query.without] == [
        ("计划", False),
        ("已经列入", False),
        ("通知", True),
    ]


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        ("***", "“***”里没有可以搜索的字"),
        ("？！", "没有可以搜索的字"),
        ("-", "没有可以搜索的字"),
        ("-公交", "只有要排除的词"),
        ('"公交', "引号没有成对"),
        ("before:2014-13-01", "“2014-13-01”不是日期"),
        ("before:0001-01-01", "不是日期"),
        ("after:昨天", "不是日期"),
        ("status:好了", "看不懂“好了”"),
        ("kind:表扬", "看不懂"),
        ("has:x", "看不懂"),
        ("-board:x", "没有当作排除"),
        ("a" * 10_001, "只读了前 10000 个字"),
        (" ".join(f"词{n}" for n in range(99)), "只用了前 32 个词"),
        ('"' + "长" * 99 + '"', "短语太长"),
    ],
)
def test_what_is_not_understood_is_told(raw, note):
    assert any(note in str(message) for message in parse(raw).notes)


def test_a_query_says_what_it_understood_besides():
    query = parse('before:2014-99 "公交站台 status:好了')
    assert said(query) == ["公交", "站台"]
    assert len(query.notes) == 3


@pytest.mark.parametrize("raw", ["", "   ", "\u3000"])
def test_nothing_is_nothing(raw):
    query = parse(raw)
    assert query.empty and query.notes == ()


@given(strategies.text(max_size=400))
def test_no_text_raises_and_every_answer_is_bounded(raw):
    query = parse(raw)
    wants = [want for group in query.groups for want in group] + list(query.without)
    assert len(query.groups) <= MOST_WANTS
    assert all(len(want.row.units) <= LONGEST_ROW for want in wants)


@pytest.mark.parametrize(
    "raw",
    ["(" * 10_000, '"' * 10_000, "-" * 10_000, "a:" * 5_000, "公交 OR " * 2_000, "啊" * 10_000, "board:x " * 1_500],
)
def test_ten_thousand_characters_are_bounded(raw):
    query = parse(raw)
    assert len(query.groups) + len(query.without) <= MOST_WANTS
    assert sum(len(group) for group in query.groups) <= MOST_WANTS + 1
    assert sum(map(len, query.filters.values())) <= MOST_WANTS


@pytest.mark.parametrize("raw", ["路 " * 5000, " ".join(chr(0x4E00 + number) for number in range(5000))])
def test_of_thousands_of_words_no_more_are_cut_than_are_used(raw):
    cut = []
    parse(raw, lambda text: cut.append(text) or terms.words(text))
    assert len(cut) <= MOST_WANTS
