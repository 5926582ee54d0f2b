"""What is typed into the search box is understood, or a note on the page and in the API says what was not."""

import pytest

from boards.actions.cases import handling

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("部门:没有这个局", "没有这个局"),
        ("路灯 dept:没有这个局", "没有这个局"),
        ("版块:没有", "没有"),
        ("公*", "公*"),
        ("thread:5", "thread"),
        ("主题:5", "主题"),
        ("路灯 帖子：12", "帖子"),
        ("状态:别的", "别的"),
    ],
)
def test_what_is_not_understood_is_told(found, client_of, cast, q, said):
    assert any(said in note for note in found(q)["notes"])
    assert found(q)["notes"][0] in client_of(cast.guest).get("/search", query_string={"q": q}).text


@pytest.mark.parametrize(
    "q", ["路灯", "http://a.cn/x", "12:30", "问题:路灯", "主题:路灯", "主题 5", '"a*b"', "-", "***"]
)
def test_what_is_meant_as_words_is_not_explained(found, q):
    assert not any("条件" in note or "不代表" in note for note in found(q)["notes"])


def test_a_department_that_is_none_is_looked_up_once(found, question, monkeypatch):
    monkeypatch.setattr("search.reading.find", lambda *asked: pytest.fail("the engine was asked"))
    assert found("问题 部门:没有这个局")["items"] == []


def test_unanswered_cases_are_found_by_what_people_call_them(found, question, cast, rules, now):
    assert [item["thread"] for item in found("状态:未答复")["items"]] == [question.id]
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, text="下周装灯。", city=rules)
    assert found("状态:未答复")["items"] == []
    assert {item["thread"] for item in found("has:answer")["items"]} == {question.id}


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\ufeff", "\u00ad"])
def test_signs_that_cannot_be_seen_count_for_nothing(found, question, sign):
    word = question.title[:3]
    assert found(sign.join(word))["total"] == found(word)["total"] == 1


@pytest.mark.parametrize("q", ["人民路12号", "浙H12345", "路灯 99"])
def test_a_number_that_nobody_wrote_finds_nothing(found, say, question, q):
    say(question, "人民路的路灯坏了，浙H54321挡住了消防通道。")
    say(question, "人民路13号漏水。")
    assert found(q)["total"] == 0


def test_a_number_that_was_written_is_found(found, say, question):
    post = say(question, "人民路12号漏水，车牌浙H12345。")
    assert [item["post"] for q in ("人民路12号", "浙H12345") for item in found(q)["items"]] == [post.id, post.id]
