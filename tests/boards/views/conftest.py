"""What the tests of the pages share: looking at a page as somebody, and writing in a thread."""

import re
from datetime import timedelta
from html import unescape

import pytest

from boards.actions import posts
from boards.actions.threads import ask


@pytest.fixture
def see(client_of):
    """see(actor, address): the page that `actor` gets there, as text."""

    def look(actor, address, **given):
        answer = client_of(actor).get(address, **given)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    return look


@pytest.fixture
def say(cast, rules, clock):
    """say(thread, text): a reply by the neighbour, or by `actor`, a minute after the last."""

    def write(thread, text, actor=None, **given):
        now = clock.advance(timedelta(minutes=1))
        return posts.reply(thread, actor=actor or cast.neighbour, now=now, city=rules, text=text, **given)

    return write


@pytest.fixture
def asked(places, cast, rules, clock):
    """asked(title): one more question on the housing board, a minute after the last."""

    def start(title, board=None, city=None, actor=None, text="请看一看。", kind="complaint", **given):
        now = clock.advance(timedelta(minutes=1))
        board = board or places.housing_board
        return ask(board, actor=actor or cast.asker, now=now, city=city or rules, title=title, text=text, kind=kind, **given)

    return start


@pytest.fixture
def words():
    """words(html): what a reader sees of it, without tags."""
    return lambda html: " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def floors():
    """floors(html): the numbers of the floors it shows, in their order."""
    return lambda html: [int(number) for number in re.findall(r'<article class="post[^"]*" id="floor-(\d+)"', html)]
