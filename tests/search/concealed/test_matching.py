"""What a moderator types is found inside longer words and numbers, whatever stands between the characters."""

import pytest

from search.concealed.matching import cut, finder, matcher
from search.query.language import parse
from search.ranking.passages import passage


def found(q, text, title=""):
    return matcher(parse(q, cut))(title, text)


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("3812345", "我的电话13812345678"),
        ("13812345678", "打 138-1234-5678 就行"),
        ("138 5678", "打138_1234_5678"),
        ("５６７８", "打13812345678"),
        ("138-1234", "１３８１２３４５６７８"),
        ("伟强", "我叫张伟强，住在三楼"),
        ("张伟", "张 伟 强收了钱"),
        ("張偉強", "张伟强"),
        ("人民路12号", "人民路 12 号楼下"),
        ("路灯没人修", "路灯坏了三个月，一直没人修"),
        ("浙C123", "车牌浙C·12345"),
        ("uang", "网名 huangshan"),
        ("公交 OR 地铁", "地铁站口"),
        ("💩", "什么💩东西"),
    ],
)
def test_a_part_is_found_whatever_stands_between(q, text):
    assert found(q, text)


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("张伟强", "伟大的张强"),
        ("人民路12号", "人民路21号，12楼"),
        ("路灯 -坏了", "路灯坏了"),
        ('"路灯没人修"', "路灯坏了，没人修"),
        ("标题:路灯", "路灯坏了"),
        ("13812345678", "13812345679"),
    ],
)
def test_what_is_not_there_is_not_found(q, text):
    assert not found(q, text)


def test_a_title_is_looked_into_too():
    assert found("标题:路灯 三个月", "坏了三个月", title="路灯不亮")


def test_what_was_found_is_marked_as_it_was_written():
    pieces = passage("请打138-1234 5678找我", finder(parse("1234567", cut).groups))
    assert [piece.text for piece in pieces if piece.hit] == ["1234 567"]
