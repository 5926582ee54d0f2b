"""The review before posting: each stretch is asked about once, and covered as chosen."""

import pytest

from boards.rules.text.text_review import ReviewAnswers, TextReview, cover_chosen, read, review_text

PHONE, PLATE = "13812341234", "浙H12345"
TEXT = f"电话{PHONE}，车牌{PLATE}，再说一遍{PHONE}"


def answered(shown=(), cover=(), looked=False):
    return ReviewAnswers(frozenset(shown), frozenset(cover), looked)


def boxes(review):
    return [(found.words, found.covered) for found in review.personal]


def test_nothing_to_say_is_no_look():
    review = review_text([read("路灯不亮"), read("请看一看。")], ReviewAnswers())
    assert review == TextReview() and not review and not review.asks


def test_what_is_found_is_asked_about_once_with_its_box_ticked():
    review = review_text([read("路灯"), read(TEXT)], ReviewAnswers())
    assert review.asks and boxes(review) == [(PHONE, True), (PLATE, True)]


def test_what_was_shown_is_not_asked_again_and_keeps_its_box():
    review = review_text([read(TEXT)], answered(shown=[PHONE, PLATE], cover=[PLATE]))
    assert not review.asks and boxes(review) == [(PHONE, False), (PLATE, True)]


def test_what_is_new_in_the_text_is_asked_about_again():
    review = review_text([read(TEXT)], answered(shown=[PHONE], cover=[]))
    assert review.asks and boxes(review) == [(PHONE, False), (PLATE, True)]


def test_an_office_is_asked_with_its_boxes_empty():
    assert boxes(review_text([read(TEXT)], ReviewAnswers(), offered=False)) == [(PHONE, False), (PLATE, False)]


def test_what_is_public_already_is_not_asked_about():
    assert boxes(review_text([read(TEXT)], ReviewAnswers(), known=f"原来写的{PHONE}")) == [(PLATE, True)]


@pytest.mark.parametrize("given", [{"masked": ["傻瓜"]}, {"held": True}])
def test_what_the_word_list_does_is_told_once(given):
    assert review_text([read("")], ReviewAnswers(), **given).asks
    assert not review_text([read("")], answered(looked=True), **given).asks


def test_what_was_chosen_is_covered_wherever_it_stands():
    assert (
        cover_chosen(read(TEXT), answered(shown=[PHONE, PLATE], cover=[PHONE]))
        == f"电话＊＊＊＊，车牌{PLATE}，再说一遍＊＊＊＊"
    )


@pytest.mark.parametrize("cover", [[], ["电话"], ["1381234"], [PHONE]])
def test_only_what_was_shown_as_personal_data_can_be_covered(cover):
    assert cover_chosen(read(TEXT), answered(cover=cover)) == TEXT
