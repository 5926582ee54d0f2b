"""Threads of which something was hidden, covered or sealed are named to devices that keep copies of them."""

import pytest

from boards.actions.posts import posts
from boards.models.threads import Post
from forum.text.reasons import Reason
from moderation.hiding import actions as hiding


@pytest.fixture
def guest(app):
    return app.test_client()


def test_what_was_withdrawn_since_is_named(guest, cast, question, rules, now):
    last = guest.get("/outbox/withdrawn").json
    assert last["threads"] == []
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="说一句。")
    assert guest.get(f"/outbox/withdrawn?after={last['last']}").json["threads"] == []
    hiding.hide(Post.get_by_id(2), actor=cast.moderator, now=now, code=Reason.INSULT, reason="骂人")
    since = guest.get(f"/outbox/withdrawn?after={last['last']}").json
    assert since["threads"] == [question.id] and since["last"] > last["last"]
    assert guest.get(f"/outbox/withdrawn?after={since['last']}").json["threads"] == []


def test_too_much_of_it_drops_all(guest, cast, question, now, monkeypatch):
    monkeypatch.setattr("boards.channels.app.queries.MOST", 0)
    last = guest.get("/outbox/withdrawn").json["last"]
    hiding.hide(Post.get(), actor=cast.moderator, now=now, code=Reason.INSULT, reason="骂人")
    assert guest.get(f"/outbox/withdrawn?after={last}").json["all"] is True
