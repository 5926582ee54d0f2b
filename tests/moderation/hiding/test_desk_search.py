"""A search on the desk tells nothing of what a moderator hid or covered, nor who asked anonymously."""

import pytest

from boards.models.threads import Post
from boards.queries.office.desk import desk_page
from boards.queries.office.desk_filter import DeskFilter
from forum.store.commitments import segments
from moderation.covering.actions import cover
from moderation.hiding.actions import hide


@pytest.fixture
def titles(cast, rules, now):
    return lambda q: [str(row.thread.title) for row in desk_page(cast.spokesperson, DeskFilter(q=q), now, rules).rows]


def test_a_search_tells_nothing_that_is_hidden_covered_or_anonymous(titles, asked, cast, now):
    hidden = asked("被屏蔽的", text="秘密一", actor=cast.neighbour)
    covered = asked("遮盖的", text="电话 13812341234", actor=cast.neighbour)
    asked("匿名的", anonymous=True)
    hide(Post.get(Post.thread == hidden.id), actor=cast.moderator, now=now, reason="写了电话")
    part = segments("电话 13812341234").index("13812341234") + 1  # the title comes before it
    cover(Post.get(Post.thread == covered.id), actor=cast.moderator, now=now, parts=[f"1.{part}"], code="phone")
    assert titles("被屏蔽") == titles("秘密") == titles("13812341234") == []
    assert titles("小陈") == []
