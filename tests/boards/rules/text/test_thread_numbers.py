"""Numbers of threads as people type them."""

import pytest

from boards.rules.text.thread_numbers import thread_numbers


@pytest.mark.parametrize(
    ("typed", "numbers", "others"),
    [
        ("12", (12,), ()),
        ("12、15 20，#21;22；23\n24", (12, 15, 20, 21, 22, 23, 24), ()),
        ("12 12 012 １２", (12,), ()),
        ("主题3 #主题4 ＃5 threads/6", (3, 4, 5), ("threads/6",)),
        ("https://wenzheng.example.cn/threads/12?page=2#floor-3", (12,), ()),
        ("/threads/7/floors/2", (7,), ()),
        ("https://x.example/forum/threads/44?page=2#floor-3", (44,), ()),
        ("十二 0 ０ -3 1.5 ١٢", (), ("十二", "0", "０", "-3", "1.5", "١٢")),
        ("/threads/ /boards/12 abc", (), ("/threads/", "/boards/12", "abc")),
        ("9" * 19, (), ("9" * 19,)),
        ("  ", (), ()),
    ],
)
def test_numbers_are_read_once_and_what_is_none_is_named(typed, numbers, others):
    assert thread_numbers(typed) == (numbers, others)
