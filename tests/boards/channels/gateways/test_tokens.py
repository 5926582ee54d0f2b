"""One token for all processes: fetched by one of them, early enough, and kept encrypted."""

from datetime import timedelta

import pytest

from boards.channels.gateways import tokens
from boards.channels.gateways.models import ChannelToken
from boards.channels.gateways.tokens import NoTokenError, Tokens
from forum.outbox.sending import Delayed
from forum.private import Encryptor


@pytest.fixture
def fetched():
    return []


@pytest.fixture
def made(settings, database, fetched, monkeypatch):
    monkeypatch.setattr(tokens, "PAUSE", 0)

    def fetch():
        fetched.append(f"token-{len(fetched) + 1}")
        return fetched[-1], 7200

    return Tokens("wechat", fetch, Encryptor(settings.secret_key))


def test_it_is_fetched_once_and_again_before_it_ends(made, fetched, now):
    assert [made.get(now) for _ in range(3)] == ["token-1"] * 3
    assert made.get(now + timedelta(minutes=114)) == "token-1" and made.get(now + timedelta(minutes=116)) == "token-2"
    assert len(fetched) == 2 and "token-" not in ChannelToken.get().sealed


def test_while_another_process_fetches_the_old_one_is_used_and_without_one_it_waits(made, fetched, now):
    made.get(now)
    ChannelToken.update(claimed_until=now + timedelta(minutes=200)).execute()
    assert made.get(now + timedelta(minutes=117)) == "token-1"
    with pytest.raises(NoTokenError):
        made.get(now + timedelta(minutes=121))
    assert fetched == ["token-1"]


def test_a_process_that_was_killed_while_it_fetched_holds_nobody_up_for_long(made, now):
    ChannelToken.create(channel="wechat", claimed_until=now + timedelta(seconds=30))
    with pytest.raises(NoTokenError):
        made.get(now)
    assert made.get(now + timedelta(seconds=31)) == "token-1"


def test_a_fetch_that_fails_is_tried_again_at_once(settings, database, now):
    answers = [Delayed("busy"), ("token-1", 7200)]

    def fetch():
        answer = answers.pop(0)
        if isinstance(answer, Delayed):
            raise answer
        return answer

    made = Tokens("wechat", fetch, Encryptor(settings.secret_key))
    with pytest.raises(Delayed):
        made.get(now)
    assert made.get(now) == "token-1"


def test_only_the_token_that_was_refused_is_dropped(made, now):
    made.get(now)
    made.drop("another")
    assert made.get(now) == "token-1"
    made.drop("token-1")
    assert made.get(now) == "token-2"
