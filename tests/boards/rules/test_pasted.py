"""A thread or a post by its number or by its address as it is pasted."""

import pytest

from boards.rules.pasted import pasted_number

HERE = frozenset({"wenqu.example", "127.0.0.1:8000"})


@pytest.mark.parametrize(
    "raw",
    [
        "77", " 77 ", "#77", "７７", "/threads/77", "/threads/77?page=2#floor-3", "/threads/77/floors/3", "https://wenqu.example/threads/77",
        "http://127.0.0.1:8000/threads/77?view=tree", "“https://wenqu.example/threads/77”", "<https://wenqu.example/threads/77/>",
        "https://wenqu.example/threads/77#floor-2",
    ],
)  # fmt: skip
def test_a_number_or_an_address_of_this_site(raw):
    assert pasted_number(raw, "threads", HERE) == 77


@pytest.mark.parametrize(
    "raw",
    ["", "七十七", "77x", "-77", "https://other.example/threads/77", "/posts/77", "/threads/", "/threads/77x", "77 78", "/threads/" + "7" * 19],
)  # fmt: skip
def test_anything_else_is_no_thread(raw):
    assert pasted_number(raw, "threads", HERE) is None


def test_a_post_is_named_by_its_own_address():
    assert pasted_number("https://wenqu.example/posts/5/edit", "posts", HERE) == 5
