"""What may be typed for a topic: its address, and the numbers of threads."""

import pytest
from hypothesis import given, strategies as st

from forum.problems import Invalid
from moderation.supervision.topics.rules import MOST, check_topic_slug, numbers_to_add


@pytest.mark.parametrize("slug", ["water", "water-2014", " w2 ", "a" * 40])
def test_a_slug_is_of_small_letters_digits_and_hyphens(slug):
    assert check_topic_slug(slug) == slug.strip()


@pytest.mark.parametrize("slug", ["", "new", "Water", "停水", "a b", "-a", "a-", "a--b", "a/b", "a" * 41, "a_b", "ａ"])
def test_other_slugs_are_refused(slug):
    with pytest.raises(Invalid) as refused:
        check_topic_slug(slug)
    assert set(refused.value.errors) == {"slug"}


@pytest.mark.parametrize("typed", ["", "  ", "abc", "0", "-3", "1.5", "12 x", "9" * 19, "/threads/"])
def test_what_is_no_number_is_refused_and_named(typed):
    with pytest.raises(Invalid) as refused:
        numbers_to_add(typed)
    assert set(refused.value.errors) == {"threads"}
    assert "x" not in typed or "x" in str(refused.value.errors["threads"])


def test_not_more_than_so_many_at_once():
    assert len(numbers_to_add(" ".join(map(str, range(1, MOST + 1))))) == MOST
    with pytest.raises(Invalid):
        numbers_to_add(" ".join(map(str, range(1, MOST + 2))))


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_numbers_or_a_refusal(typed):
    try:
        found = numbers_to_add(typed)
    except Invalid:
        return
    assert found and all(number > 0 for number in found) and len(set(found)) == len(found)
