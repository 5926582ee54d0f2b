"""The places of an answer template are filled, and nothing else is touched."""

import pytest

from boards.rules.placeholders import append_text, fill

VALUES = {"网友": "三衢路的小陈", "标题": "路口没有灯", "今天": "2014年9月22日", "部门": "住建局"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{网友}您好：", "三衢路的小陈您好："),
        ("关于“{标题}”，{部门}{今天}答复", "关于“路口没有灯”，住建局2014年9月22日答复"),
        ("{网友}{网友}", "三衢路的小陈三衢路的小陈"),
        ("{电话} { 网友 } {", "{电话} { 网友 } {"),
    ],
)
def test_the_places_are_filled(text, filled):
    assert fill(text, VALUES) == filled


def test_what_a_citizen_wrote_is_not_filled_again():
    assert fill("{标题}", {"标题": "{网友}", "网友": "小陈"}) == "{网友}"


@pytest.mark.parametrize(("text", "joined"), [("", "谢谢"), (" \n", "谢谢"), ("已装灯。\n", "已装灯。\n\n谢谢")])
def test_a_template_goes_below_what_is_written(text, joined):
    assert append_text(text, "谢谢") == joined
