"""What the tests of pages share, in every package: looking at a page as somebody, writing in a thread, who was told."""

import re
from datetime import timedelta
from html import unescape

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.notifications import Notification
from boards.notifications.reader import reader


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
        return ask(
            board, actor=actor or cast.asker, now=now, city=city or rules, title=title, text=text, kind=kind, **given
        )

    return start


@pytest.fixture
def words():
    """words(html): what a reader sees of it, without tags."""
    return lambda html: " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def floors():
    """floors(html): the numbers of the floors it shows, in their order."""
    return lambda html: [int(number) for number in re.findall(r'<article class="post[^"]*" id="floor-(\d+)"', html)]


@pytest.fixture
def told(clock):
    """told(actor): the events the account was told of so far, oldest first."""

    def read(actor):
        reader().catch_up(clock.now())
        rows = Notification.select(Notification.event).where(Notification.account == actor.account)
        return [event for (event,) in rows.order_by(Notification.entry_id).tuples()]

    return read


def everywhere(thread, post):
    """The addresses at which something of a thread and its post is shown."""
    here = f"/threads/{thread.id}"
    views = ("", "?view=tree", "?only=1", "?order=desc", "/floors/2")
    api = "/api/v1" + here
    return [
        "/",
        "/boards/zhujian",
        *(here + view for view in views),
        f"/posts/{post.id}/revisions",
        "/departments/zhujian",
        "/moderation/log",
        api,
        api + "/posts",
        f"/api/v1/posts/{post.id}",
        f"/api/v1/posts/{post.id}/revisions",
        "/api/v1/boards/zhujian",
        "/api/v1/boards/zhujian/threads",
        "/api/v1/boards",
    ]
