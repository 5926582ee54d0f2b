"""The columns that say what is shown of a text whose segments are covered."""

import pytest

from boards.models.threads import Revision, Thread
from boards.queries.parts import covering
from boards.rules.withheld import BLOCKS
from forum.text.markup import VERSION

PHONE = "13812345678"
TEXT = f"我的电话是{PHONE}，请回电。"
HTML = f"<p>{TEXT}</p>"
NOTHING = {"withheld": None, "shown_text": None, "shown_html": None}


@pytest.mark.parametrize("words", [set(), {"别的电话"}])
def test_a_text_without_the_covered_words_is_shown_as_it_is(words):
    assert covering.shown_columns(TEXT, HTML, VERSION, words, 0) == NOTHING


@pytest.mark.parametrize(("first", "withheld"), [(0, "[1]"), (1, "[2]")])
def test_a_covered_segment_is_numbered_behind_the_title_of_a_question(first, withheld):
    columns = covering.shown_columns(TEXT, HTML, VERSION, {PHONE}, first)
    assert columns["withheld"] == withheld
    assert columns["shown_text"] == f"我的电话是{BLOCKS}，请回电。"
    assert PHONE not in columns["shown_html"] and BLOCKS in columns["shown_html"]


def test_with_its_title_covered_the_text_of_a_question_stays_readable():
    columns = covering.shown_columns(TEXT, HTML, VERSION, set(), 1, title=True)
    assert (columns["withheld"], columns["shown_text"]) == ("[0]", TEXT)


def test_the_same_words_are_covered_wherever_they_stand():
    twice = f"打{PHONE}或{PHONE}。"
    assert (
        covering.shown_columns(twice, f"<p>{twice}</p>", VERSION, {PHONE}, 0)["shown_text"] == f"打{BLOCKS}或{BLOCKS}。"
    )


def test_the_text_of_a_question_begins_behind_its_title(question, say, floor_of):
    say(question, "同问。")
    assert [covering.first_part(floor_of(question, floor)) for floor in (1, 2)] == [1, 0]


def test_of_a_post_that_was_never_covered_nothing_is_carried_over(question, floor_of):
    post = floor_of(question, 1)
    assert covering.carry_over(post, TEXT, HTML, VERSION) == {}
    assert covering.covered_segments(post, covering.revisions_of(post)) == frozenset()


def test_the_segments_covered_in_any_revision_are_found_behind_the_title(question, floor_of):
    older = Revision(text=TEXT, withheld="[0, 2]")
    newer = Revision(text="不用回电。", withheld=None)
    assert covering.covered_segments(floor_of(question, 1), [older, newer]) == {PHONE}


def test_a_title_is_read_as_it_was_written(question):
    assert (covering.title_of(question.id), covering.title_parts(question.id)) == (Thread.get().title, [])
