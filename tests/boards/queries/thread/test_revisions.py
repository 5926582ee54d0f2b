"""The public history of a post: newest first, each version with what it changed; who reads it, and who edits."""

import pytest

from boards.actions.posts import posts
from boards.queries.parts.people import ANONYMOUS
from boards.queries.parts.shown import HIDDEN_TITLE
from boards.queries.thread.revisions import edit_page, revisions_of, revisions_page
from forum.problems import Conflict, Forbidden, NotFound


@pytest.fixture
def reply(question, say, floor_of, cast, now):
    """A reply by the neighbour in three versions."""
    say(question, "同问。")
    for text in ("同问，谢谢。", "同问，多谢。"):
        posts.revise(floor_of(question, 2), actor=cast.neighbour, now=now, text=text)
    return floor_of(question, 2)


def test_the_newest_version_stands_first_with_what_it_changed(reply, question, cast):
    page = revisions_page(reply.id, cast.guest)
    assert [(each.number, each.name) for each in page.revisions] == [
        (3, "清源老李"),
        (2, "清源老李"),
        (1, "清源老李"),
    ]
    added = [[text for line in each.changes for kind, text in line if kind == "added"] for each in page.revisions]
    assert ["".join(texts) for texts in added] == ["多", "，谢谢", ""]
    assert (page.floor, str(page.floor_label), page.thread.url) == (2, "沙发", f"/threads/{question.id}/floors/2")
    assert [str(link.label) for link in page.breadcrumb] == ["首页", "部门在线", "住建局"]


def test_an_anonymous_author_stays_anonymous_in_the_history_even_to_moderators(question, say, cast):
    post = say(question, "同问。", anonymous=True)
    assert [each.name for each in revisions_page(post.id, cast.moderator).revisions] == [ANONYMOUS]


@pytest.mark.parametrize(("first", "limit", "numbers"), [(1, None, [1, 2, 3]), (2, None, [2, 3]), (1, 2, [1, 2])])
def test_versions_are_read_from_any_number_on(reply, first, limit, numbers):
    assert [row.number for row in revisions_of(reply, first, limit)] == numbers


@pytest.mark.parametrize(
    ("viewer", "reads"),
    [("guest", 0), ("asker", 0), ("spokesperson", 0), ("neighbour", 3), ("moderator", 3)],
)
def test_the_history_of_a_held_post_is_read_by_its_author_and_the_moderators(reply, held, cast, viewer, reads):
    held(reply)
    page = revisions_page(reply.id, getattr(cast, viewer))
    assert (len(page.revisions), page.hidden.waits, page.sealed) == (reads, True, None)


@pytest.mark.parametrize(("viewer", "title"), [("neighbour", HIDDEN_TITLE), ("asker", "三衢路口没有红绿灯")])
def test_a_hidden_title_is_hidden_above_the_history_too(question, held, floor_of, cast, viewer, title):
    post = held(floor_of(question, 1))
    assert revisions_page(post.id, getattr(cast, viewer)).thread.label == title


def test_the_history_of_a_question_that_waits_is_not_found_by_others(asked, screened, floor_of, cast):
    post = floor_of(asked("路灯不亮", city=screened), 1)
    assert len(revisions_page(post.id, cast.asker).revisions) == 1
    with pytest.raises(NotFound):
        revisions_page(post.id, cast.neighbour)


def test_the_author_edits_the_text_of_the_latest_version(reply, cast):
    page = edit_page(reply.id, cast.neighbour)
    assert (page.post, page.text) == (reply.id, "同问，多谢。")


@pytest.mark.parametrize("viewer", ["guest", "asker", "moderator", "spokesperson"])
def test_nobody_edits_what_another_wrote(reply, cast, viewer):
    with pytest.raises(Forbidden):
        edit_page(reply.id, getattr(cast, viewer))


def test_a_held_post_is_not_edited(reply, held, cast):
    held(reply)
    with pytest.raises(Conflict):
        edit_page(reply.id, cast.neighbour)
