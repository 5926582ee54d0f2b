"""Members share a page: each is sent their own name and tokens, and nothing of another's."""

import gzip
import re

import pytest

from boards.actions.posts.posts import reply
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from forum.web.members import pages

# The transactions of every database of a PostgreSQL count for its state; tests/test_members_pages.py is for both engines.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def stranger(password_hash, now):
    """A netizen who has done nothing."""
    return actor_of_account(accounts.open_account("stranger", "路过的人", password_hash, now=now), now)


@pytest.fixture
def made(monkeypatch):
    """For whom pages were made, in order."""
    readers, make = [], pages._made
    monkeypatch.setattr(pages, "_made", lambda reader, *more: readers.append(reader.key) or make(reader, *more))
    return readers


def test_a_page_is_made_once_for_two_members(client_of, cast, stranger, question, made):
    address = f"/threads/{question.id}"
    first, second = (client_of(actor).get(address).text for actor in (cast.neighbour, stranger))
    assert made == ["anybody"]
    assert cast.neighbour.name in first and cast.neighbour.name not in second
    assert stranger.name in second and stranger.name not in first


def test_a_token_that_was_put_in_is_taken(client_of, cast, stranger, question, made):
    client_of(stranger).get(f"/threads/{question.id}")
    browser = client_of(cast.neighbour)
    tokens = set(re.findall(r'name="csrf_token" value="([^"]+)"', browser.get(f"/threads/{question.id}").text))
    assert made == ["anybody"] and len(tokens) == 1
    sent = browser.post(f"/threads/{question.id}/support", data={"csrf_token": tokens.pop()})
    assert sent.status_code == 303


def test_the_asker_gets_a_page_of_their_own_and_keeps_it(client_of, cast, question, made):
    browser = client_of(cast.asker)
    first, second = (browser.get(f"/threads/{question.id}").text for _ in range(2))
    assert "/location" in first and "/location" in second
    assert made[0] == "anybody" and len(made) == 2


def test_a_page_is_made_anew_after_a_reply(client_of, cast, question, now, rules, made):
    browser = client_of(cast.neighbour)
    assert "好消息" not in browser.get(f"/threads/{question.id}").text
    reply(question, actor=cast.asker, now=now, city=rules, text="好消息，灯装好了。")
    assert "好消息" in browser.get(f"/threads/{question.id}").text
    assert made == ["anybody", "anybody"]


def test_a_message_of_the_session_is_shown_once_and_to_nobody_else(client_of, cast, stranger, question):
    browser, other = client_of(cast.neighbour), client_of(stranger)
    shown = browser.post(f"/threads/{question.id}/support", follow_redirects=True).text
    assert 'class="flash done"' in shown
    assert 'class="flash' not in browser.get(f"/threads/{question.id}").text
    assert 'class="flash' not in other.get(f"/threads/{question.id}").text


def test_a_shared_page_is_compressed_and_one_that_repeats_the_address_is_not(client_of, cast, question):
    browser, address = client_of(cast.neighbour), f"/threads/{question.id}"
    plain = browser.get(address)
    packed = browser.get(address, headers={"Accept-Encoding": "gzip, br"})
    chosen = browser.get(f"{address}?page=1", headers={"Accept-Encoding": "gzip, br"})
    without_token = re.compile(r'(name="(?:csrf_token|once)" value=)"[^"]+"')
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
    unpacked = gzip.decompress(packed.data).decode()
    assert without_token.sub("", unpacked) == without_token.sub("", plain.text)
    assert len(packed.data) < len(plain.data) * 0.55
    assert "Content-Encoding" not in chosen.headers
    assert packed.headers["Cache-Control"] == plain.headers["Cache-Control"] == "private, no-store"
