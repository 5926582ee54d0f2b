"""A part of the corpus of pictures that tests/bench/picture_corpus.py makes, with every kind of it twice."""

import pytest
from stage_picture_corpus import EITHER, REFUSED, RIGHT, TURNS, specimen
from stage_picture_judge import faults

from boards.files.accepting import accept
from boards.files.rules import shown_name
from forum.problems import Invalid


@pytest.mark.parametrize("number", range(2 * len(TURNS)))
def test_a_file_of_the_corpus_is_published_right_or_clearly_refused(number):
    it = specimen(number)
    accepted = outcome(it)
    assert it.fate in (EITHER, RIGHT if accepted else REFUSED), it.label
    assert not accepted or not faults(it, accepted), it.label


def outcome(it):
    """The Accepted of a Specimen, None where it is refused."""
    try:
        return accept(it.content, it.name)
    except Invalid:
        return None


@pytest.mark.parametrize("number", range(7))
def test_a_name_of_the_corpus_is_shown_short_and_without_folders(number):
    shown = shown_name(specimen(number).name)
    assert len(shown) <= 80 and not set(shown) & set("/\\\0\n\u202e")
