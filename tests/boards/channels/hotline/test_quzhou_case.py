"""A case published by Quzhou: a call on 25 November 2013 at noon, called back the next afternoon."""

import json
from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from boards.channels.hotline.models import Call
from boards.models.cases import Callback
from boards.models.threads import Clock, Post, Thread
from forum.accounts.models import Account
from forum.clock import FixedClock
from forum.store import db
from forum.store.log import Entry

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALLER, PHONE = "朱晓兰女士", "13812341234"
FORM = {
    "caller": CALLER,
    "phone": "138 1234 1234",
    "called_at": "2013-11-25T12:00",
    "kind": "complaint",
    "title": "龙化家园的路灯坏了半个月",
    "text": "小区东门外三盏路灯都不亮，晚上接孩子看不清路。",
    "board": "zhujian",
}


def at(day, hour, minute=0):
    return datetime(2013, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def clock():
    """The city's people hold their roles from that morning on."""
    return FixedClock(at(25, 8))


@pytest.fixture
def case(client_of, cast, clock):
    """The whole case, each step through the pages at its own time."""
    operator, speaker = client_of(cast.operator), client_of(cast.spokesperson)
    clock.set(at(25, 14, 10))
    posted = operator.post("/hotline/calls", data=FORM)
    thread = Thread.get()
    clock.set(at(25, 14, 35))
    speaker.post(f"/threads/{thread.id}/acceptance")
    clock.set(at(26, 10))
    speaker.post(f"/threads/{thread.id}/posts", data={"kind": "result", "text": "三盏路灯已于今早修好。"})
    clock.set(at(26, 15, 20))
    callback = Callback.get()
    queue = operator.get("/hotline/callbacks").text
    shown = operator.post(f"/hotline/callbacks/{callback.id}/look", data={"reason": "答复后回访"}).text
    operator.post(f"/hotline/callbacks/{callback.id}/closure", data={"outcome": "reached", "remark": "很满意"})
    return SimpleNamespace(thread=thread.id, posted=posted, queue=queue, shown=shown, callback=callback.id)


def test_the_question_stands_on_the_board_under_the_line(case, client_of, cast):
    page = client_of(cast.guest).get(f"/threads/{case.thread}").text
    assert case.posted.location == f"/threads/{case.thread}"
    assert FORM["title"] in page and FORM["text"] in page
    assert "96811" in page and "话务员" in page and "已认证" in page and "热线 96811" in page
    assert "已答复" in page and "三盏路灯已于今早修好" in page
    assert "话务一号" not in page


def test_its_clocks_are_met_as_the_newspaper_told(case):
    clocks = {clock.kind: clock for clock in Clock.select()}
    assert clocks["accept"].opened_at == at(25, 14, 10)
    assert clocks["accept"].due_at == at(25, 16, 10)
    assert clocks["accept"].met_at == at(25, 14, 35)
    assert (clocks["accept"].met_at - clocks["accept"].opened_at).total_seconds() <= 30 * 60
    assert clocks["answer"].met_at == at(26, 10)
    assert clocks["answer"].met_at <= clocks["answer"].due_at


def test_the_callback_says_who_called_when_and_how_it_ended(case, cast):
    callback = Callback.get_by_id(case.callback)
    assert (callback.opened_at, callback.cause) == (at(26, 10), "answer")
    assert (callback.outcome, callback.done_at, callback.remark) == ("reached", at(26, 15, 20), "很满意")
    assert callback.done_by_id == cast.operator.account
    assert callback.done_at <= callback.due_at


def test_the_operator_sees_the_number_masked_and_whole_once_it_was_asked_for(case, client_of, cast):
    assert "138****1234" in case.queue and PHONE not in case.queue
    assert PHONE in case.shown and CALLER in case.shown
    assert PHONE not in client_of(cast.operator).get(f"/hotline/callbacks/{case.callback}").text


def test_the_look_is_in_the_log_for_the_supervisor(case, client_of, cast):
    looks = client_of(cast.supervisor).get("/hotline/looks").text
    assert "话务一号" in looks and "答复后回访" in looks and FORM["title"] in looks
    entry = Entry.get(Entry.deed == "private.look")
    assert (entry.actor_id, entry.at) == (cast.operator.account, at(26, 15, 20))
    assert entry.object == f"call/{Call.get().id}"


def test_the_log_names_the_operator_where_the_page_names_the_line(case, cast):
    line = Account.get(Account.display_name == "96811")
    assert Thread.get().author_id == Post.get(Post.floor == 1).author_id == line.id
    entered = Entry.select().where(Entry.deed.in_(["case.ask", "post.create", "hotline.call"])).order_by(Entry.id)
    assert [entry.actor_id for entry in entered][:3] == [cast.operator.account] * 3
    assert line.password_hash is None


PUBLIC = ("/", "/boards/zhujian", "/threads/{}", "/threads/{}?view=tree", "/posts/1/revisions", "/moderation/log",
          "/api/v1/threads/{}", "/api/v1/threads/{}/posts", "/api/v1/boards/zhujian/threads")  # fmt: skip


def test_no_public_page_or_answer_tells_who_called(case, client_of, cast):
    for reader in (cast.guest, cast.spokesperson, cast.moderator, cast.administrator, cast.supervisor):
        for address in PUBLIC:
            response = client_of(reader).get(address.format(case.thread))
            assert response.status_code == 200
            assert _nothing_private(response.text), address


def test_the_log_and_its_leaves_tell_nothing_of_the_caller(case):
    for entry in Entry.select():
        assert _nothing_private(entry.leaf)
        assert _nothing_private(json.dumps(entry.__data__, default=str, ensure_ascii=False))


def test_the_bytes_at_rest_tell_nothing_of_the_caller(case, stored_bytes):
    at_rest = stored_bytes()
    assert FORM["title"].encode() in at_rest  # what is public is there as it is
    assert PHONE.encode() not in at_rest
    assert CALLER.encode() not in at_rest


def test_the_case_and_its_callback_are_on_the_public_timeline(case, client_of, cast):
    page = client_of(cast.guest).get(f"/threads/{case.thread}").text
    assert "回访" in page
    assert "很满意" not in page


def _nothing_private(text):
    return not any(secret in text for secret in (PHONE, "138 1234 1234", "138****1234", CALLER, "朱晓兰"))


@pytest.fixture
def stored_bytes(database_url, database):
    """stored_bytes(): everything that the database keeps, as bytes."""

    def read():
        if not db.is_sqlite():
            return "\n".join(_rows()).encode()
        db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        with open(database_url.removeprefix("sqlite:///"), "rb") as file:
            return file.read()

    return read


def _rows():
    for table in db.database.get_tables():
        yield from (row for (row,) in db.database.execute_sql(f'SELECT t::text FROM "{table}" t').fetchall())
