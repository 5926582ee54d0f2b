"""What may be opened of a post's commitment: all of it while it is shown, nothing while it is hidden."""

import pytest

from boards.actions.posts import posts
from boards.queries.thread.openings import openings_of
from forum.store.commitments import commitment_of_parts


def opened(openings):
    """The words that the openings disclose, one string for each part."""
    return ["".join(each["content"].values()) for each in openings if "content" in each]


def test_a_question_is_opened_with_the_title_it_was_asked_under(question, floor_of):
    revision, openings = openings_of(floor_of(question, 1))
    assert "".join(opened(openings)) == "三衢路口没有红绿灯" + "三个路口一个红绿灯都没有，过马路要等半天。"
    assert commitment_of_parts(openings) == revision.commitment


def test_a_reply_is_opened_without_a_title(question, say):
    revision, openings = openings_of(say(question, "同问，谢谢。"))
    assert "".join(opened(openings)) == "同问，谢谢。"
    assert commitment_of_parts(openings) == revision.commitment


def test_the_present_text_is_the_one_that_is_opened(question, say, floor_of, cast, now):
    posts.revise(say(question, "同问。"), actor=cast.neighbour, now=now, text="不问了。")
    revision, openings = openings_of(floor_of(question, 2))
    assert (revision.number, "".join(opened(openings))) == (2, "不问了。")


@pytest.mark.parametrize("floor", [1, 2])
def test_of_a_hidden_post_nothing_is_opened_and_the_commitment_still_holds(question, say, held, floor_of, floor):
    say(question, "来我家打牌。")
    revision, openings = openings_of(held(floor_of(question, floor)))
    assert opened(openings) == []
    assert commitment_of_parts(openings) == revision.commitment
