"""The outbox: what is put once is sent once, whatever fails or is killed in between."""

from datetime import timedelta

import pytest

from forum.outbox import sending
from forum.outbox.actions import give_up, put, try_again
from forum.outbox.models import OutboxItem
from forum.outbox.sending import DELAYS, FAILED_KEPT, KEPT, LEASE, LONGEST_STEP, Delayed, Refused, Sending, Unwanted
from forum.private import Encryptor
from forum.problems import Conflict
from forum.store import db

BOX = Encryptor("a secret key of at least thirty-two characters")


class Killed(BaseException):
    """The process ends here."""


class Peer:
    """A transport that remembers what it was given; `answers` are raised in turn, None: it was sent."""

    def __init__(self, *answers):
        self.answers, self.sent = list(answers), []

    def send(self, key, content):
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.sent.append((key, content))


@pytest.fixture
def give(database, now):
    def put_in(key="a", content=None, **more):
        put("mail", key, content or {"text": "你好"}, now=now, encryptor=BOX, **more)

    return put_in


def advance(peer, at):
    return Sending({"mail": peer}, BOX).advance(at)


def only():
    return OutboxItem.get()


def test_it_is_sent_once_and_its_content_erased(give, now):
    give()
    peer = Peer()
    assert advance(peer, now) == 1 and advance(peer, now + timedelta(days=1)) == 0
    assert peer.sent == [("a", {"text": "你好"})]
    assert (only().sent_at, only().sealed, only().due_at) == (now, None, None)


def test_its_content_is_encrypted_until_then(give):
    give(content={"text": "恢复码"})
    assert "恢复码" not in only().sealed


def test_what_is_put_twice_under_one_key_is_sent_once(give, now):
    give(content={"text": "一"})
    give(content={"text": "二"})
    peer = Peer()
    advance(peer, now)
    assert [content["text"] for _, content in peer.sent] == ["一"]


def test_nothing_is_sent_of_a_transaction_that_was_taken_back(give, now):
    with pytest.raises(Killed), db.write():
        give()
        raise Killed
    assert advance(Peer(), now) == 0


def test_a_delay_is_tried_again_later_and_later_and_then_given_up(give, now):
    give()
    peer = Peer(*[Delayed("busy")] * 99)
    at = now
    for delay in DELAYS:
        assert advance(peer, at) == 1 and advance(peer, at + delay - timedelta(seconds=1)) == 0
        at += delay
    assert advance(peer, at) == 1
    assert (only().failed_at, only().error, only().attempts) == (at, "busy", len(DELAYS) + 1)
    assert only().sealed, "an administrator may try again"


def test_a_refusal_is_final(give, now):
    give()
    advance(Peer(Refused("no such mailbox")), now)
    assert (only().failed_at, only().error, only().due_at) == (now, "no such mailbox", None)


def test_a_fault_of_the_transport_is_tried_again_and_then_given_up(give, now):
    give()
    peer, at = Peer(*[ValueError("a secret")] * 99), now
    for _ in range(len(DELAYS) + 1):
        advance(peer, at)
        at += DELAYS[-1]
    assert (only().error, only().due_at) == ("ValueError", None)


def test_what_comes_too_late_is_not_sent(give, now):
    give(expires_at=now + timedelta(hours=1))
    peer = Peer()
    advance(peer, now + timedelta(hours=1))
    assert peer.sent == [] and only().failed_at and only().sealed is None


def test_an_attempt_that_was_killed_is_made_again_under_the_same_key(give, now):
    give()
    peer = Peer(Killed())
    with pytest.raises(Killed):
        advance(peer, now)
    assert advance(peer, now + LEASE - timedelta(seconds=1)) == 0, "it may still be under way"
    assert advance(peer, now + LEASE) == 1
    assert [key for key, _ in peer.sent] == ["a"]


def test_of_two_workers_one_makes_the_attempt(give, now):
    give()

    class Meanwhile(Peer):
        def send(self, key, content):
            assert advance(other, now) == 0
            super().send(key, content)

    peer, other = Meanwhile(), Peer()
    advance(peer, now)
    assert len(peer.sent) == 1 and other.sent == []


def test_items_of_a_channel_without_a_transport_wait(give, now):
    give()
    assert Sending({"push": Peer()}, BOX).advance(now) == 0 and only().due_at == now


def test_the_row_is_deleted_after_some_time(give, now):
    give()
    advance(Peer(), now)
    advance(Peer(), now + KEPT + timedelta(seconds=1))
    assert OutboxItem.select().count() == 0


def test_the_content_of_what_was_given_up_is_erased_after_a_week(give, now):
    give()
    advance(Peer(Refused("no such mailbox")), now)
    advance(Peer(), now + FAILED_KEPT)
    assert only().sealed
    advance(Peer(), now + FAILED_KEPT + timedelta(seconds=1))
    assert only().sealed is None and only().error == "no such mailbox"


def test_what_is_not_wanted_any_more_is_erased_at_once(give, now):
    give()
    advance(Peer(Unwanted("stopped")), now)
    assert (only().error, only().sealed, only().due_at) == ("stopped", None, None)


def test_a_slow_server_makes_a_step_end_before_the_lease_of_the_rest(database, now, monkeypatch):
    for key in "abc":
        put("mail", key, {"text": "你好"}, now=now, encryptor=BOX)
    seconds = iter(range(0, 1000, LONGEST_STEP - 1))
    monkeypatch.setattr(sending.time, "monotonic", lambda: next(seconds))
    peer = Peer()
    assert advance(peer, now) == 1
    assert OutboxItem.select().where(OutboxItem.attempts > 0).count() == 1, "the rest is not even claimed"


def test_an_administrator_tries_again_what_was_given_up(give, now):
    give()
    advance(Peer(Refused("mailbox full")), now)
    try_again(only().id, now=now)
    peer = Peer()
    advance(peer, now)
    assert peer.sent == [("a", {"text": "你好"})] and only().sent_at == now and only().failed_at is None


def test_an_administrator_gives_up_what_waits(give, now):
    give()
    advance(Peer(Delayed("busy")), now)
    give_up(only().id, now=now)
    assert (only().due_at, only().sealed, only().failed_at) == (None, None, now)
    assert advance(Peer(), now + timedelta(days=1)) == 0


@pytest.mark.parametrize("change", [try_again, give_up])
def test_what_is_sent_or_being_sent_is_left_alone(give, now, change):
    give()

    class Meanwhile(Peer):
        def send(self, key, content):
            with pytest.raises(Conflict):
                change(only().id, now=now)
            super().send(key, content)

    peer = Meanwhile(Delayed("busy"))
    advance(peer, now)
    peer.answers = []
    advance(peer, now + DELAYS[0])
    assert len(peer.sent) == 1
    with pytest.raises(Conflict):
        change(only().id, now=now)
