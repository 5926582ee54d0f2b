"""The monthly files: what is in them, what never is, and that they are withdrawn when something is concealed."""

import csv
import gzip
import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from boards.actions.posts.posts import reply
from boards.actions.posts.threads import ask
from boards.channels.opendata import rows as reading
from boards.channels.opendata.making import REST, OpenDataKeeper, make
from boards.channels.opendata.models import OpenDataFile
from boards.models.threads import Post, Thread
from forum.store import db, log
from forum.store.log import Deed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def settings(settings):
    return replace(settings, site=replace(settings.site, licence="CC BY 4.0", licence_url="https://example.org/by"))


@pytest.fixture
def keeper(settings, places):
    return OpenDataKeeper(settings)


@pytest.fixture
def asked(places, cast, rules, clock):
    thread = ask(
        places.housing_board,
        actor=cast.asker,
        now=clock.now(),
        city=rules,
        title="=SUM(A1)",
        text="正文\n第二行",
        kind="complaint",
    )
    for words in ("+1 我也是", "二", "三"):
        reply(thread, actor=cast.neighbour, now=clock.advance(timedelta(minutes=1)), city=rules, text=words)
    return thread


def downloaded(browser, form):
    answer = browser.get(f"/open-data/threads-2014-09.{form}.gz", buffered=True)
    assert answer.status_code == 200
    return gzip.decompress(answer.data).decode("utf-8-sig")


def conceal(cast, now, number=1):
    with db.write():
        Post.update(hidden_at=now, hidden_role="moderator", hidden_reason="理由").where(Post.id == number).execute()
        log.record(Deed.POST_HIDE, ("post", number), actor=cast.moderator, now=now)


def test_both_files_have_every_public_post_and_no_name(asked, keeper, app, cast, clock, monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    assert keeper.work(clock.now()) == 1 and keeper.work(clock.now()) == 0
    lines = [json.loads(line) for line in downloaded(app.test_client(), "jsonl").splitlines()]
    assert [line["type"] for line in lines] == ["thread", "post", "post", "post", "post"]
    assert lines[0]["title"] == "=SUM(A1)" and lines[0]["url"] == f"http://127.0.0.1:8000/threads/{asked.id}"
    assert lines[1] == {
        "type": "post", "thread": asked.id, "floor": 1, "kind": "question", "role": "netizen", "department": None,
        "created_at": "2014-09-22T10:00:00+08:00", "revision": 1, "withheld": None, "text": "正文\n第二行",
    }  # fmt: skip
    table = list(csv.DictReader(io.StringIO(downloaded(app.test_client(), "csv"), newline="")))
    assert [row["post_text"] for row in table] == ["正文\n第二行", "'+1 我也是", "二", "三"]
    assert table[0]["title"] == "'=SUM(A1)"
    everything = json.dumps(lines, ensure_ascii=False)
    assert cast.asker.name not in everything and cast.neighbour.name not in everything


def test_what_is_hidden_or_waits_is_not_in_them(asked, keeper, app, cast, screened, places, clock):
    ask(
        places.housing_board,
        actor=cast.asker,
        now=clock.now(),
        city=screened,
        title="等",
        text="等着的话",
        kind="complaint",
    )
    conceal(cast, clock.now())
    keeper.work(clock.now())
    for form in ("jsonl", "csv"):
        words = downloaded(app.test_client(), form)
        assert "正文" not in words and "等着的话" not in words and "屏蔽" in words and "我也是" in words


def test_files_are_withdrawn_when_something_is_hidden_and_made_anew(asked, keeper, app, cast, clock):
    keeper.work(clock.now())
    browser = app.test_client()
    assert "threads-2014-09.csv.gz" in browser.get("/open-data").text
    conceal(cast, clock.now())
    gone = browser.get("/open-data/threads-2014-09.jsonl.gz")
    assert gone.status_code == 503 and gone.headers["Retry-After"] == "3600"
    assert "threads-2014-09.csv.gz" not in browser.get("/open-data").text
    assert keeper.work(clock.now()) == 0
    assert keeper.work(clock.advance(REST)) == 1
    assert "正文" not in downloaded(browser, "jsonl") and OpenDataFile.select().count() == 1


def test_a_new_month_has_new_files_and_the_old_ones_are_deleted(asked, keeper, app, settings, clock):
    keeper.work(clock.now())
    clock.advance(timedelta(days=9))
    assert keeper.work(clock.now()) == 1
    assert {path.name.split("-")[1] for path in (settings.data / "open-data").iterdir()} == {"10"}
    assert app.test_client().get("/open-data/threads-2014-09.csv.gz").status_code == 404
    page = app.test_client().get("/open-data").text
    assert "2014-09" in page and OpenDataFile.select().order_by(OpenDataFile.id).first().csv_sha256 in page


def test_a_file_is_what_its_hash_says_and_can_be_continued(asked, settings, app, clock, places):
    made = make("2014-09", settings, clock.now())
    browser, path = app.test_client(), "/open-data/threads-2014-09.jsonl.gz"
    whole = browser.get(path, buffered=True)
    assert hashlib.sha256(whole.data).hexdigest() == made.json_sha256 and len(whole.data) == made.json_size
    assert browser.get(path, buffered=True, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    rest = browser.get(path, buffered=True, headers={"Range": "bytes=10-"})
    assert rest.status_code == 206 and rest.data == whole.data[10:]


def test_killed_while_they_are_made_the_earlier_ones_stay(asked, settings, keeper, app, clock, cast, monkeypatch):
    keeper.work(clock.now())
    before = downloaded(app.test_client(), "jsonl")

    def killed(row, *rest):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(reading, "_post", killed)
        with pytest.raises(KeyboardInterrupt):
            make("2014-09", settings, clock.now())
    assert downloaded(app.test_client(), "jsonl") == before
    assert Thread.select().count() == 1


def test_without_a_licence_nothing_is_made_and_the_page_says_so(asked, settings, app, clock):
    bare = replace(settings, site=replace(settings.site, licence=""))
    assert OpenDataKeeper(bare).work(clock.now()) == 0
    app.extensions["wenqu"] = replace(app.extensions["wenqu"], settings=bare)
    assert "还没有选定使用许可" in app.test_client().get("/open-data").text
    assert app.test_client().get("/open-data/threads-2014-09.csv.gz").status_code == 404


@pytest.mark.parametrize("name", ["..", "x", "threads-2014-09.csv", "threads-9999-99.csv.gz", "%2e%2e%2fsecret"])
def test_nothing_else_is_given(asked, keeper, app, clock, name):
    keeper.work(clock.now())
    assert app.test_client().get(f"/open-data/{name}").status_code in (308, 404)
