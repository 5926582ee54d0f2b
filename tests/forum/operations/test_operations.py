"""What tells whether the program is well: /readyz, /metrics, the log and its request ids, the administrators' page."""

import json
import logging
import re
from dataclasses import replace
from datetime import timedelta

import psycopg
import pysqlite3
import pytest

from forum.app import create_app
from forum.operations import metrics, verification
from forum.operations.journal import JsonLines, Text
from forum.operations.readiness import reader_states
from forum.operations.requests import HEADER
from forum.store import db
from forum.store.readers import Cursor
from moderation.ledger.signing import Signer
from search.reader import SearchReader

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TOKEN = "a token of this test only"


@pytest.fixture
def indexed(app, clock):
    return lambda: SearchReader(app.extensions["wenqu"].engine).catch_up(clock.now())


def test_it_is_ready_once_the_index_is_made_and_not_while_the_index_lags(
    app, question, indexed, clock, client_of, cast
):
    guest = client_of(cast.guest)
    before = guest.get("/readyz")
    assert before.status_code == 503 and before.json["checks"]["search"] == "damaged"
    indexed()
    after = guest.get("/readyz")
    assert after.status_code == 200 and not any(after.json["checks"].values())
    assert after.headers["Cache-Control"] == "no-store"
    client_of(cast.asker).post("/threads/1/posts", data={"text": "现在装上了吗？", "parent": "1"})
    assert guest.get("/readyz").status_code == 200
    clock.advance(timedelta(seconds=61))
    assert guest.get("/readyz").json["checks"]["search"] == "lags"


def test_a_cursor_that_keeps_no_position_in_the_log_is_no_reader_that_lags(app, question, indexed, clock, settings):
    indexed()
    Cursor.create(name="delivery", position=1, moved_at=clock.now())
    Cursor.create(name="tallies", position=1, moved_at=clock.now())
    clock.advance(timedelta(minutes=6))
    states = {state.name: state.late for state in reader_states(app.extensions["wenqu"].engine, clock.now())}
    assert states == {"ledger": True, "tallies": True, "search": False}
    Signer(settings).catch_up(clock.now())
    assert not reader_states(app.extensions["wenqu"].engine, clock.now())[0].behind


def test_without_its_database_it_lives_and_is_not_ready(app, database_url, tmp_path, client_of, cast, indexed):
    indexed()
    guest = client_of(cast.guest)
    db.database.close_all()
    path = database_url.removeprefix("sqlite:///")
    moved = tmp_path / "moved.db"
    (tmp_path / "wenqu.db").rename(moved)
    (tmp_path / "wenqu.db").mkdir()
    answer = guest.get("/readyz")
    assert answer.status_code == 503 and answer.json["checks"]["database"]
    page = guest.get("/")
    assert page.status_code == 503 and page.headers["Retry-After"]
    (tmp_path / "wenqu.db").rmdir()
    moved.rename(path)
    assert guest.get("/readyz").status_code == guest.get("/").status_code == 200


def test_metrics_have_bounded_labels_and_are_for_this_machine_or_a_token(settings, clock, database, indexed):
    app = create_app(replace(settings, metrics_token=TOKEN), clock)
    browser = app.test_client()
    browser.get("/threads/4711?q=secret")
    browser.get("/nowhere/at/all")
    found = browser.get("/metrics")
    assert 'wenqu_requests_total{method="GET",rule="/threads/<id:thread_id>",status="4xx"}' in found.text
    assert 'rule="(no route)"' in found.text and "wenqu_disk_free_bytes" in found.text
    assert "4711" not in found.text and "secret" not in found.text and "nowhere" not in found.text
    from_elsewhere = {"X-Forwarded-For": "203.0.113.9"}
    assert browser.get("/metrics", headers=from_elsewhere).status_code == 403
    assert browser.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 403
    assert browser.get("/metrics", headers={**from_elsewhere, "Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert browser.get("/metrics", headers={**from_elsewhere, "Authorization": "Bearer no"}).status_code == 403


def test_each_response_names_its_request_and_only_a_trusted_proxy_names_it_first(settings, clock, database):
    offered = {HEADER: "offered-by-a-proxy"}
    for trusted, taken in ((0, False), (1, True)):
        browser = create_app(replace(settings, trusted_proxies=trusted), clock).test_client()
        names = [browser.get("/", headers=offered).headers[HEADER] for _ in range(2)]
        assert (names == ["offered-by-a-proxy"] * 2) == taken
        assert len(set(names)) == (1 if taken else 2)
        odd = browser.get("/", headers={HEADER: "<script>"}).headers[HEADER]
        assert re.fullmatch("[0-9a-f]{16}", odd)


def test_the_error_page_and_the_log_name_the_request(app, client_of, cast, monkeypatch, caplog):
    def fails(*_):
        raise ValueError("an error of the program")

    monkeypatch.setitem(app.view_functions, "site.about", fails)
    answer = client_of(cast.guest).get("/about")
    assert answer.status_code == 500 and answer.headers[HEADER] in answer.text
    (record,) = [each for each in caplog.records if each.exc_info]
    line = json.loads(JsonLines().format(record))
    assert line["level"] == "error" and "an error of the program" in line["traceback"]
    assert "[" in Text().format(record)


@pytest.mark.parametrize("driver", [pysqlite3, psycopg])
def test_an_error_of_the_driver_that_reading_rows_raises_is_answered_with_503(
    app, client_of, cast, monkeypatch, caplog, driver
):
    def fails(*_):
        raise driver.OperationalError("the connection is lost")

    monkeypatch.setitem(app.view_functions, "site.about", fails)
    answer = client_of(cast.guest).get("/about")
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert "the connection is lost" in caplog.text and "Traceback" not in caplog.text


def test_no_line_of_the_log_holds_who_asked_or_what(app, client_of, cast, question, caplog):
    caplog.set_level(logging.INFO)
    asker = client_of(cast.asker)
    headers = {"User-Agent": "Mozilla/5.0 Secretive", "X-Forwarded-For": "203.0.113.9"}
    asker.get("/search?q=机密词", headers=headers, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    asker.post("/threads/1/posts", data={"text": "只有我知道", "parent": "1"}, headers=headers)
    client_of(cast.spokesperson).post("/threads/999/acceptance", headers=headers)
    lines = "\n".join(JsonLines().format(record) for record in caplog.records if not record.name.startswith("peewee"))
    assert '"rule": "/search"' in lines
    words = ("203.0.113.9", "机密词", "%E6%9C%BA", "只有我知道", "Secretive", cast.asker.username, "陈晓")
    assert [word for word in words if word in lines] == []


def test_administrators_see_what_is_behind_and_when_it_was_backed_up_and_verified(
    client_of, cast, question, settings, now, indexed
):
    page = client_of(cast.administrator).get("/admin/status").text
    assert "还没有备份过" in page and "还没有核对过" in page and "有需要处理的问题" in page
    indexed()
    verification.record(settings.data, now, 0)
    page = client_of(cast.administrator).get("/admin/status", headers={"Accept-Language": "en"}).text
    assert "Everything is well" in page and "Never verified" not in page
    assert client_of(cast.moderator).get("/admin/status").status_code == 403


def test_the_page_of_the_state_says_how_many_requests_wait(app, client_of, cast, indexed):
    indexed()
    try:
        metrics.tell_waiting(41)
        page = client_of(cast.administrator).get("/admin/status").text
    finally:
        metrics.tell_waiting(0)
    assert re.search(r"等着的请求</th><td>41</td>", page)
