"""What the tests of the queries share: posts that the word list holds, and threads of many floors."""

import pytest

from boards.actions.posts import posts
from boards.actions.steps.holds import hold
from boards.models.threads import Post
from boards.rules.text.word_list import ListedWord, Tier
from forum.store import db


@pytest.fixture
def held(now):
    """held(post): hidden by the system until a moderator has looked; a question with its title."""

    def hide(post):
        with db.write():
            hold(post, post.revision, [ListedWord("赌博", Tier.HOLD)], now)
        return Post.get_by_id(post.id)

    return hide


@pytest.fixture
def floor_of():
    """floor_of(thread, floor): the post as it is stored."""
    return lambda thread, floor: Post.get(Post.thread == thread.id, Post.floor == floor)


@pytest.fixture
def grown(question, cast, rules, now):
    """grown(floors): the question with that many floors, the even ones by the neighbour, the others by the asker."""

    def grow(last):
        for floor in range(2, last + 1):
            who = cast.asker if floor % 2 else cast.neighbour
            posts.reply(question, actor=who, now=now, city=rules, text=f"这是第 {floor} 楼。")
        return type(question).get_by_id(question.id)

    return grow
