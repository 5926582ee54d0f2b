import pytest

from forum.problems import Invalid
from forum.text import checks as text


def refusal(check, *given):
    with pytest.raises(Invalid) as caught:
        check(*given)
    return caught.value.errors


def body(raw):
    return text.check_text("text", raw, 20)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一\r\n二\r三", "一\n二\n三"),
        ("一\x0b二\x0c三\x85四\u2028五\u2029六", "一\n二\n三\n四\n五\n六"),
        ("路灯坏了  \n\t请修　\n", "路灯坏了\n\t请修"),
        ("\n\n　　首行缩进", "　　首行缩进"),
        ("cafe\u0301", "café"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("一 二", "一 二"),
    ],
)
def test_text_is_tidied_and_nothing_else_is_lost(typed, kept):
    assert text.normalize(typed) == kept
    assert text.normalize(kept) == kept


@pytest.mark.parametrize("raw", [None, 7, b"bytes", ["text"], {"a": 1}, True])
def test_what_is_not_text_is_refused(raw):
    assert "文字" in str(refusal(body, raw)["text"])


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "  \n\t ",
        "\u3000\u3000",
        "\u200b\u200d\ufeff\u2060",
        "\u202e\u2066",
        "\u2800\u3164\u115f\uffa0",
        "\u2028\u2029",
        "\ufe0f\u034f",
        "\u0301\u0301",
        "\U000e0041\U000e0101",
        "\u00ad",
    ],
)
def test_text_that_shows_nothing_is_refused(raw):
    assert "为空" in str(refusal(body, raw)["text"])


@pytest.mark.parametrize("raw", ["好", "。", "👍", "7", "ئۇيغۇر", "བོད", "\ue000", "\U000f0000", "\U000323b0", "㐀"])
def test_one_visible_character_is_enough(raw):
    assert body(raw) == raw


@pytest.mark.parametrize("code", [0x00, 0x01, 0x08, 0x1B, 0x1F, 0x7F, 0x80, 0x9F])
def test_control_characters_are_refused_by_name(code):
    message = refusal(body, f"一楼的\r\n水管{chr(code)}爆了")["text"]
    assert f"在“一楼的 水管爆了”附近有看不见的控制字符 U+{code:04X}" in str(message)


@pytest.mark.parametrize("code", [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF])
def test_noncharacters_are_refused_by_name(code):
    assert f"U+{code:04X}" in str(refusal(body, f"水{chr(code)}")["text"])


@pytest.mark.parametrize("raw", ["\ud83d", "水\udc00", "\ud800\ud800"])
def test_half_characters_are_refused(raw):
    assert "残缺" in str(refusal(body, raw)["text"])


def test_line_ends_and_tabs_are_welcome_in_a_body():
    assert body("一\n\t二\r\n三") == "一\n\t二\n三"


def test_the_limit_is_measured_after_tidying_and_both_numbers_are_told():
    assert body("水" * 20 + "   \r\n") == "水" * 20
    message = str(refusal(body, "水" * 21)["text"])
    assert "20" in message and "21" in message


def test_a_higher_minimum_counts_only_what_is_seen():
    message = str(refusal(text.check_text, "reason", "因\u200b\u200b\u200b此", 20, 3)["reason"])
    assert "3" in message and "2" in message
    assert text.check_text("reason", "因此故", 20, 3) == "因此故"


def test_with_no_minimum_empty_text_is_allowed():
    assert text.check_text("note", "  ", 20, 0) == ""


def test_marks_piled_on_one_character_are_refused():
    assert text.check_body("a" + "\u0323" * 30)
    assert "30" in str(refusal(text.check_body, "a" + "\u0323" * 31)["text"])


def test_a_title_is_one_trimmed_line():
    assert text.check_title("　城东路灯不亮 ") == "城东路灯不亮"
    assert len(text.check_title("水" * 80)) == 80


@pytest.mark.parametrize("raw", ["一\n二", "一\r二", "一\t二", "一\u2028二", "一\u2029二", "水" * 81])
def test_a_title_of_more_than_a_line_is_refused(raw):
    assert set(refusal(text.check_title, raw)) == {"title"}


@pytest.mark.parametrize("character", text.BIDI)
def test_a_title_cannot_turn_the_text_around_it_and_a_body_keeps_what_was_typed(character):
    assert "方向" in str(refusal(text.check_title, f"住建局{character}通知")["title"])
    assert text.check_body(f"住建局{character}通知") == f"住建局{character}通知"
    assert text.without_bidi(f"住建局{character}通知") == "住建局通知"


def test_a_body_holds_twenty_thousand_characters():
    assert len(text.check_body("水" * 20_000)) == 20_000
    assert set(refusal(text.check_body, "水" * 20_001)) == {"text"}


@pytest.mark.parametrize(
    ("plain", "length", "shown"),
    [
        ("城东路灯不亮", 6, "城东路灯不亮"),
        ("城东路灯不亮", 5, "城东路灯…"),
        ("第一行\n\n　　第二行", 20, "第一行 第二行"),
        ("一 二三", 3, "一…"),
        ("ab\u0301cd", 3, "a…"),
        ("好👨\u200d👩\u200d👧好", 4, "好…"),
        ("住建\u202e局", 9, "住建局"),
        ("", 5, ""),
    ],
)
def test_an_excerpt_is_one_line_that_never_splits_a_character(plain, length, shown):
    assert text.excerpt(plain, length) == shown
