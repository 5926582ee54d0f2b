"""What is shown of a text whose parts are withheld, and what still opens its commitment."""

import pytest

from boards.rules.withheld import ALL, BLOCKS, cover_segments, openings_of_revision, parse_parts, visible_text
from forum.store.commitments import commit_to_text, commitment_of_parts, segments

TEXT = "我的电话是13812345678，住在柳园小区。\n车牌浙H12345，请回电。"


def part(words):
    return segments(TEXT).index(words)


def test_nothing_is_withheld_of_most_texts():
    assert parse_parts(None, 9) == frozenset()
    assert visible_text(TEXT, None, 0) == TEXT


def test_of_a_sealed_text_everything_is():
    assert parse_parts(ALL, 3) == {0, 1, 2}
    assert visible_text(TEXT, ALL, 1) == ""


@pytest.mark.parametrize("first", [0, 1])
def test_a_covered_number_stands_as_blocks_and_the_rest_as_it_was(first):
    stored = f"[{part('13812345678') + first}, {part('浙H12345') + first}]"
    assert visible_text(TEXT, stored, first) == f"我的电话是{BLOCKS}，住在柳园小区。\n车牌{BLOCKS}，请回电。"


def test_blocks_do_not_tell_how_long_the_number_was():
    assert cover_segments("号码1234，完", {1}) == cover_segments("号码123456789012345678，完", {1})


def test_parts_that_touch_stand_as_one_and_line_ends_stay():
    assert cover_segments("电话1234 5678\n完", {0, 1, 2, 3}) == f"{BLOCKS} {BLOCKS}\n完"
    assert cover_segments("第一句。\n第二句。", {0, 1}) == f"{BLOCKS}。\n{BLOCKS}。"


@pytest.mark.parametrize("title", [None, "三衢路口"])
@pytest.mark.parametrize("stored", [None, "[1]", "[0, 2]", ALL])
def test_what_is_left_open_still_opens_the_commitment(title, stored):
    salt, commitment = commit_to_text(TEXT, title)
    told = openings_of_revision(salt, TEXT, title, stored)
    assert commitment_of_parts(told) == commitment
    assert sum("commit" in each for each in told) == len(parse_parts(stored, len(told)))


def test_a_sealed_text_gives_away_neither_words_nor_salts():
    salt, _ = commit_to_text(TEXT, "三衢路口")
    assert {tuple(each) for each in openings_of_revision(salt, TEXT, "三衢路口", ALL)} == {("commit",)}
