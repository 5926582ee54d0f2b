"""Whatever is sent, the answer is a clear 4xx, and nothing is written."""

import json

import pytest

from forum.store.log import last_entry_number

JSON = "application/json"
GOOD = {"title": "路口的灯", "text": "请装一个。", "kind": "complaint"}
ASKING = "/boards/zhujian/threads"
LARGE = 2 * 1024 * 1024

UNREADABLE = {
    "nothing": b"",
    "a word": b"hello",
    "half": b'{"title": "x"',
    "two": b"{} {}",
    "not utf-8": b'{"title": "\xff\xfe"}',
    "utf-16": json.dumps(GOOD).encode("utf-16"),
    "half a surrogate": b'{"title": "\\ud800", "text": "x"}',
    "a surrogate in bytes": b'{"title": "\xed\xa0\x80"}',
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"title":' * 100_000,
    "a raw NUL": b'{"title": "a\x00b"}',
}
WRONG = {
    "a list": ([], "body"),
    "a string": ("x", "body"),
    "null": (None, "body"),
    "a number": (7, "body"),
    "no title": ({"text": "x", "kind": "complaint"}, "title"),
    "an unknown field": (GOOD | {"colour": "red"}, "colour"),
    "a number for text": (GOOD | {"text": 7}, "text"),
    "null for text": (GOOD | {"text": None}, "text"),
    "a list for a title": (GOOD | {"title": ["x"]}, "title"),
    "a word for yes or no": (GOOD | {"anonymous": "yes"}, "anonymous"),
    "an unknown kind": (GOOD | {"kind": "praise"}, "kind"),
    "no kind": ({"title": "x", "text": "x"}, "kind"),
    "a blank title": (GOOD | {"title": " \u3000\u200b"}, "title"),
    "a long title": (GOOD | {"title": "长" * 81}, "title"),
    "a long text": (GOOD | {"text": "长" * 20_001}, "text"),
    "NUL": (GOOD | {"text": "a\x00b"}, "text"),
    "a control character": (GOOD | {"title": "a\x1bb"}, "title"),
    "nested": (GOOD | {"text": {"a": [{"b": {}}]}}, "text"),
}
WRONG_PARENTS = [0, -1, 10**30, 2**63, 1.5, "1", True, [1], 999_999]


@pytest.fixture
def writes_nothing(app):
    before = last_entry_number()
    yield
    assert last_entry_number() == before


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_a_body_that_is_no_json_is_malformed(api_of, cast, writes_nothing, raw):
    answer = api_of(cast.asker).post(ASKING, data=raw, content_type=JSON)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert answer.json["status"] == 400 and answer.json["detail"]


@pytest.mark.parametrize(("sent", "field"), WRONG.values(), ids=WRONG)
def test_a_body_that_breaks_a_rule_names_the_field(api_of, cast, writes_nothing, sent, field):
    answer = api_of(cast.asker).post(ASKING, data=json.dumps(sent), content_type=JSON)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert answer.json["errors"][field]


@pytest.mark.parametrize("parent", WRONG_PARENTS, ids=str)
def test_a_parent_that_is_no_post_here_is_refused(api_of, cast, question, writes_nothing, parent):
    answer = api_of(cast.neighbour).post("/threads/1/posts", json={"text": "同问", "parent": parent})
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["parent"])


def test_a_kind_that_nobody_writes_is_refused(api_of, cast, question, writes_nothing):
    answer = api_of(cast.neighbour).post("/threads/1/posts", json={"text": "x", "kind": "transfer"})
    assert "reply, first_reply, result, follow_up" in answer.json["errors"]["kind"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_only_json_is_taken(api_of, cast, writes_nothing, kind):
    assert api_of(cast.asker).post(ASKING, data=json.dumps(GOOD), content_type=kind).status_code == 415


def test_a_huge_body_is_too_large(api_of, cast, writes_nothing):
    answer = api_of(cast.asker).post(ASKING, data=b" " * LARGE, content_type=JSON)
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


@pytest.mark.parametrize("sent", [{"x": 1}, [], "x"])
def test_a_verb_without_fields_takes_none(api_of, cast, question, writes_nothing, sent):
    assert api_of(cast.spokesperson).post("/threads/1/acceptance", json=sent).status_code == 422


def test_a_verb_without_fields_takes_an_empty_object(api_of, cast, question):
    assert api_of(cast.spokesperson).post("/threads/1/acceptance", json={}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/boards/zhujian/threads?limit=0",
        "/boards/zhujian/threads?limit=101",
        "/boards/zhujian/threads?limit=many",
        "/boards/zhujian/threads?limit=" + "9" * 5000,
        "/boards/zhujian/threads?status=happy",
        "/boards/zhujian/threads?status=pending",
        "/boards/zhujian/threads?kind=praise",
        "/boards/zhujian/threads?sort=random",
        "/boards/zhujian/threads?before=yesterday",
        "/boards/zhujian/threads?before=2014-09-22_1",
        "/boards/zhujian/threads?before=0001-01-01T00:00:00%2B08:00_1",
        "/boards/zhujian/threads?sort=supports&before=99999999999999999999999_1",
        "/boards/zhujian/threads?before=2014-09-22T10:00:00%2B08:00_99999999999999999999999",
        "/boards/zhujian/threads?stauts=closed",
        "/threads/1/posts?from_floor=0",
        "/threads/1/posts?from_floor=x",
        "/threads/1/posts?from_floor=99999999999",
        "/posts/1/revisions?limit=-1",
        "/departments/zhujian/record?from=yesterday",
        "/departments/zhujian/record?from=2014-02-30",
        "/departments/zhujian/record?from=0001-01-01",
        "/departments/zhujian/record?to=9999-12-31",
        "/departments/zhujian/record?from=2014-09-02&to=2014-09-01",
        "/departments/zhujian/record?from=%00",
    ],
)
def test_a_wrong_parameter_is_malformed(api_of, cast, question, path):
    answer = api_of(cast.guest).get(path)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/boards/none",
        "/boards/%00",
        "/boards/a%00b/threads",
        "/boards/%ff",
        "/departments/none/record",
        "/departments/%00/record",
        "/threads/0",
        "/threads/x",
        "/threads/999",
        "/threads/-1",
        "/threads/99999999999999999999999999",
        "/posts/999",
        "/posts/999/revisions",
        "/threads/999/posts",
    ],
)
def test_what_is_not_there_is_not_found(api_of, cast, path):
    answer = api_of(cast.guest).get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize("number", ["0", 10**18, 2**63, "9" * 40, "٣", "-1"])
def test_an_id_out_of_range_is_not_found_whatever_the_method(api_of, cast, number):
    for method, path in (("DELETE", "hiding"), ("POST", "hiding"), ("POST", "revisions")):
        assert api_of(cast.moderator).open(f"/posts/{number}/{path}", method, json={"reason": "x"}).status_code == 404
    assert api_of(cast.moderator).delete(f"/posts/{number}").status_code == 404


def test_another_method_is_told_what_the_address_takes(api_of, cast, question):
    answer = api_of(cast.asker).put("/threads/1", json={})
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


def test_a_refusal_speaks_the_readers_language(api_of, cast):
    answer = api_of(cast.asker).post(ASKING, json={}, headers={"Accept-Language": "en"})
    assert answer.json["errors"]["title"] == "This is required."


def test_a_store_that_cannot_write_asks_to_come_back(api_of, cast, question, monkeypatch):
    import peewee

    from boards.actions.cases import handling

    def busy(*given, **named):
        raise peewee.OperationalError("database is locked")

    monkeypatch.setattr(handling, "accept", busy)
    answer = api_of(cast.spokesperson).post("/threads/1/acceptance")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_however_much_is_wrong_the_answer_stays_short(api_of, cast, places):
    many = {f"unknown{n:06}": 1 for n in range(30_000)}
    long = {"x" * 500_000: 1, "text": 7}
    for sent in (many, long):
        answer = api_of(cast.asker).post("/boards/zhujian/threads", json=sent)
        assert answer.status_code == 422 and len(answer.json["errors"]) <= 20
        assert len(answer.data) < 20_000
    assert "另有" in api_of(cast.asker).post("/boards/zhujian/threads", json=many).json["detail"]
    answer = api_of(cast.guest).get("/boards/zhujian/threads?" + "y" * 60_000 + "=1")
    assert answer.status_code == 400 and len(answer.data) < 20_000
