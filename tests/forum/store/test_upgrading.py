"""Upgrading a database that is in use: what was written before stands where it was, and no report is left without an answer."""

from datetime import UTC, datetime

import pytest

from boards.models.moderation import Placement, Report
from boards.models.threads import Clock, Post, Thread
from forum.accounts.models import Account
from forum.private import Encryptor
from forum.store import db, schema, triggers

AT = datetime(2014, 9, 22, 2, tzinfo=UTC)
LATER = datetime(2014, 9, 25, 2, tzinfo=UTC)
THEN = {
    "account": [
        {"id": 1, "username": "asker", "display_name": "小陈", "name_key": "小陈", "public_id": "a1", "otp_last_step": 0, "unread": 0, "created_at": AT},
    ],
    "category": [{"id": 1, "name": "互动", "section": "discussion", "position": 0}],
    "board": [
        {"id": 1, "slug": "chat", "name": "闲聊", "description": "", "section": "discussion", "category_id": 1, "position": 0, "threads": 1,
         "posts": 2, "last_name": ""},
    ],
    "department": [{"id": 1, "slug": "zhujian", "name": "住建局", "short": "住建", "level": "bureau", "duty": "", "position": 0, "active": True}],
    "thread": [
        {"id": 1, "board_id": 1, "title": "夜市", "author_id": 1, "author_name": "小陈", "role": "netizen", "anonymous": False, "channel": "web",
         "created_at": AT, "floors": 2, "supports": 0, "answers": 0, "last_at": AT, "last_name": "小陈", "hidden": False, "public": True},
    ],
    "post": [
        {"id": floor, "thread_id": 1, "floor": floor, "path": path, "author_id": 1, "author_name": "小陈", "role": "netizen", "anonymous": False,
         "kind": "reply", "channel": "web", "created_at": AT, "revision": 1, "unsettled": False}
        for floor, path in ((1, "00001"), (2, "00002"))
    ],
    "entry": [
        {"id": 1, "at": AT, "deed": "post.report", "object": "post/2", "post_id": 2, "actor_id": 1, "role": "netizen",
         "data": '{"floor": 2, "text": "像是广告"}', "leaf": "{}"},
        *({"id": number, "at": AT, "deed": deed, "object": "thread/1", "thread_id": 1, "role": "spokesperson", "leaf": "{}"}
          for number, deed in ((2, "case.accept"), (3, "case.transfer"))),
    ],
    "clock": [
        {"id": number, "thread_id": 1, "department_id": 1, "kind": kind, "opened_at": AT, "due_at": due, "met_at": met, "met_by": by,
         "explanation": "[]", "provisional": False}
        for number, kind, due, met, by in (
            (1, "accept", LATER, AT, "case.accept"), (2, "answer", LATER, AT, "case.transfer"), (3, "answer", AT, LATER, "case.transfer"),
            (4, "answer", LATER, AT, "case.result"), (5, "answer", LATER, None, None),
        )
    ],
}  # fmt: skip


@pytest.fixture
def old_url(request, tmp_path, database_url):
    """The URL of a database of the first release, with a thread of two floors, one of them reported."""
    if database_url.startswith("sqlite:"):
        url = f"sqlite:///{tmp_path / 'old.db'}"
    else:
        running = request.getfixturevalue("postgresql")
        running.made += 1
        running.server.psql(f"CREATE DATABASE old_{running.made};")
        url = running.superuser(f"old_{running.made}")
    opened = db.connect(url, upkeep=True)
    with db.connection():
        schema._runner().up(target="0001_first_tables")
        for table, rows in THEN.items():
            for row in rows:
                _put(opened, table, row)
    opened.close_all()
    return url


def _put(opened, table, row):
    values = [value.isoformat(" ", "microseconds") if value in (AT, LATER) else value for value in row.values()]
    places = ", ".join([opened.param] * len(row))
    opened.execute_sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", values)


def test_what_was_written_stands_where_it_was_and_reports_wait_for_an_answer(old_url):
    assert schema.upgrade(old_url) == sorted(path.stem for path in schema.MIGRATIONS.glob("0*.py"))[1:]
    opened = db.connect(old_url, upkeep=True)
    with db.connection():
        places = Post.select(Post.place_thread, Post.place_floor, Post.place_path, Post.hidden_whole).order_by(Post.id)
        assert list(places.tuples()) == [(1, 1, "00001", False), (1, 2, "00002", False)]
        thread = Thread.get()
        assert (thread.locked, thread.pinned, thread.moved_out, thread.merged_into_id) == (False, None, 0, None)
        (report,) = Report.select().dicts()
        assert (report["post"], report["account"], report["text"], report["at"], report["decided_at"]) == (
            2,
            1,
            "像是广告",
            AT,
            None,
        )
        assert not Placement.select().exists() and triggers.differing(opened, db.is_sqlite()) == []
    opened.close_all()


def test_clocks_that_have_ended_are_met_only_by_a_deed_that_the_log_has(old_url):
    schema.upgrade(old_url)
    opened = db.connect(old_url, upkeep=True)
    with db.connection():
        found = [outcome for (outcome,) in Clock.select(Clock.outcome).order_by(Clock.id).tuples()]
    opened.close_all()
    assert found == ["met", "stopped", "missed", "stopped", None]


def test_the_secrets_of_authenticators_are_encrypted_by_the_upgrade(old_url, monkeypatch, settings):
    opened = db.connect(old_url, upkeep=True)
    with db.connection():
        opened.execute_sql("UPDATE account SET otp_secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'")
    opened.close_all()
    monkeypatch.setenv("WENQU_SECRET_KEY", "the key of this installation, long enough")
    schema.upgrade(old_url)
    opened = db.connect(old_url)
    with db.connection():
        account = Account.select(Account.id, Account.otp_secret).get()
        opened_again = Encryptor("the key of this installation, long enough").decrypt(
            account.otp_secret, f"account/otp_secret/{account.id}"
        )
    opened.close_all()
    assert (account.otp_secret[:3], opened_again) == ("v1.", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
