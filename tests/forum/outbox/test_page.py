"""The administrator's page of the outbox."""

import re

import pytest

from forum.outbox.actions import put
from forum.outbox.models import OutboxItem
from forum.outbox.queries import outbox_page
from forum.private import Encryptor

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def letters(settings, database, now):
    """One that waits, one that was given up and one that was sent."""
    for key in ("waits", "failed", "sent"):
        content = {"to": "li@example.com", "text": "恢复码"}
        put("mail", key, content, now=now, encryptor=Encryptor(settings.secret_key))
    failed, sent = OutboxItem.key == "failed", OutboxItem.key == "sent"
    OutboxItem.update(due_at=None, failed_at=now, error="the mail server answered 550", attempts=7).where(
        failed
    ).execute()
    OutboxItem.update(due_at=None, sent_at=now, sealed=None, attempts=1).where(sent).execute()


def test_it_counts_what_waits_failed_and_was_sent(letters, now):
    page = outbox_page("waiting", None)
    assert [each.count for each in page.states] == [1, 1, 1] and page.oldest == now
    assert [row.may_change for row in page.rows] == [True]


def test_the_page_says_why_and_shows_neither_content_nor_receiver(letters, client_of, cast):
    shown = client_of(cast.administrator).get("/admin/outbox").text
    assert "the mail server answered 550" in shown and "验证码和账号信件" in shown
    for state in ("failed", "waiting", "sent"):
        text = client_of(cast.administrator).get(f"/admin/outbox?state={state}").text
        assert "li@example.com" not in text and "恢复码" not in text


def test_buttons_try_again_and_give_up(letters, client_of, cast, now):
    browser = client_of(cast.administrator)
    again, up = re.findall(r'action="(/admin/outbox/\d+/\w+)"', browser.get("/admin/outbox").text)
    assert browser.post(again).status_code == 303
    assert OutboxItem.get(OutboxItem.key == "failed").due_at == now
    assert browser.post(up).status_code == 303
    assert OutboxItem.get(OutboxItem.key == "failed").sealed is None


def test_pages_of_many(database, settings, now):
    for number in range(51):
        put("mail", f"k{number}", {"text": "x"}, now=now, encryptor=Encryptor(settings.secret_key))
    first = outbox_page("waiting", None)
    assert len(first.rows) == 50 and first.older and first.newest is None
    assert len(outbox_page("waiting", first.rows[-1].id).rows) == 1


def test_an_unknown_state_is_unknown(client_of, cast):
    assert client_of(cast.administrator).get("/admin/outbox?state=lost").status_code == 404
    assert client_of(cast.administrator).get("/admin/outbox?before=x").status_code == 400
