"""Guessing the department from the words of its duty: each guess says why, and a person decides."""

import pytest

from boards.rules.text.suggest import MOST, Office, suggest

OFFICES = (
    Office(
        "zhujian", "清源市住房和城乡建设局", "住建局", "负责房地产市场、物业管理、市政道路桥梁、路灯和工程质量监管。"
    ),
    Office("jiaojing", "清源市公安局交通警察支队", "交警支队", "负责道路交通秩序、信号灯和标志标线、车辆驾驶人管理。"),
    Office("huanwei", "清源市环境卫生管理中心", "环卫中心", "负责城区道路清扫保洁、公厕管理、垃圾分类收运和处置。"),
    Office("shuiwu", "清源市水务集团有限公司", "水务集团", "负责城区供水、排水管网和污水处理。"),
    Office("yibao", "清源市医疗保障局", "医保局", "负责基本医疗保险、异地就医结算、药价和医疗救助。"),
)


def guesses(title, text=""):
    return [guess.slug for guess in suggest(title, text, OFFICES)]


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("东门外三盏路灯不亮", "zhujian"),
        ("路口的信号灯坏了", "jiaojing"),
        ("路口的红绿灯坏了", "jiaojing"),
        ("菜场后门的公厕锁了十天", "huanwei"),
        ("家里自来水发黄", "shuiwu"),
        ("异地就医怎么报销", "yibao"),
        ("水务集团的营业厅几点开门", "shuiwu"),
        ("请问医保局在哪里", "yibao"),
    ],
)
def test_the_likeliest_office_comes_first(title, office):
    assert guesses(title)[0] == office


def test_a_name_outweighs_the_words_of_other_duties():
    assert guesses("环卫中心的车撞坏了信号灯和路灯")[0] == "huanwei"


def test_what_the_title_says_outweighs_the_text():
    assert guesses("公厕没有灯", "供水也不稳")[0] == "huanwei"


def test_every_guess_says_why():
    (first, *_) = suggest("路口的红绿灯坏了", "早高峰堵车", OFFICES)
    said = [str(reason) for reason in first.reasons]
    assert any("信号灯" in reason for reason in said)
    assert any("红绿灯" in reason for reason in said)
    assert all(guess.reasons for guess in suggest("路灯、公厕、污水、药价、信号灯", "", OFFICES))


def test_the_longest_words_of_a_duty_are_named_first():
    (first, *_) = suggest("公厕管理和垃圾分类收运", "", OFFICES)
    assert str(first.reasons[0]) == "职责里有“垃圾分类收运”“公厕管理”"


def test_no_more_than_a_handful_and_the_strongest_first():
    found = suggest("路灯、公厕、污水、药价、信号灯", "", OFFICES)
    assert len(found) == MOST
    assert [guess.score for guess in found] == sorted((guess.score for guess in found), reverse=True)


@pytest.mark.parametrize("title", ["", "。。。", "hello", "谢谢", "😀", "\x00", "的和与及"])
def test_words_that_say_nothing_suggest_nothing(title):
    assert guesses(title) == []


def test_a_city_without_departments_suggests_nothing():
    assert suggest("路灯", "不亮", ()) == []


def test_a_word_that_every_duty_holds_decides_nothing():
    same = [Office(f"ju{n}", f"第{n}局", f"{n}局", "负责综合服务。") for n in range(20)]
    assert suggest("综合服务", "", same) == []
