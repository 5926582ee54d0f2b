"""What reads users' texts takes time in step with their length: no text, however it is made, is read again and again.

Compared are three lengths of the same text, in processor time. The regular expressions by themselves: test_patterns_growth.py.
"""

import io
from functools import cache, partial

import pytest
from openpyxl import Workbook
from stage_growth import grows_too_fast

from boards.rules.text.addresses import address_spans
from boards.rules.text.difference import difference
from boards.rules.text.suggest import Office, suggest
from boards.rules.text.vagueness import vague_words
from boards.rules.text.word_list import ListedWord, Tier, WordList
from forum.store.commitments import segments
from forum.tables.columns import Column
from forum.tables.separated import split_rows
from forum.tables.workbook import sheet_rows
from forum.text import folding, markup, personal, phones
from forum.text.checks import BODY_LIMIT, check_body, excerpt
from forum.text.name_keys import name_key, one_apart
from forum.text.rendering.addresses import names_another_host
from forum.text.reserved import passes_for_an_office, reserved_by
from search.concealed import matching
from search.query import language, terms
from search.ranking import passages, similarity
from search.ranking.place_names import place_names
from search.ranking.repeated_questions import group_repeats

# What opens something that need not close, separates, or stands where a pattern may begin.
PARTS = (
    *"[]()*_~`#>|&<\\=:：1a浙月日几、@!{}",
    *(
        "[](",
        "![](",
        "[a](",
        "[a]: ",
        "**a",
        "”**",
        "> ",
        "- ",
        "1. ",
        "1.",
        "13",
        "138",
        "138 ",
        "1-",
        "浙A",
        "使0",
        "\n\n",
    ),
    *(
        "www.",
        "http://",
        "https://a",
        "a@",
        "a.",
        "&amp;",
        "<a ",
        "<!--",
        "-->",
        "| ",
        "|-",
        "\u200b",
        "\u0301",
        "0570-",
    ),
    *(
        "1. a\n",
        "- a\n",
        "- a\n* b\n",
        " *a",
        "a** ",
        "**a ",
        "张**和",
        "[url]http://a",
        "http://a.",
        "http://a.政",
        "`a",
    ),
    *("```a\n", "```\n````\n", "> ```\n", "http://a.cn)", ")]"),
    *("---\n", "===\n", "```\n", "    a\n", "[^1]", "[url]", "[/url]", "tel", "二〇", "　"),
)
WORDS = WordList([ListedWord("赌{2}博", Tier.HOLD), ListedWord("1a[", Tier.MASK)])
OFFICE = Office("zhujian", "住房和城乡建设局", "住建局", "路灯、物业")
FOUND = passages.finder([terms.row(word) for word in ("1", "a", "月", "138", "政")])
COLUMNS = Column("id", ("编号",)), Column("text", ("内容",))
parsed = partial(language.parse, cut=matching.cut)
RESERVED = reserved_by([("清源市住房和城乡建设局", "住建局"), ("清源市交通运输局", "交通局")])


def read_as_name(text):
    """As a name that is registered: the rules of names look at it before its length is known to be short."""
    name_key.cache_clear()
    return passes_for_an_office(text, RESERVED)


READERS = {
    "name key": name_key.__wrapped__,
    "reserved name": read_as_name,
    "names one apart": lambda text: one_apart(text + "a", text),
    "body": check_body,
    "markup": markup.render,
    "plain": markup.plain_text_html,
    "personal": personal.find,
    "phone": phones.holds_a_number,
    "passage": lambda text: passages.passage(text, FOUND),
    "concealed": lambda text: passages.passage(text, matching.finder(parsed(text[:8]).groups)),
    "part of a number": lambda text: matching.matcher(parsed("138 1a"))("", text),
    "terms": terms.fold,
    "vague": vague_words,
    "addresses": address_spans,
    "linked words": lambda text: names_another_host(text, "http://a.cn/"),
    "difference": lambda text: difference(text, text[1::2] + text[::2]),
    "suggestion": lambda text: suggest("路灯", text, [OFFICE]),
    "word list": WORDS.find,
    "segments": segments,
    "table": lambda text: list(split_rows(text, COLUMNS)),
    "folding": folding.bare_offsets,
    "excerpt": lambda text: excerpt(text, 100),
    "query": language.parse,
    "question": lambda text: similarity.question_pairs("路灯", text),
    "stretches": similarity.informative_stretches,
    "places": place_names,
    "repeats": lambda text: group_repeats({1: ("路灯", text), 2: ("路灯", text[1:])}),
}
PAIRS = (BODY_LIMIT // 64, BODY_LIMIT // 16), (BODY_LIMIT // 16, BODY_LIMIT // 4)  # characters
FREE = 0.01  # seconds


@pytest.mark.parametrize("name", READERS)
def test_a_text_four_times_as_long_takes_no_sixteen_times_as_long(name):
    """Reading it for each of its characters takes sixteen times as long for four times the length, reading it once four times."""
    assert [part for part in PARTS if grows_too_fast(READERS[name], PAIRS, partial(of_length, part), FREE)] == []


def of_length(part, length):
    """As often as it fits, whole: so texts of two lengths end alike, and are read the same way."""
    return part * (length // len(part))


@pytest.mark.parametrize("part", ["a\n", "_x0041_", "1.5\n", "#REF!\n", "[("])
def test_a_workbook_is_read_in_step_with_its_rows_and_the_length_of_its_cells(part):
    assert not grows_too_fast(lambda file: list(sheet_rows(file, COLUMNS)), PAIRS, partial(workbook_of, part), FREE)


@cache
def workbook_of(part, length):
    """An .xlsx file in which each line of the text is a row."""
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for line in of_length(part, length).split("\n"):
        sheet.append([line])
    book.save(file)
    return file.getvalue()
