"""What may be typed for a topic: its address, and the numbers of threads."""

import pytest
from hypothesis import given, strategies as st

from forum.problems import Invalid
from moderation.supervision.topics.rules import MOST, check_topic_slug, thread_numbers


@pytest.mark.parametrize("slug", ["water", "water-2014", " w2 ", "a" * 40])
def test_a_slug_is_of_small_letters_digits_and_hyphens(slug):
    assert check_topic_slug(slug) == slug.strip()


@pytest.mark.parametrize("slug", ["", "new", "Water", "停水", "a b", "-a", "a-", "a--b", "a/b", "a" * 41, "a_b", "ａ"])
def test_other_slugs_are_refused(slug):
    with pytest.raises(Invalid) as refused:
        check_topic_slug(slug)
    assert set(refused.value.errors) == {"slug"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("12", [12]),
        ("12 7, 12；#5、主题3\nhttps://x.example/threads/44?page=2#floor-3", [12, 7, 5, 3, 44]),
        ("/threads/9/floors/2", [9]),
        ("007", [7]),
    ],
)
def test_numbers_and_addresses_are_read_each_once(typed, found):
    assert thread_numbers(typed) == found


@pytest.mark.parametrize(
    "typed", ["", "  ", "abc", "0", "-3", "1.5", "12 x", "１２", "9" * 19, "/threads/", "/boards/12"]
)
def test_what_is_no_number_is_refused_and_named(typed):
    with pytest.raises(Invalid) as refused:
        thread_numbers(typed)
    assert set(refused.value.errors) == {"threads"}
    assert "x" not in typed or "x" in str(refused.value.errors["threads"])


def test_not_more_than_so_many_at_once():
    assert len(thread_numbers(" ".join(map(str, range(1, MOST + 1))))) == MOST
    with pytest.raises(Invalid):
        thread_numbers(" ".join(map(str, range(1, MOST + 2))))


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_numbers_or_a_refusal(typed):
    try:
        found = thread_numbers(typed)
    except Invalid:
        return
    assert found and all(number > 0 for number in found) and len(set(found)) == len(found)
