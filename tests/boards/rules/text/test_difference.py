import pytest
from hypothesis import given, strategies as st

from boards.rules.text.difference import ADDED, REMOVED, SAME, difference


def one_line(old, new):
    (line,) = difference(old, new)
    return list(line)


def rebuilt(shown, without):
    """The text of the side that has no segments of the kind `without`."""
    kept = [line for line in shown if any(kind != without for kind, _ in line)]
    return "\n".join("".join(text for kind, text in line if kind != without) for line in kept)


def test_equal_texts_have_no_changes():
    assert difference("一\n\n二", "一\n\n二") == (((SAME, "一"),), ((SAME, ""),), ((SAME, "二"),))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("城东路灯坏了", "城东路灯又坏了", [(SAME, "城东路灯"), (ADDED, "又"), (SAME, "坏了")]),
        ("城东路灯又坏了", "城东路灯坏了", [(SAME, "城东路灯"), (REMOVED, "又"), (SAME, "坏了")]),
        (
            "城东路灯坏了三天",
            "城东路灯坏了五天了",
            [(SAME, "城东路灯坏了"), (REMOVED, "三天"), (ADDED, "五天了")],
        ),
    ],
)
def test_a_changed_line_shows_the_characters_that_changed(old, new, line):
    assert one_line(old, new) == line


def test_a_stray_common_character_does_not_split_a_change():
    line = one_line("请住建部门的人尽快来看看吧", "请住建环保城管的员工来看看吧")
    assert [kind for kind, _ in line] == [SAME, REMOVED, ADDED, SAME]


def test_a_new_line_before_a_changed_one_is_only_added():
    shown = difference("地址：城东\n请尽快修\n谢谢", "地址：城东\n补充一句\n请尽快来修\n谢谢")
    assert shown[1] == ((ADDED, "补充一句"),)
    assert shown[2] == ((SAME, "请尽快"), (ADDED, "来"), (SAME, "修"))
    assert len(shown) == 4


def test_lines_with_little_in_common_are_two_lines():
    assert difference("路灯坏了", "水管爆裂") == (((REMOVED, "路灯坏了"),), ((ADDED, "水管爆裂"),))


def test_in_a_long_line_only_the_changed_sentences_are_marked():
    old = "".join(f"第{n}户停水已经很久。" for n in range(200))
    new = old.replace("第7户停水", "第7户停电").replace("第190户停水", "第190户停气")
    line = one_line(old, new)
    changed = [text for kind, text in line if kind != SAME]
    assert len(old) > 600 and changed == ["水", "电", "水", "气"]


def test_what_would_take_too_long_is_shown_as_whole_lines():
    old, new = "的了" * 5000, "了的" * 4999 + "是"
    assert difference(old, new) == (((REMOVED, old),), ((ADDED, new),))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n" * 20_000, "\n" * 10_000 + "好" + "\n" * 9_999),
        ("".join(map(chr, range(0x4E00, 0x9000))), "".join(map(chr, range(0x8FFF, 0x4DFF, -1)))),
        ("甲\n乙\n" * 4000, "乙\n甲\n" * 4000),
    ],
)
def test_the_largest_texts_lose_nothing(old, new):
    shown = difference(old, new)
    assert rebuilt(shown, ADDED) == old
    assert rebuilt(shown, REMOVED) == new


LINES = st.lists(st.text("路灯坏了水管爆。，ab", max_size=12), max_size=6).map("\n".join)


@given(LINES, LINES)
def test_both_texts_can_be_read_back_from_their_difference(old, new):
    shown = difference(old, new)
    assert rebuilt(shown, ADDED) == old
    assert rebuilt(shown, REMOVED) == new
    assert all(line for line in shown)
