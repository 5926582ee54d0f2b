"""Hiding: a post or a whole thread goes behind a placeholder, and comes back as it was."""

import pytest

from boards.actions.posts import posts
from boards.models.threads import Post, Thread
from forum.problems import Conflict, Forbidden, Invalid
from forum.store.log import Deed, Entry, entry_data
from moderation.hiding.actions import hide, hide_thread, restore, restore_thread


@pytest.fixture
def floors(question, cast, rules, now):
    """The question with two replies, the first of which is hidden by itself."""
    bad = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="你就是个骗子")
    posts.reply(question, actor=cast.asker, now=now, city=rules, text="请不要骂人")
    hide(bad, actor=cast.moderator, now=now, reason="骂人", code="insult")
    return question


def hidden():
    return [(post.floor, post.hidden_at is not None) for post in Post.select().order_by(Post.floor)]


def test_a_whole_thread_is_hidden_and_comes_back_as_it_was(floors, cast, now, everything):
    before = everything()
    hide_thread(floors, actor=cast.moderator, now=now, code="illegal", text="违反第三条")
    thread = Thread.get_by_id(floors.id)
    assert (thread.hidden, thread.withheld) == (True, True)
    assert hidden() == [(1, True), (2, True), (3, True)]
    restore_thread(floors, actor=cast.moderator, now=now, code="mistake")
    after = everything()
    assert (after["post"], after["thread"]) == (before["post"], before["thread"])
    assert hidden() == [(1, False), (2, True), (3, False)]


def test_the_public_entry_is_one_and_every_floor_has_its_leaf(floors, cast, now):
    hide_thread(floors, actor=cast.moderator, now=now, code="illegal", text="违反第三条")
    entry = Entry.get(Entry.deed == Deed.THREAD_HIDE.value)
    assert (entry.reason, entry_data(entry.data)) == ("illegal", {"text": "违反第三条", "posts": 2})
    leaves = Entry.select(Entry.object).where(Entry.deed == Deed.POST_HIDE_WHOLE.value).order_by(Entry.id)
    assert [row.object for row in leaves] == ["post/1", "post/3"]


def test_a_floor_of_a_hidden_thread_can_come_back_alone(floors, cast, now):
    hide_thread(floors, actor=cast.moderator, now=now, code="illegal", text="违反第三条")
    restore(Post.get(Post.floor == 3), actor=cast.moderator, now=now)
    assert hidden() == [(1, True), (2, True), (3, False)]
    restore_thread(floors, actor=cast.moderator, now=now)
    assert hidden() == [(1, False), (2, True), (3, False)]


def test_hiding_twice_and_restoring_what_is_shown_come_late(floors, cast, now):
    by = {"actor": cast.moderator, "now": now}
    with pytest.raises(Conflict):
        restore_thread(floors, **by)
    hide_thread(floors, code="insult", text="骂人", **by)
    with pytest.raises(Conflict):
        hide_thread(floors, code="insult", text="骂人", **by)


def test_nobody_replies_in_a_hidden_thread(floors, cast, rules, now):
    hide_thread(floors, actor=cast.moderator, now=now, code="insult", text="骂人")
    with pytest.raises(Conflict):
        posts.reply(floors, actor=cast.neighbour, now=now, city=rules, text="为什么")


@pytest.mark.parametrize(
    ("code", "text"), [("insult", ""), ("insult", " "), ("", "骂人"), ("same_matter", "骂人"), ("other", "")]
)
def test_a_hide_without_a_reason_is_refused(floors, cast, now, code, text, everything):
    before = everything()
    with pytest.raises(Invalid):
        hide_thread(floors, actor=cast.moderator, now=now, code=code, text=text)
    with pytest.raises(Invalid):
        hide(Post.get(Post.floor == 3), actor=cast.moderator, now=now, code=code, reason=text)
    assert everything() == before


def test_an_administrator_hides_nothing(floors, cast, now):
    with pytest.raises(Forbidden):
        hide_thread(floors, actor=cast.administrator, now=now, code="insult", text="骂人")
