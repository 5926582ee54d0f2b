"""Share cards as they are drawn: their size, how titles are broken into lines, and characters that the font lacks."""

import io

import pytest
from PIL import Image, ImageChops

from boards.channels.cards import drawing
from boards.channels.cards.drawing import HEIGHT, LEFT, RIGHT, WIDTH, _font, draw, drawable, fitted, wrapped
from boards.channels.cards.face import Face

FACE = Face(
    "问渠", "清源市公开答复市民的地方", "路口没有红绿灯", "已受理", "accepted", "逾期", "住建局", "主题 7 · 2014-09-22"
)


def picture(face):
    return Image.open(io.BytesIO(draw(face))).convert("RGB")


def test_a_card_has_the_size_that_is_shown_everywhere_and_is_small():
    made = draw(FACE)
    assert Image.open(io.BytesIO(made)).size == (WIDTH, HEIGHT) == (1200, 630)
    assert len(made) < 60_000


def test_the_neutral_card_shows_nothing_of_the_thread():
    neutral = FACE.neutral
    assert (neutral.title, neutral.badge, neutral.office, neutral.facts, neutral.overdue) == ("", "", "", "", "")
    assert draw(neutral) != draw(FACE)


@pytest.mark.parametrize("part", ["title", "badge", "overdue", "office", "facts"])
def test_each_part_is_seen_and_another_content_has_another_key(part):
    from dataclasses import replace

    other = replace(FACE, **{part: "别的"})
    assert other.key != FACE.key
    assert ImageChops.difference(picture(FACE), picture(other)).getbbox() is not None


@pytest.mark.parametrize(
    "title",
    [
        "路",
        "路" * 80,
        "，" * 80,
        "W" * 80,
        "no spaces " * 8,
        "（" * 40 + "）" * 40,
        "请问“预售资金”余额，在哪里可以查？" * 4,
        "x" * 39 + "路" + "y" * 40,
    ],
)
def test_every_title_fits_between_its_margins(title):
    size, lines = fitted(title)
    assert len(lines) <= drawing.MOST_LINES[size] and lines
    assert all(_font(True, size).getlength(line) <= WIDTH - LEFT - RIGHT for line in lines)
    made = picture(Face("问渠", "市", title))
    assert made.getpixel((WIDTH - 20, 300)) == made.getpixel((20, 300)), "nothing in the margin"


def test_no_line_begins_with_a_comma_and_no_word_is_cut_that_fits():
    font = _font(True, 48)
    for line in wrapped("三衢路口，没有红绿灯，过马路要等半天，" * 4, font, 500):
        assert line[0] not in drawing.NOT_FIRST
    assert wrapped("register your WiFi6E router at home today", font, 500)[0] == "register your WiFi6E"
    size, lines = fitted("路" * 90)
    assert lines[-1].endswith("…")


def test_pictures_are_left_out_and_characters_that_the_font_lacks_are_a_box():
    assert drawable("😀🚦路口👨\u200d👩\u200d👧没有灯", True) == "路口没有灯"
    assert drawable("\U00030edd字", True) == "□字"
    assert drawable("a\u0301b  c\n①№", True) == "áb c ①№"
    assert drawable("❤\ufe0f路", False).endswith("路")
