"""A form that is sent twice, by a second press, a lost answer or the outbox of a device, is accepted once."""

import re

import pytest

from boards.models.threads import Post, Thread

REPLY = {"text": "我也遇到了。", "once": "key-of-the-form"}
QUESTION = {"title": "三衢路口的路灯不亮", "text": "三天没亮了。", "kind": "complaint", "to": "住建局", "once": "k-1"}
SENT = {"Idempotency-Key": "key-of-the-form", "Accept": "application/json"}
ADDRESS = "/threads/1/posts"


@pytest.fixture
def browser(client_of, cast, places):
    return client_of(cast.neighbour)


def key(page):
    """The key that the form of a page carries."""
    return re.search(r'name="once" value="([^"]+)"', page).group(1)


def test_every_form_has_a_key_of_its_own(browser, question):
    keys = {key(browser.get(address).text) for address in ("/ask", "/threads/1", "/threads/1/reply") for _ in "ab"}
    assert len(keys) == 6


def test_a_guests_thread_has_none_so_that_it_can_be_shared(app, question):
    assert 'name="once"' not in app.test_client().get("/threads/1").text


def test_a_reply_sent_twice_is_one_floor_and_leads_there_twice(browser, question):
    first, second = (browser.post(ADDRESS, data=REPLY) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, "/threads/1/floors/2")
    assert Post.select().count() == 2


def test_a_question_sent_twice_is_one_thread(browser, places):
    looked = browser.post("/ask", data=QUESTION).text
    assert key(looked) == "k-1"
    considered = re.search(r'name="considered" value="(\w+)"', looked).group(1)
    answers = [
        browser.post("/ask", data={**QUESTION, "considered": given}) for given in (considered, considered, "unseen")
    ]
    assert {(each.status_code, each.location) for each in answers} == {(303, f"/threads/{Thread.get().id}/sent")}
    assert Thread.select().count() == 1


def test_what_was_written_without_a_network_needs_no_look(browser, places):
    assert browser.post("/ask", data={**QUESTION, "considered": "unseen"}).status_code == 303


def test_but_a_telephone_number_in_it_is_asked_about(browser, places):
    text = {"text": "请打13800138000找我。"}
    answer = browser.post("/ask", data={**QUESTION, **text, "considered": "unseen"})
    assert answer.status_code == 200 and Thread.select().count() == 0


def test_another_text_under_the_same_key_is_refused_and_comes_back_with_another_key(browser, question):
    browser.post(ADDRESS, data=REPLY)
    refused = browser.post(ADDRESS, data={**REPLY, "text": "另一句话。"})
    assert refused.status_code == 409 and "另一句话。" in refused.text and "已经提交过一次" in refused.text
    assert key(refused.text) != REPLY["once"] and Post.select().count() == 2
    again = browser.post(ADDRESS, data={**REPLY, "text": "另一句话。", "once": key(refused.text)})
    assert again.location == "/threads/1/floors/3"


def test_a_form_that_is_refused_keeps_its_key(browser, question):
    assert key(browser.post(ADDRESS, data={**REPLY, "text": ""}).text) == REPLY["once"]


@pytest.mark.parametrize("wrong", ["x" * 101, "钥匙", "a\tb"])
def test_a_key_that_is_none_is_refused(browser, question, wrong):
    assert browser.post(ADDRESS, data={**REPLY, "once": wrong}).status_code == 400


def test_everybody_has_keys_of_his_own(browser, client_of, cast, question):
    for who in (browser, client_of(cast.asker)):
        who.post(ADDRESS, data=REPLY)
    assert Post.select().count() == 3


def test_a_crash_between_deed_and_outcome_leaves_neither(browser, question, monkeypatch):
    from forum.idempotency.models import RememberedAnswer

    def crash(**row):
        raise RuntimeError

    with monkeypatch.context() as crashing:
        crashing.setattr(RememberedAnswer, "create", crash)
        assert browser.post(ADDRESS, data=REPLY).status_code == 500
    assert Post.select().count() == 1
    assert browser.post(ADDRESS, data=REPLY).location == "/threads/1/floors/2"


def test_an_outbox_is_told_what_was_wrong_as_json(browser, question):
    refused = browser.post(ADDRESS, data={"text": ""}, headers=SENT)
    assert (refused.status_code, refused.content_type) == (422, "application/problem+json")
    assert refused.json["errors"].keys() == {"text"}
