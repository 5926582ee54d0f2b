"""The words that a question can be about: what is left out, above all names and numbers of people."""

import pytest

from search.query.topic_words import could_be_a_name, topic_words


def words(text):
    return [word for run in topic_words(text) for word in run]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("幸福小区停水三天", ["幸福", "小区", "停水"]),
        ("請問自來水公司何時恢復供水", ["自来水", "公司", "恢复", "供水"]),
        ("投诉：请尽快解决问题，谢谢领导", []),
        ("ETC 收费站 A3 出口", ["etc", "收费站", "出口"]),
        ("", []),
    ],
)
def test_words_are_nouns_and_verbs_in_simplified_characters(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("王建国先生说物业不管", ["王建国", "建国"]),
        ("黄小莉经理态度差", ["黄小莉", "小莉"]),
        ("小区物业经理姓王叫王大力", ["大力", "王大力", "姓王"]),
        ("周子轩同学在学校被打", ["周子轩", "子轩"]),
        ("欧阳娜娜反映噪音", ["欧阳", "娜娜", "欧阳娜娜"]),
        ("李某某拖欠工资", ["李某某", "李某", "某某"]),
    ],
)
def test_names_of_people_are_no_words(text, never):
    assert not set(never) & set(words(text)) and words(text)


@pytest.mark.parametrize("number", ["13812341234", "0570-3012345", "浙H12345", "330821199001011234", "3号楼1单元502室"])
def test_numbers_of_people_and_houses_are_no_words(number):
    assert not any(character.isdigit() for word in words(f"停水了，找{number}联系") for character in word)
    assert "停水" in words(f"停水了，找{number}联系")


def test_what_is_left_out_parts_its_neighbours():
    assert topic_words("停水王建国停电") == [["停水"], ["停电"]]
    assert topic_words("小区停水") == [["小区", "停水"]]


def test_what_could_be_a_name():
    assert could_be_a_name("王大力") and could_be_a_name("欧阳娜娜") and could_be_a_name("李四")
    assert not could_be_a_name("王") and not could_be_a_name("住建小王") and not could_be_a_name("停水")
