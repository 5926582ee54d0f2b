"""What is kept of a search is never shown once something has happened since."""

from datetime import timedelta

import pytest

from boards.actions.posts import posts
from boards.models.threads import Post
from forum.web.result_cache import ResultCache
from moderation.hiding import actions as hiding

SECRET = "翡翠鱼丸"


@pytest.fixture
def reply(question, cast, rules, now):
    return posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"我家门口的{SECRET}店也有这个问题。")


@pytest.fixture
def page(client_of, cast, indexed):
    """page(viewer): the results as a browser gets them."""
    indexed()
    return lambda viewer=None: client_of(viewer or cast.guest).get(f"/search?q={SECRET}").text


def test_the_same_search_is_made_once_while_nothing_happens(reply, page, app, monkeypatch):
    first = page()
    monkeypatch.setattr(app.extensions["wenqu"].engine, "search", None)
    assert page() == first
    assert f"<mark>{SECRET}</mark>" in first


def test_what_is_hidden_after_it_was_found_is_not_shown_again(reply, page, cast, now):
    assert f"<mark>{SECRET}</mark>" in page()
    hiding.hide(reply, actor=cast.moderator, now=now, reason="广告")
    assert f"<mark>{SECRET}</mark>" not in page()
    hiding.restore(Post.get_by_id(reply.id), actor=cast.moderator, now=now)
    assert f"<mark>{SECRET}</mark>" in page()


def test_what_one_reader_sees_is_not_shown_to_another(reply, page, cast, now):
    hiding.hide(reply, actor=cast.moderator, now=now, reason="广告")
    assert f"<mark>{SECRET}</mark>" in page(cast.moderator)
    assert f"<mark>{SECRET}</mark>" not in page(cast.guest)
    assert f"<mark>{SECRET}</mark>" in page(cast.neighbour)
    assert f"<mark>{SECRET}</mark>" not in page(cast.asker)


def test_a_case_that_becomes_overdue_is_shown_so(question, indexed, client_of, cast, clock):
    indexed()
    seen = []
    for _ in range(2):
        seen.append("s-overdue" in client_of(cast.guest).get("/search?q=红绿灯").text)
        clock.advance(timedelta(days=30))
    assert seen == [False, True]


def test_no_more_is_kept_than_was_agreed():
    kept, made = ResultCache(most=2), []
    for key in (1, 2, 1, 3, 1, 2):
        kept.get(key, lambda key=key: made.append(key))
    assert made == [1, 2, 3, 2]


def test_what_failed_is_not_kept():
    kept = ResultCache()
    with pytest.raises(ZeroDivisionError):
        kept.get("page", lambda: 1 / 0)
    assert kept.get("page", lambda: "made") == "made"
