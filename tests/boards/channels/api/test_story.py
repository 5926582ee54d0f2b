"""A question from asking to closing, through the API alone."""

from datetime import timedelta

import pytest

QUESTION = {"title": "三衢路口没有红绿灯", "text": "过马路要等半天。", "kind": "complaint"}


@pytest.fixture
def thread(api_of, cast):
    answer = api_of(cast.asker).post("/boards/zhujian/threads", json=QUESTION)
    assert answer.status_code == 201
    return answer.json


def test_a_new_question_says_where_it_stands_and_when_it_is_due(thread):
    assert (thread["status"], thread["kind"], thread["channel"], thread["floors"]) == (
        "unaccepted",
        "complaint",
        "api",
        1,
    )
    assert (thread["board"], thread["department"], thread["overdue"]) == ("zhujian", "zhujian", False)
    accept, answer = thread["clocks"]
    assert (accept["kind"], accept["opened_at"], accept["due_at"]) == (
        "accept",
        "2014-09-22T10:00:00+08:00",
        "2014-09-22T12:00:00+08:00",
    )
    assert (answer["kind"], answer["met_at"], answer["department"]) == ("answer", None, "zhujian")


def test_the_whole_story(api_of, cast, thread):
    asker, speaker, own = api_of(cast.asker), api_of(cast.spokesperson), f"/threads/{thread['id']}"
    told = [
        speaker.post(f"{own}/acceptance"),
        speaker.post(f"{own}/posts", json={"text": "已派人去看。", "kind": "first_reply"}),
        speaker.post(f"{own}/posts", json={"text": "下周装灯。", "kind": "result"}),
        asker.post(f"{own}/posts", json={"text": "哪一天？", "kind": "follow_up"}),
        speaker.post(f"{own}/posts", json={"text": "周三。", "kind": "result"}),
        asker.post(f"{own}/closure"),
    ]
    assert [answer.status_code for answer in told] == [200, 201, 201, 201, 201, 200]
    closed = told[-1].json
    assert (closed["status"], closed["floors"]) == ("closed", 5)
    assert [step["deed"] for step in closed["timeline"]] == [
        "case.ask",
        "case.accept",
        "case.first_reply",
        "case.result",
        "case.follow_up",
        "case.result",
        "case.close",
    ]
    assert [step["actor"] for step in closed["timeline"]][:2] == ["三衢路的小陈", "王晓燕"]
    assert closed["timeline"][1]["department"] == "zhujian"
    assert all(clock["met_at"] for clock in closed["clocks"])


def test_an_answer_carries_its_department_and_its_parent(api_of, cast, thread):
    api_of(cast.spokesperson).post(f"/threads/{thread['id']}/acceptance")
    first = api_of(cast.asker).get(f"/threads/{thread['id']}/posts").json["items"][0]
    sent = {"text": "下周装灯。", "kind": "result", "parent": first["id"]}
    post = api_of(cast.spokesperson).post(f"/threads/{thread['id']}/posts", json=sent).json
    assert (post["floor"], post["parent"], post["kind"]) == (2, first["id"], "result")
    assert post["author"] == {
        "name": "王晓燕",
        "role": "spokesperson",
        "department": "zhujian",
        "department_name": "住建局",
        "verified": True,
        "anonymous": False,
        "revealed": None,
        "closed": False,
    }
    assert (post["hidden"], post["sealed"], len(post["commitment"])) == (None, None, 64)


def test_of_two_who_accept_the_second_learns_who_did(api_of, cast, thread):
    answers = [api_of(who).post(f"/threads/{thread['id']}/acceptance") for who in (cast.spokesperson, cast.colleague)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert "王晓燕" in answers[1].json["detail"]


def test_a_late_case_is_overdue_and_says_why(api_of, cast, thread, clock):
    clock.advance(timedelta(hours=3))
    late = api_of(cast.guest).get(f"/threads/{thread['id']}", headers={"Accept-Language": "en"}).json
    assert (late["overdue"], late["clocks"][0]["overdue"]) == (True, True)
    assert "Plus 2 h" in late["clocks"][0]["explanation"]
    assert late["timeline"][0]["label"] == "Question asked"


def test_supporting_twice_counts_once(api_of, cast, thread):
    answers = [api_of(cast.neighbour).post(f"/threads/{thread['id']}/support") for _ in range(2)]
    assert [(answer.status_code, answer.json["supports"], answer.json["supported"]) for answer in answers] == [
        (200, 1, True)
    ] * 2


@pytest.mark.parametrize("who", ["guest", "asker", "moderator", "administrator"])
def test_nobody_deletes_and_everybody_is_told_why(api_of, cast, thread, who):
    caller = api_of(getattr(cast, who))
    answers = [caller.delete(f"/threads/{thread['id']}"), caller.delete("/posts/1"), caller.delete("/posts/999")]
    assert {(answer.status_code, answer.json["title"], answer.content_type) for answer in answers} == {
        (405, "不允许这样做", "application/problem+json")
    }
    assert "谁也不能删除" in answers[0].json["detail"]
    assert "DELETE" not in answers[0].headers["Allow"]
    assert api_of(cast.guest).get(f"/threads/{thread['id']}").status_code == 200


def test_the_session_of_a_browser_counts_for_nothing_here(client_of, cast, thread):
    browser = client_of(cast.moderator)
    assert browser.post("/api/v1/posts/1/hiding", json={"reason": "广告"}).status_code == 401


def test_no_call_asks_for_the_token_of_a_form(api_of, cast, thread):
    assert api_of(cast.neighbour).post(f"/threads/{thread['id']}/support").status_code == 200
