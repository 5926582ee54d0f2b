"""A text that is posted is worked once: rendered, compared with the word list, read for personal data; never while writers wait."""

from collections import Counter

import pytest
from stage_asking import ON_BOARD, digest

from boards.actions.cases import handling
from boards.models.threads import Post
from boards.rules.text.word_list import WordList
from forum.store import db
from forum.text import markup, personal

PHONE = "13812341234"
QUESTION = {"title": "水亭街的路灯不亮", "text": f"**三盏**路灯坏了一周，电话{PHONE}。", "kind": "complaint"}
COVERED = "**三盏**路灯坏了一周，电话＊＊＊＊。"
SEEN = {"shown": PHONE, "considered": "1"}
KEY = {"Idempotency-Key": "once"}
RENDERED, COMPARED, READ = "rendered", "compared with the word list", "read for personal data"


@pytest.fixture
def worked(monkeypatch):
    """How often each text was worked meanwhile: {(what was done, text): times}."""
    done = Counter()

    def counting(what, work):
        def counted(*given, **more):
            assert not db.database.in_transaction(), f"{what} inside a transaction"
            done[what, given[-1]] += 1
            return work(*given, **more)

        return counted

    monkeypatch.setattr(markup, "_quick", counting(RENDERED, markup._quick))  # asked once of each text, parsed or not
    monkeypatch.setattr(WordList, "find", counting(COMPARED, WordList.find))
    monkeypatch.setattr(personal, "_plain", counting(READ, personal._plain))
    return done


def once(title=None, text="", posted=None):
    """What is done with a post: `posted` is its text where something of `text` was covered."""
    posted = posted or text
    done = Counter({(RENDERED, posted): 1, (COMPARED, posted): 1, (READ, text): 1})
    return done + Counter({(COMPARED, title): 1, (READ, title): 1} if title else {})


def test_a_question_on_the_page(client_of, cast, places, worked):
    browser = client_of(cast.neighbour)
    assert (looked := browser.post(ON_BOARD, data=QUESTION)).status_code == 200
    seen = {"shown": PHONE, "considered": digest(looked.text)}
    assert worked == once(QUESTION["title"], QUESTION["text"])
    worked.clear()
    assert browser.post(ON_BOARD, data=QUESTION | seen).status_code == 303
    assert worked == once(QUESTION["title"], QUESTION["text"])
    worked.clear()
    assert browser.post(ON_BOARD, data=QUESTION | seen | {"cover": PHONE}).status_code == 303
    assert worked == once(QUESTION["title"], QUESTION["text"], COVERED)


@pytest.mark.parametrize("headers", [{}, KEY])
def test_a_question_through_the_api(api_of, cast, places, worked, headers):
    assert api_of(cast.neighbour).post("/boards/zhujian/threads", json=QUESTION, headers=headers).status_code == 201
    assert worked == once(QUESTION["title"], QUESTION["text"])


def test_a_question_that_is_sent_again_under_its_key_is_not_worked_again(api_of, cast, places, worked):
    for _ in range(2):
        answer = api_of(cast.neighbour).post("/boards/zhujian/threads", json=QUESTION, headers=KEY)
    assert answer.headers["Idempotent-Replayed"] == "true"
    assert worked == once(QUESTION["title"], QUESTION["text"])


def test_a_call_to_the_hotline(client_of, cast, places, worked):
    call = {"caller": "朱明明", "phone": "13900001111", "called_at": "2014-09-22T09:00", "board": "zhujian"}
    assert client_of(cast.operator).post("/hotline/calls", data=QUESTION | call | SEEN).status_code == 303
    assert worked == once(QUESTION["title"], QUESTION["text"])


def test_a_reply_on_the_page(client_of, cast, question, worked):
    assert (
        client_of(cast.neighbour).post(f"/threads/{question.id}/posts", data={"text": "我也看到了。"}).status_code
        == 303
    )
    assert worked == once(text="我也看到了。")


@pytest.mark.parametrize("headers", [{}, KEY])
def test_a_reply_through_the_api(api_of, cast, question, worked, headers):
    answer = api_of(cast.neighbour).post(
        f"/threads/{question.id}/posts", json={"text": "我也看到了。"}, headers=headers
    )
    assert answer.status_code == 201
    assert worked == once(text="我也看到了。")


def test_a_result(client_of, cast, question, now, worked):
    handling.accept(question, actor=cast.spokesperson, now=now)
    said = {"text": "三盏灯已经换好。", "kind": "result", "confirmed": "1"}
    assert client_of(cast.spokesperson).post(f"/threads/{question.id}/posts", data=said).status_code == 303
    assert worked == once(text="三盏灯已经换好。")


def test_an_edit(client_of, api_of, cast, question, worked):
    own = Post.get(Post.thread == question.id).id
    assert client_of(cast.asker).post(f"/posts/{own}/revisions", data={"text": "四个路口都没有灯。"}).status_code == 303
    known = (READ, "三个路口一个红绿灯都没有，过马路要等半天。")  # what stands there already is not asked about
    assert worked == once(text="四个路口都没有灯。") + Counter([known])
    worked.clear()
    assert api_of(cast.asker).put(f"/posts/{own}", json={"text": "五个路口都没有灯。"}).status_code == 200
    assert worked == once(text="五个路口都没有灯。")


EXPLANATION = "这件事归交通局管：请带身份证到办事大厅登记，三天内派人到现场看，五天内答复。"


@pytest.mark.parametrize(
    ("noun", "said", "text"),
    [
        ("transfer", {"to": "jiaotong", "explanation": EXPLANATION}, EXPLANATION),
        ("return", {"reason": "这不是我们管的路。"}, "这不是我们管的路。"),
        ("cohandling", {"departments": ["jiaotong"], "text": "请看一看信号灯。"}, "请看一看信号灯。"),
        ("declination", {"code": "litigation", "text": "已经在法院审理。"}, "已经在法院审理。"),
    ],
)
def test_what_a_department_says_through_the_api(api_of, cast, question, now, worked, noun, said, text):
    handling.accept(question, actor=cast.spokesperson, now=now)
    answer = api_of(cast.spokesperson).post(f"/threads/{question.id}/{noun}", json=said, headers=KEY)
    assert answer.status_code == 200, answer.text
    assert worked == Counter({(RENDERED, text): 1, (COMPARED, text): 1})


def test_a_remark_on_an_answer_through_the_api(api_of, cast, question, rules, now, worked):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已经换好。")
    worked.clear()
    answer = api_of(cast.asker).post(f"/threads/{question.id}/rating", json={"grade": 5, "text": "很快。"}, headers=KEY)
    assert answer.status_code == 200, answer.text
    assert worked == {(COMPARED, "很快。"): 1}
