"""The quiz: the bank and its file, practice, the mock test, and wrong answers."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from boards.services.quiz.actions import import_bank
from boards.services.quiz.bank import COLUMNS, TRAFFIC, read_bank
from boards.services.quiz.models import QuizMistake, QuizQuestion
from boards.services.quiz.rules import Kind, compose, is_right, mark
from forum.problems import Invalid

NOW = datetime(2014, 9, 22, 2, tzinfo=UTC)
QUIZ = "/departments/zhujian/quiz"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def bank(places):
    import_bank(places.housing, read_bank(TRAFFIC.read_bytes()))
    return {question.id: question for question in QuizQuestion.select()}


def file_of(*rows):
    return "\n".join([",".join(COLUMNS), *rows]).encode()


GOOD = "S1,single,几个？,1|2,B,法第1条,两个。"


def test_the_bank_that_comes_with_the_program_has_every_kind_and_no_question_twice():
    found = read_bank(TRAFFIC.read_bytes())
    assert len(found) >= 200 and {question.kind for question in found} == set(Kind)
    assert len({question.text for question in found}) == len(found)
    law = re.compile(r"《中华人民共和国道路交通安全法(实施条例)?》第\d+条")
    last = {False: 124, True: 115}  # articles of the law, and of its regulations
    for question in found:
        assert law.fullmatch(question.article), question
        assert int(re.search(r"第(\d+)条", question.article)[1]) <= last["实施条例" in question.article]
        assert question.explanation


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"a,b\n1,2\n", file_of(), file_of(GOOD, GOOD), file_of(GOOD.replace("single", "essay")),
     file_of(GOOD.replace(",B,", ",C,")), file_of(GOOD.replace(",B,", ",AB,")), file_of(GOOD.replace(",B,", ",,")),
     file_of(GOOD.replace("1|2", "1")), file_of(GOOD.replace("1|2", "1|1")), file_of(GOOD.replace("1|2", "|".join("1234567"))),
     file_of(GOOD.replace("S1", "S 1")), file_of(GOOD.replace("几个？", "")), file_of(GOOD.replace("几个？", "长" * 301)),
     file_of(GOOD + ",more"), file_of("T1,true_false,对吗？,甲|乙,A,法第1条,对。"), file_of(GOOD.replace("几个？", "几\0个"))],
)  # fmt: skip
def test_a_file_that_is_wrong_is_refused(content):
    with pytest.raises(Invalid):
        read_bank(content)


def test_a_mark_needs_exactly_the_right_options_90_points_and_45_minutes():
    assert (
        is_right("AC", ["C", "A"]) and not is_right("AC", ["A"]) and not is_right("AC", "ABC") and not is_right("A", [])
    )
    asked = list(range(100))
    assert mark(set(range(90)), asked, NOW, NOW + timedelta(minutes=45)).passed
    assert not mark(set(range(89)), asked, NOW, NOW).passed
    late = mark(set(asked), asked, NOW, NOW + timedelta(minutes=47))
    assert late.late and not late.passed and late.points == 100
    assert mark({1}, asked, NOW, NOW).wrong == (0, *range(2, 100))


def test_a_test_has_100_different_questions_the_same_for_the_same_seed():
    ids = list(range(1000, 1300))
    first = compose(ids, 7)
    assert len(set(first)) == 100 and first == compose(ids[::-1], 7) and first != compose(ids, 8)
    assert len(compose([1, 2, 3], 7)) == 3


@on_sqlite
def test_practice_shows_the_answer_and_writes_nothing(app, bank):
    browser = app.test_client()
    page = browser.get(f"{QUIZ}/practice").text
    assert "正确答案" not in page and "下一题" in page
    number, question = next((number, each) for number, each in bank.items() if each.kind == "true_false")
    right = browser.get(f"{QUIZ}/practice?question={number}&check=1&answer={question.answer}").text
    assert "答对了" in right and question.article in right and question.explanation in right
    assert "答错了" in browser.get(f"{QUIZ}/practice?question={number}&check=1").text
    assert not QuizMistake.select().exists()
    for odd in ("x", "0", "9" * 30, "99999", "%00", "²"):
        assert browser.get(f"{QUIZ}/practice?question={odd}").status_code in (400, 404)


def taken(browser, bank, mistakes):
    """The page of a test in which the first `mistakes` questions are left open and all others answered rightly."""
    page = browser.get(f"{QUIZ}/test").text
    numbers = list(dict.fromkeys(int(number) for number in re.findall(r'name="q(\d+)"', page)))
    assert len(numbers) == 100
    sent = {f"q{number}": list(bank[number].answer) for number in numbers[mistakes:]}
    paper = re.search(r'name="paper" value="([^"]+)"', page)[1]
    return numbers, {**sent, "paper": paper}


@on_sqlite
def test_a_mock_test_is_marked_and_wrong_answers_are_kept_for_who_is_signed_in(client_of, cast, bank, clock):
    browser = client_of(cast.asker)
    numbers, sent = taken(browser, bank, 10)
    page = browser.post(f"{QUIZ}/test", data=sent).text
    assert "成绩 90 分" in page and "及格了" in page and bank[numbers[0]].explanation in page
    assert {row.question_id for row in QuizMistake.select()} == set(numbers[:10])
    book = browser.get(f"{QUIZ}/mistakes").text
    assert bank[numbers[0]].text in book
    assert bank[numbers[0]].text not in client_of(cast.neighbour).get(f"{QUIZ}/mistakes").text
    browser.post(f"{QUIZ}/mistakes/removal", data={"question": numbers[0]})
    assert QuizMistake.select().count() == 9


@on_sqlite
def test_a_guest_takes_it_too_and_late_or_foreign_papers_do_not_pass(app, bank, clock):
    browser = app.test_client()
    _, sent = taken(browser, bank, 11)
    assert "没有及格" in browser.post(f"{QUIZ}/test", data=sent).text
    _, sent = taken(browser, bank, 0)
    for paper in ("", "x", sent["paper"][:-1], sent["paper"] + "x", "长"):
        assert browser.post(f"{QUIZ}/test", data={**sent, "paper": paper}).status_code == 400
    clock.advance(timedelta(minutes=47))
    assert "这次不算及格" in browser.post(f"{QUIZ}/test", data=sent).text
    assert not QuizMistake.select().exists()


@on_sqlite
def test_imported_again_questions_are_replaced_and_left_out_ones_asked_no_more(app, places, bank):
    import_bank(places.housing, read_bank(file_of(GOOD, GOOD.replace("S1", "S001"))))
    page = app.test_client().get(QUIZ).text
    assert "题库里有 2 道题" in page
    assert app.test_client().get("/departments/jiaotong/quiz").status_code == 404
