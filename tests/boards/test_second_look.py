"""The second look at what is about to be posted: asked once for each stretch, covered as was chosen."""

import pytest

from boards.second_look import Answers, SecondLook, covered, read, second_look

PHONE, PLATE = "13812341234", "浙H12345"
TEXT = f"电话{PHONE}，车牌{PLATE}，再说一遍{PHONE}"


def answered(shown=(), cover=(), looked=False):
    return Answers(frozenset(shown), frozenset(cover), looked)


def boxes(look):
    return [(found.words, found.covered) for found in look.personal]


def test_nothing_to_say_is_no_look():
    look = second_look([read("路灯不亮"), read("请看一看。")], Answers())
    assert look == SecondLook() and not look and not look.asks


def test_what_is_found_is_asked_about_once_with_its_box_ticked():
    look = second_look([read("路灯"), read(TEXT)], Answers())
    assert look.asks and boxes(look) == [(PHONE, True), (PLATE, True)]


def test_what_was_shown_is_not_asked_again_and_keeps_its_box():
    look = second_look([read(TEXT)], answered(shown=[PHONE, PLATE], cover=[PLATE]))
    assert not look.asks and boxes(look) == [(PHONE, False), (PLATE, True)]


def test_what_is_new_in_the_text_is_asked_about_again():
    look = second_look([read(TEXT)], answered(shown=[PHONE], cover=[]))
    assert look.asks and boxes(look) == [(PHONE, False), (PLATE, True)]


def test_an_office_is_asked_with_its_boxes_empty():
    assert boxes(second_look([read(TEXT)], Answers(), offered=False)) == [(PHONE, False), (PLATE, False)]


def test_what_is_public_already_is_not_asked_about():
    assert boxes(second_look([read(TEXT)], Answers(), known=f"原来写的{PHONE}")) == [(PLATE, True)]


@pytest.mark.parametrize("given", [{"masked": ["傻瓜"]}, {"held": True}])
def test_what_the_word_list_does_is_told_once(given):
    assert second_look([read("")], Answers(), **given).asks
    assert not second_look([read("")], answered(looked=True), **given).asks


def test_what_was_chosen_is_covered_wherever_it_stands():
    assert covered(read(TEXT), answered(shown=[PHONE, PLATE], cover=[PHONE])) == f"电话＊＊＊＊，车牌{PLATE}，再说一遍＊＊＊＊"


@pytest.mark.parametrize("cover", [[], ["电话"], ["1381234"], [PHONE]])
def test_only_what_was_shown_as_personal_data_can_be_covered(cover):
    assert covered(read(TEXT), answered(cover=cover)) == TEXT
