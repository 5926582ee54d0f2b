"""One line of a file of questions: what is taken, and what is said of what is not."""

import json
from datetime import UTC, datetime

import pytest

from boards.imports.question import read_question
from forum.problems import Invalid, Malformed

NOW = datetime(2014, 9, 22, tzinfo=UTC)
ROW = {
    "source_id": 7,
    "author": "W0007",
    "title": "公园的长椅坏了",
    "body": "沿江公园有三把长椅坏了，老人没有地方坐。",
    "created_at": "2013-05-06T09:30:00+08:00",
    "board_derived": "园林绿化",
    "reply": "您好，长椅已经修好。",
    "replied_at": "2013-05-08T16:00:00+08:00",
}


def line(**changed):
    return json.dumps(ROW | changed, ensure_ascii=False)


def line_without(field):
    return json.dumps({key: value for key, value in ROW.items() if key != field})


def test_a_whole_line_becomes_a_question_with_its_answer_in_utc():
    question = read_question(line(), NOW)
    assert question.reference == "questions:7"
    assert (question.author, question.board, question.kind) == ("W0007", "园林绿化", "consultation")
    assert question.asked_at == datetime(2013, 5, 6, 1, 30, tzinfo=UTC)
    assert question.answer.text == "您好，长椅已经修好。"
    assert question.answer.at == datetime(2013, 5, 8, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("reply", [None, "", " \n\t "])
def test_an_empty_reply_leaves_a_question_without_answer(reply):
    assert read_question(line(reply=reply, replied_at=None), NOW).answer is None
    assert read_question(line_without("reply"), NOW).answer is None


def test_a_line_may_name_its_kind_and_a_number_or_a_word_as_its_id():
    assert read_question(line(kind="complaint"), NOW).kind == "complaint"
    assert read_question(line(source_id="2013-甲-7"), NOW).reference == "questions:2013-甲-7"


def test_columns_of_no_concern_are_passed_over():
    assert read_question(line(region="东城", dept_mentioned=["园林局"]), NOW)


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[]", '"text"', "7", "NaN", "[" * 100_000, '{"a": "\x00"}', '{"source_id": ' + "9" * 5000 + "}", None],
    ids=["nothing", "half", "list", "text", "number", "nan", "deep", "raw NUL", "huge number", "over-long"],
)
def test_what_is_no_json_object_is_malformed(broken):
    with pytest.raises(Malformed):
        read_question(broken, NOW)


WRONG = [
    ("title", ""), ("title", " \u3000 "), ("title", 5), ("title", None), ("title", "两\n行"), ("title", "长" * 81),
    ("title", "反\u202e转"), ("body", ""), ("body", "含\x00空"), ("body", "半\ud800个"), ("body", "长" * 20_001),
    ("body", ["列"]), ("author", ""), ("author", "甲" * 81), ("author", 12), ("author", "甲\x07"),
    ("board_derived", ""), ("board_derived", "版" * 41), ("board_derived", {}), ("source_id", ""), ("source_id", True),
    ("source_id", 1.5), ("source_id", "x" * 65), ("source_id", 10**64), ("kind", "poem"), ("kind", ["complaint"]),
    ("created_at", "yesterday"), ("created_at", "2013-02-30T09:00:00+08:00"), ("created_at", 1367803800),
    ("created_at", "2013-05-06T09:30:00"), ("created_at", "2013-05-06"), ("created_at", "1969-12-31T09:00:00+08:00"),
    ("created_at", "0001-01-01T00:00:00+08:00"), ("created_at", "9999-12-31T23:59:59-08:00"),
    ("replied_at", None), ("replied_at", "2013-05-08T16:00:00"),
    ("replied_at", "2013-05-06T09:29:59+08:00"), ("replied_at", "2014-09-23T00:00:00Z"), ("reply", 5),
    ("reply", "含\x00空"), ("reply", "长" * 20_001),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), WRONG, ids=[f"{field} {str(value)[:30]!a}" for field, value in WRONG])
def test_a_wrong_value_is_refused_by_the_name_of_its_field(field, value):
    with pytest.raises(Invalid) as refusal:
        read_question(json.dumps(ROW | {field: value}), NOW)
    assert set(refusal.value.errors) == {field}


@pytest.mark.parametrize("field", ["source_id", "author", "title", "body", "created_at", "board_derived", "replied_at"])
def test_a_missing_field_is_named(field):
    with pytest.raises(Invalid) as refusal:
        read_question(line_without(field), NOW)
    assert set(refusal.value.errors) == {field}


def test_every_wrong_field_of_a_line_is_named_at_once():
    with pytest.raises(Invalid) as refusal:
        read_question(line(title="", created_at="?", reply=3), NOW)
    assert set(refusal.value.errors) == {"title", "created_at", "reply"}


def test_a_question_from_the_future_is_refused():
    with pytest.raises(Invalid) as refusal:
        read_question(line(created_at="2014-09-23T00:00:00Z", reply=None), NOW)
    assert set(refusal.value.errors) == {"created_at"}


def test_an_answer_in_the_very_second_of_the_question_is_taken():
    assert read_question(line(replied_at=ROW["created_at"]), NOW).answer
