"""Replying: on a page of its own and from the thread, as what one may write there."""

import re

import pytest

from boards.actions.cases import handling
from boards.models.threads import Post, Thread


def kinds(html):
    return re.findall(r'name="kind"[^>]*value="([a-z_]+)"', html)


@pytest.mark.parametrize(
    ("who", "offered"), [("neighbour", "reply"), ("spokesperson", "result first_reply reply"), ("moderator", "reply")]
)
def test_each_is_offered_what_he_may_write(see, cast, question, now, who, offered):
    handling.accept(question, actor=cast.spokesperson, now=now)
    assert set(offered.split()) <= set(kinds(see(getattr(cast, who), f"/threads/{question.id}/reply")))
    if who != "spokesperson":
        assert "result" not in kinds(see(getattr(cast, who), f"/threads/{question.id}"))


def test_the_page_shows_what_is_answered(see, cast, question, say):
    say(question, "灯确实没有")
    page = see(cast.asker, f"/threads/{question.id}/reply?parent=2")
    assert "灯确实没有" in page and re.search(r'name="parent" value="2"', page)


def test_a_reply_leads_to_its_floor(client_of, cast, question, say):
    say(question, "一楼之后")
    sent = {"text": "回复二楼", "kind": "reply", "parent": "2"}
    answer = client_of(cast.asker).post(f"/threads/{question.id}/posts", data=sent)
    assert answer.location == f"/threads/{question.id}/floors/3"
    assert Post.get(Post.floor == 3).parent.floor == 2


def test_an_empty_reply_comes_back_to_its_floor(client_of, cast, question, say):
    say(question, "一楼之后")
    answer = client_of(cast.asker).post(
        f"/threads/{question.id}/posts", data={"text": " ", "kind": "reply", "parent": "2"}
    )
    assert answer.status_code == 422
    assert "一楼之后" in answer.text and re.search(r'name="parent" value="2"', answer.text)


def test_a_kind_that_is_not_ones_own_is_refused_with_the_words_kept(client_of, cast, question, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    answer = client_of(cast.neighbour).post(
        f"/threads/{question.id}/posts", data={"text": "我来答复", "kind": "result"}
    )
    assert answer.status_code == 403 and "我来答复" in answer.text
    assert Post.select().count() == 1


def test_a_guest_is_told_to_sign_in(see, cast, question):
    page = see(cast.guest, f"/threads/{question.id}")
    assert "登录以后就可以回复" in page and f"/login?next=/threads/{question.id}" in page


def test_who_asked_anonymously_stays_anonymous_in_his_thread(client_of, cast, asked):
    thread = asked("匿名的问题", anonymous=True)
    client_of(cast.asker).post(f"/threads/{thread.id}/posts", data={"text": "补充", "kind": "reply"})
    assert "三衢路的小陈" not in client_of(cast.guest).get(f"/threads/{thread.id}").text


def checked(html):
    return re.findall(r'name="kind" value="([a-z_]+)" checked', html)


@pytest.fixture
def settled(question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    return question


@pytest.mark.parametrize(("closes", "consequence"), [(False, "请部门再次受理、答复"), (True, "已办结的问题重新打开")])
def test_the_asker_of_a_settled_case_replies_plainly_unless_he_chooses_to_ask_again(
    see, client_of, cast, settled, now, closes, consequence
):
    if closes:
        handling.close(settled, actor=cast.spokesperson, now=now)
    for page in (f"/threads/{settled.id}", f"/threads/{settled.id}/reply"):
        html = see(cast.asker, page)
        assert (kinds(html), checked(html)) == (["reply", "follow_up"], ["reply"]) and consequence in html
    before = Thread.get().status
    sent = client_of(cast.asker).post(f"/threads/{settled.id}/posts", data={"text": "谢谢，问题解决了"})
    assert (sent.status_code, Thread.get().status) == (303, before)


def test_a_follow_up_that_is_the_only_choice_is_not_preselected_and_nothing_typed_is_lost(
    see, client_of, cast, settled
):
    Thread.update(locked=True).execute()
    html = see(cast.asker, f"/threads/{settled.id}")
    assert (kinds(html), checked(html)) == (["follow_up"], [])
    answer = client_of(cast.asker).post(f"/threads/{settled.id}/posts", data={"text": "谢谢，问题解决了"})
    assert answer.status_code == 409 and "谢谢，问题解决了" in answer.text
    assert (kinds(answer.text), checked(answer.text), Thread.get().status) == (["follow_up"], [], "answered")


def test_nobody_else_replies_to_a_closed_case_and_nobody_to_a_declined_one(client_of, cast, settled, now):
    handling.close(settled, actor=cast.spokesperson, now=now)
    send = {"text": "好", "kind": "reply"}
    assert client_of(cast.neighbour).post(f"/threads/{settled.id}/posts", data=send).status_code == 409
    Thread.update(status="declined").execute()
    assert client_of(cast.asker).post(f"/threads/{settled.id}/posts", data=send).status_code == 409
