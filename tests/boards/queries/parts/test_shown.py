"""Titles and texts as they may be shown, where nothing or the whole post is hidden."""

import pytest

from boards.actions.posts import posts
from boards.models.threads import Revision, Thread
from boards.queries.parts import shown


@pytest.mark.parametrize(
    ("stored", "hidden", "title"),
    [
        ("路灯不亮", False, "路灯不亮"),
        ("路灯不亮", True, shown.HIDDEN_TITLE),
        ("", False, shown.SEALED_TITLE),
        ("", True, shown.SEALED_TITLE),
    ],
)
def test_a_sealed_title_is_sealed_whether_or_not_it_is_hidden_too(stored, hidden, title):
    assert shown.visible_title(stored, hidden) == title


@pytest.mark.parametrize(
    ("replaced", "hidden", "title"),
    [
        (None, False, "打13812345678没人接"),
        ("打████没人接", False, "打████没人接"),
        ("打████没人接", True, shown.HIDDEN_TITLE),
        ("", False, shown.SEALED_TITLE),
    ],
)
def test_what_replaces_a_title_is_shown_instead_of_it(replaced, hidden, title):
    thread = Thread(title="打13812345678没人接", shown_title=replaced)
    assert shown.shown_title_of(thread, hidden) == title


def test_a_text_of_which_nothing_is_covered_is_read_as_it_was_written(question, say):
    post = say(question, "同问，谢谢。")
    columns = shown.text_column(), shown.html_column()
    row = Revision.select(*columns).where(Revision.post == post.id).dicts().get()
    assert (row["text"], "同问，谢谢。" in row["html"]) == ("同问，谢谢。", True)


@pytest.mark.parametrize(("length", "excerpt"), [(2, "同问"), (99, "同问，谢谢。")])
def test_an_excerpt_is_the_beginning_of_the_text(question, say, length, excerpt):
    post = say(question, "同问，谢谢。")
    assert Revision.select(shown.excerpt_column(length)).where(Revision.post == post.id).scalar() == excerpt


def test_the_current_text_is_that_of_the_latest_revision(question, say, floor_of, cast, now):
    posts.revise(say(question, "同问。"), actor=cast.neighbour, now=now, text="不问了。")
    assert shown.current_text(floor_of(question, 2)) == "不问了。"


def test_a_post_under_no_order_is_not_sealed(question, floor_of):
    assert shown.seal_of(floor_of(question, 1)) is None
    assert shown.sealed_of({"order_id": None}) is None
