"""The thread page in a real browser: how far down the question and its answer begin."""

import pytest

from boards.actions.cases import handling

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Y = "return document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY"


@pytest.mark.parametrize(("width", "height", "first", "answer"), [(1280, 800, 320, 800), (390, 844, 420, 844)])
def test_the_question_begins_high_and_the_answer_is_on_the_first_screen(
    browser, site, sized, question, cast, rules, now, width, height, first, answer
):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装灯。")
    sized(width, height)
    browser.get(f"{site}/threads/{question.id}")
    assert browser.execute_script(Y, ".post") <= first
    assert browser.execute_script(Y, "#answer") <= answer
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
