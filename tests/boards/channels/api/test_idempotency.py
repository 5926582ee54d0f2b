"""The same request with the same key is one deed, also when it comes twice at once or after a crash."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from boards.models.threads import Post, Thread
from forum.idempotency import actions as idempotency
from forum.idempotency.models import RememberedAnswer

KEY = {"Idempotency-Key": "7f3c-1"}
WORDS = {"text": "我也遇到了。"}


def floors():
    return Post.select().count()


def test_the_same_request_is_done_once_and_answered_alike(api_of, cast, question):
    first, second = (api_of(cast.neighbour).post("/threads/1/posts", json=WORDS, headers=KEY) for _ in range(2))
    assert (first.status_code, second.status_code, floors()) == (201, 201, 2)
    assert first.data == second.data and first.headers["Location"] == second.headers["Location"]
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"


def test_blanks_in_the_json_make_no_other_request(api_of, cast, question):
    for raw in ('{"text":"我也遇到了。"}', '{ "text" : "我也遇到了。", "kind": "reply" }'):
        answer = api_of(cast.neighbour).post("/threads/1/posts", data=raw, content_type="application/json", headers=KEY)
        assert answer.status_code == 201
    assert floors() == 2


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/threads/1/posts", {"text": "另一句话"}), ("/threads/1/support", None), ("/posts/1/report", {"reason": "x"})],
)
def test_the_same_key_for_another_request_is_a_conflict(api_of, cast, question, path, sent):
    api_of(cast.neighbour).post("/threads/1/posts", json=WORDS, headers=KEY)
    assert api_of(cast.neighbour).post(path, json=sent, headers=KEY).status_code == 409
    assert (floors(), Thread.get().supports) == (2, 0)


def test_everybody_has_keys_of_their_own(api_of, cast, question):
    for who in (cast.neighbour, cast.asker):
        assert api_of(who).post("/threads/1/posts", json=WORDS, headers=KEY).status_code == 201
    assert floors() == 3


def test_a_refusal_is_not_remembered(api_of, cast, question, clock):
    speaker = api_of(cast.spokesperson)
    result = {"text": "已装。", "kind": "result"}
    assert speaker.post("/threads/1/posts", json=result, headers=KEY).status_code == 409
    speaker.post("/threads/1/acceptance")
    assert speaker.post("/threads/1/posts", json=result, headers=KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "k" * 101, "钥匙".encode().decode("latin-1"), "a\tb"])
def test_a_key_that_is_none_is_malformed(api_of, cast, question, key):
    answer = api_of(cast.neighbour).post("/threads/1/posts", json=WORDS, headers={"Idempotency-Key": key})
    assert (answer.status_code, floors()) == (400, 1)


def test_a_deed_and_its_answer_are_kept_together_or_not_at_all(api_of, cast, question, monkeypatch):
    def crash(*given, **named):
        raise RuntimeError("the power goes off")

    monkeypatch.setattr(RememberedAnswer, "create", crash)
    assert api_of(cast.neighbour).post("/threads/1/posts", json=WORDS, headers=KEY).status_code == 500
    assert floors() == 1
    monkeypatch.undo()
    assert api_of(cast.neighbour).post("/threads/1/posts", json=WORDS, headers=KEY).status_code == 201


def test_of_many_at_once_one_does_it_and_all_get_its_answer(api_of, cast, question):
    callers = [api_of(cast.neighbour) for _ in range(6)]
    with ThreadPoolExecutor(len(callers)) as at_once:
        asked = [at_once.submit(caller.post, "/threads/1/posts", json=WORDS, headers=KEY) for caller in callers]
        answers = [each.result() for each in asked]
    assert {(answer.status_code, answer.data) for answer in answers} == {(201, answers[0].data)}
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers].count(None) == 1
    assert floors() == 2


def test_a_key_is_forgotten_after_a_week(api_of, cast, question, clock):
    caller = api_of(cast.neighbour)
    caller.post("/threads/1/posts", json=WORDS, headers=KEY)
    clock.advance(idempotency.REMEMBERED + timedelta(seconds=1))
    again = caller.post("/threads/1/posts", json=WORDS, headers=KEY)
    assert (again.status_code, "Idempotent-Replayed" in again.headers, floors()) == (201, False, 3)
    assert RememberedAnswer.select().count() == 1


def test_no_token_is_ever_kept(api_of, cast):
    login = {"username": "asker", "password": "a long enough password"}
    tokens = {api_of(cast.asker).post("/tokens", json=login, headers=KEY).json["token"] for _ in range(2)}
    assert len(tokens) == 2 and RememberedAnswer.select().count() == 0


def test_the_worker_deletes_what_is_told_no_longer(api_of, cast, question, clock):
    api_of(cast.neighbour).post("/threads/1/posts", json=WORDS, headers=KEY)
    forgetting = idempotency.Forgetting()
    assert forgetting.advance(clock.now()) == 0
    clock.advance(idempotency.REMEMBERED + timedelta(seconds=1))
    api_of(cast.neighbour).post("/threads/1/posts", json={"text": "新的"}, headers={"Idempotency-Key": "another"})
    assert (forgetting.advance(clock.now()), forgetting.advance(clock.now())) == (1, 0)
    assert [row.key for row in RememberedAnswer.select()] == ["another"]
