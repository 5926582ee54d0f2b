"""Every operator acts for callers, in public always as 96811; no other role does, and only in hotline threads."""

import pytest

from boards.models.threads import Post, Thread
from boards.rules.on_behalf import acts_for_caller
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from forum.store.log import Entry

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def colleague(cast, now, password_hash):
    """Another operator than the one who took the call."""
    account = accounts.open_account("operator2", "话务二号", password_hash, now=now)
    accounts.grant(account, "operator", now=now)
    return actor_of_account(account, now)


def test_another_operator_follows_up_rates_and_closes(answered, client_of, colleague):
    thread = answered()
    browser = client_of(colleague)
    assert browser.post(f"/threads/{thread.id}/rating", data={"grade": "4", "text": ""}).status_code == 303
    assert browser.post(f"/threads/{thread.id}/closure").status_code == 303
    browser.post(f"/threads/{thread.id}/posts", data={"kind": "follow_up", "text": "又坏了一盏，什么时候修？"})
    assert Thread.get().status == "following-up"
    asked = Post.get(Post.kind == "follow_up")
    assert (asked.author_id, asked.author_name, asked.role) == (thread.author_id, "96811", "operator")
    assert Entry.select().where(Entry.actor_id == colleague.account, Entry.deed == "case.follow_up").exists()


def test_what_operators_write_in_the_callers_thread_is_the_lines_and_theirs_to_correct(
    called, client_of, colleague, cast
):
    thread = called()
    client_of(colleague).post(f"/threads/{thread.id}/posts", data={"kind": "reply", "text": "来电人补充：是东门。"})
    reply = Post.get(Post.floor == 2)
    assert reply.author_name == "96811"
    corrected = client_of(cast.operator).post(f"/posts/{reply.id}/revisions", data={"text": "来电人更正：是西门。"})
    assert corrected.status_code == 303
    assert client_of(cast.neighbour).post(f"/posts/{reply.id}/revisions", data={"text": "x"}).status_code == 403


def test_no_operators_own_name_is_on_the_page(answered, client_of, colleague, cast):
    thread = answered()
    client_of(colleague).post(f"/threads/{thread.id}/posts", data={"kind": "follow_up", "text": "又坏了。"})
    client_of(colleague).post(f"/threads/{thread.id}/posts", data={"kind": "reply", "text": "等您回话。"})
    page = client_of(cast.guest).get(f"/threads/{thread.id}").text
    assert "话务一号" not in page and "话务二号" not in page


def test_the_pending_question_of_a_caller_is_seen_by_every_operator(called, client_of, colleague, cast):
    thread = called()
    Thread.update(public=False, status="pending").where(Thread.id == thread.id).execute()
    assert client_of(colleague).get(f"/threads/{thread.id}").status_code == 200
    assert client_of(cast.neighbour).get(f"/threads/{thread.id}").status_code == 404


def test_on_a_question_from_the_web_an_operator_is_nobody_special(question, client_of, cast):
    assert client_of(cast.operator).post(f"/threads/{question.id}/closure").status_code == 403
    client_of(cast.operator).post(f"/threads/{question.id}/posts", data={"kind": "reply", "text": "我也遇到过。"})
    assert Post.get(Post.floor == 2).author_name == "话务一号"


@pytest.mark.parametrize("who", ["asker", "neighbour", "outsider", "moderator", "supervisor", "administrator"])
def test_nobody_but_operators_stands_for_a_caller(cast, who):
    assert not acts_for_caller(getattr(cast, who), "hotline")
    assert not acts_for_caller(cast.operator, "web")
    assert acts_for_caller(cast.operator, "hotline")


def test_the_callers_thanks_leave_a_closed_case_closed(answered, client_of, colleague):
    thread, browser = answered(), client_of(colleague)
    browser.post(f"/threads/{thread.id}/closure")
    sent = browser.post(f"/threads/{thread.id}/posts", data={"text": "来电人说：谢谢，问题解决了。"})
    assert (sent.status_code, Thread.get().status, Post.select().order_by(-Post.id).first().kind) == (
        303,
        "closed",
        "reply",
    )
